import type { Suspension, Term } from './billing.ts'
import { policyFacet } from './principal.ts'
import type { Payer, Resource } from './resource.ts'
import type { RouteEntry } from './route-entry.ts'

/** What resources are looked up by, beside their ids, names, tags and the resources that they refer to. */
export type FacetName =
  | 'prefix'
  | 'zone'
  | 'address'
  | 'target'
  | 'resource-group'
  | 'attached'
  | 'variant'
  | 'place'
  | 'next-hop'
  | 'source'
  | 'destination'
  | 'policy-based'
  | 'published'
  | 'tunnel'
  | 'policy'
  | 'suspended'
  | 'subject'
  | 'payment'
  | 'paid'
  | 'payer'
  | 'owner'
  | 'default'
  | 'renewal'

export interface Facet {
  readonly name: FacetName
  readonly value: string
}

const yesOrNo = (is: boolean): string => (is ? 'yes' : 'no')

function ofRoute({ place, nextHop, source, destination, published }: RouteEntry): readonly Facet[] {
  return [
    { name: 'place', value: place.id },
    { name: 'next-hop', value: nextHop },
    { name: 'destination', value: destination },
    ...(source === undefined ? [] : [{ name: 'source' as const, value: source }]),
    { name: 'policy-based', value: yesOrNo(source !== undefined) },
    { name: 'published', value: yesOrNo(published) },
  ]
}

const ofDefault = (isDefault: true | undefined): readonly Facet[] =>
  isDefault === undefined ? [] : [{ name: 'default', value: 'yes' }]

const ofSuspension = (suspended: Suspension | undefined): readonly Facet[] =>
  suspended === undefined ? [] : [{ name: 'suspended', value: suspended }]

const ofPayer = (payer: Payer | undefined): readonly Facet[] =>
  payer === undefined ? [] : [{ name: 'payer', value: payer }]

const ofTerm = (term: Term | undefined): readonly Facet[] =>
  term === undefined
    ? []
    : [
        { name: 'paid', value: 'in-advance' },
        { name: 'renewal', value: typeof term.renewal === 'number' ? 'automatic' : term.renewal },
      ]

function ofKind(resource: Resource): readonly Facet[] {
  switch (resource.kind) {
    case 'network':
      return [{ name: 'prefix', value: resource.spec.prefix }, ...ofDefault(resource.spec.isDefault)]
    case 'subnet':
      return [
        { name: 'prefix', value: resource.spec.prefix },
        { name: 'zone', value: resource.spec.zone },
        ...ofDefault(resource.spec.isDefault),
      ]
    case 'customer-gateway':
      return [{ name: 'address', value: resource.spec.address }]
    case 'gateway': {
      const { addresses, zone, variant, suspended, term } = resource.spec
      return [
        // Where gateways share one outer address, a gateway may have it twice.
        ...[...new Set(addresses)].map((value) => ({ name: 'address' as const, value })),
        ...(zone === undefined ? [] : [{ name: 'zone' as const, value: zone }]),
        ...(variant === undefined ? [] : [{ name: 'variant' as const, value: variant }]),
        ...ofSuspension(suspended),
        ...ofTerm(term),
      ]
    }
    case 'grant':
      return [
        { name: 'owner', value: resource.account },
        { name: 'target', value: resource.spec.target.kind },
        ...ofPayer(resource.spec.payer),
      ]
    case 'router-attachment':
      return [{ name: 'target', value: resource.spec.target.kind }, ...ofPayer(resource.spec.payer)]
    case 'diagnosis':
      return [{ name: 'place', value: resource.spec.gateway }]
    case 'router-route':
      return [
        { name: 'place', value: resource.spec.table },
        { name: 'destination', value: resource.spec.destination },
      ]
    case 'route':
      return ofRoute(resource.spec)
    case 'connection':
      return [
        ...resource.spec.tunnels.map(({ id }) => ({ name: 'tunnel' as const, value: id })),
        ...ofSuspension(resource.spec.suspended),
      ]
    case 'order':
      return [
        { name: 'subject', value: resource.spec.subject },
        { name: 'payment', value: resource.spec.payment },
      ]
    case 'user':
    case 'user-group':
    case 'role': {
      const policies = resource.spec.attachments.map(({ policy }) => policyFacet(policy))
      return [...new Set(policies)].map((value) => ({ name: 'policy', value }))
    }
    case 'policy':
    case 'router-group':
    case 'router-table':
    case 'network-table':
    case 'router':
    case 'ledger':
    case 'account-tag':
    case 'host':
    case 'workload':
      return []
  }
}

/** The facets that a resource has of itself. */
export function facetsOf(resource: Resource): readonly Facet[] {
  const { resourceGroup } = resource.labels
  const own = ofKind(resource)
  return resourceGroup === undefined ? own : [...own, { name: 'resource-group', value: resourceGroup }]
}

/** The connection that a resource terminates: `attached` is its facet for as long as there is such a resource. */
export const attaches = (resource: Resource): string | undefined =>
  resource.kind === 'router-attachment' && resource.spec.target.kind === 'connection'
    ? resource.spec.target.id
    : undefined
