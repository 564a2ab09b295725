/** Words by which requests name what kind their resources are, for operations on resources of many kinds. */
import type { DomainErrorCode } from '../../../../domain/error.ts'
import type { Condition } from '../../../../domain/page.ts'
import type { Kind, Resource } from '../../../../domain/resource.ts'
import { required } from '../../../../operations/field.ts'
import type { DeclaredErrors } from '../../../../operations/operation.ts'
import type { PolicyWord } from '../../../../operations/permission.ts'
import * as t from '../../../../operations/wire-type.ts'

export interface ResourceType extends PolicyWord {
  /** As answers spell it. */
  readonly word: string
  readonly kind: Kind
  readonly notFound: Extract<DomainErrorCode, `${string}-not-found`>
  /** What leaves those of the type, where the kind has others and an index tells them apart. */
  readonly where?: readonly Condition[]
  /** Whether a resource of the kind is of the type. */
  includes(resource: Resource): boolean
}

export type ResourceTypes = Readonly<Record<string, ResourceType>>

const all = () => true

/** An attachment is an IPsec-VPN connection too, one without a gateway: policies call both by one name. */
const connections = { kind: 'connection', inPolicies: 'vpnconnection', notFound: 'connection-not-found' } as const

export const vpcTypes = {
  VPC: { word: 'VPC', inPolicies: 'vpc', kind: 'network', notFound: 'network-not-found', includes: all },
  VSWITCH: { word: 'VSWITCH', inPolicies: 'vswitch', kind: 'subnet', notFound: 'subnet-not-found', includes: all },
  VPNGATEWAY: {
    word: 'VPNGATEWAY',
    inPolicies: 'vpngateway',
    kind: 'gateway',
    notFound: 'gateway-not-found',
    includes: all,
  },
  CUSTOMERGATEWAY: {
    word: 'CUSTOMERGATEWAY',
    inPolicies: 'customergateway',
    kind: 'customer-gateway',
    notFound: 'customer-gateway-not-found',
    includes: all,
  },
  /** One that somebody made: a VPC's own is not stored by itself. */
  ROUTETABLE: {
    word: 'ROUTETABLE',
    inPolicies: 'routetable',
    kind: 'network-table',
    notFound: 'network-table-not-found',
    includes: all,
  },
  VPNCONNECTION: { word: 'VPNCONNECTION', ...connections, includes: all },
  VPNATTACHMENT: {
    word: 'VPNATTACHMENT',
    ...connections,
    includes: (resource) => resource.kind === 'connection' && resource.spec.gateway === undefined,
  },
} as const satisfies ResourceTypes

const attachmentsOf = (target: 'network' | 'connection') =>
  ({
    inPolicies: 'centransitrouterattachment',
    kind: 'router-attachment',
    notFound: 'attachment-not-found',
    where: [{ by: 'facet', facet: 'target', anyOf: [target] }],
    includes: (resource) => resource.kind === 'router-attachment' && resource.spec.target.kind === target,
  }) as const satisfies Omit<ResourceType, 'word'>

export const cenTypes = {
  CEN: {
    word: 'cen',
    inPolicies: 'ceninstance',
    kind: 'router-group',
    notFound: 'router-group-not-found',
    includes: all,
  },
  TRANSITROUTER: {
    word: 'TransitRouter',
    inPolicies: 'centransitrouter',
    kind: 'router',
    notFound: 'router-not-found',
    includes: all,
  },
  TRANSITROUTERVPCATTACHMENT: { word: 'TransitRouterVpcAttachment', ...attachmentsOf('network') },
  TRANSITROUTERVPNATTACHMENT: { word: 'TransitRouterVpnAttachment', ...attachmentsOf('connection') },
  /** The system's has no tags: it is not stored by itself. */
  TRANSITROUTERROUTETABLE: {
    word: 'TransitRouterRouteTable',
    inPolicies: 'centransitrouterroutetable',
    kind: 'router-table',
    notFound: 'router-table-not-found',
    includes: all,
  },
} as const satisfies ResourceTypes

/** One of the types, by its word in any case: clients and documents differ in it (VpnGateWay, VPNATTACHMENT). */
export function resourceType<T extends ResourceType>(types: Readonly<Record<string, T>>) {
  const words = Object.values(types).map(({ word }) => word)
  return {
    ...t.parsed(`one of ${words.join(', ')}, in any case`, (text) => types[text.toUpperCase()], words),
    worldless: 'it says of which kind the resources are that are named',
  }
}

const unknownType = 'InvalidInstanceType.NotFound'

export const ofType = <T extends ResourceType>(types: Readonly<Record<string, T>>) => ({
  ResourceType: required(resourceType(types), { code: unknownType }),
})

/** Not 404: Terraform's provider takes any 404 to mean that what it reads is gone. */
const noSuch = { status: 400, code: 'InvalidInstanceIds.NotFound', message: 'The instanceIds are not found: %s.' }

/** What operations end in whose resource of a type is not there. */
export const notFoundErrors = (types: ResourceTypes): DeclaredErrors =>
  Object.fromEntries(Object.values(types).map(({ notFound }) => [notFound, noSuch]))
