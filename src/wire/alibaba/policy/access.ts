import type { Resource, ResourceRef } from '../../../domain/resource.ts'
import { isOfNetwork } from '../../../domain/route-entry.ts'
import type { AccessWords, NamedSubject } from '../../http/access-words.ts'
import { defaultGroupOf, routeTableOf, vpcOfRouter, vpcOfRouteTable } from '../ids.ts'
import { readPolicy } from './policy.ts'
import { systemPolicies } from './system.ts'

const refTo =
  (kind: ResourceRef['kind'], toId = (id: string) => id) =>
  (id: string): readonly ResourceRef[] => [{ kind, id: toId(id) }]

/** By the types of names: a VPC's router and own table are labelled as the VPC is, another table of it by itself. */
const refs = new Map<string, (id: string) => readonly ResourceRef[]>(
  Object.entries({
    vpc: refTo('network'),
    vrouter: refTo('network', vpcOfRouter),
    routetable: (id) => [...refTo('network-table')(id), ...refTo('network', vpcOfRouteTable)(id)],
    vswitch: refTo('subnet'),
    vpngateway: refTo('gateway'),
    customergateway: refTo('customer-gateway'),
    vpnconnection: refTo('connection'),
    ceninstance: refTo('router-group'),
    centransitrouter: refTo('router'),
    centransitrouterattachment: refTo('router-attachment'),
    centransitrouterroutetable: refTo('router-table'),
  }),
)

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** A connection is in the group of its gateway. */
function joined(type: string, { VpnGatewayId }: Readonly<Record<string, unknown>>): ResourceRef | undefined {
  return type === 'vpnconnection' && isText(VpnGatewayId) ? { kind: 'gateway', id: VpnGatewayId } : undefined
}

/** Entries of a VPC's route table may be named by their ids alone. */
function entryOf(resource: string, type: string, { RouteEntryId }: Readonly<Record<string, unknown>>) {
  if (type !== 'routetable' || !isText(RouteEntryId)) return undefined
  return {
    part: { kind: 'route', id: RouteEntryId },
    whole: ({ kind, spec }: Resource) =>
      kind === 'route' && isOfNetwork(spec)
        ? resource.replace(/\*$/, () => (spec.place.kind === 'network' ? routeTableOf(spec.place.id) : spec.place.id))
        : undefined,
  } as const
}

/** "acs:vpc:cn-hangzhou:1234567890123456:vpngateway/vpn-1". */
const nameForm = /^acs:[^:]*:[^:]*:[^:]*:([a-z]+)\/(.+)$/

/** Words of "Policy elements" and "How RAM evaluates policies": lists are of a group only where they are asked for one. */
export const access: AccessWords = {
  readPolicy,
  systemPolicy: (name) => systemPolicies.get(name)?.document,
  usualGroup: ({ id }) => defaultGroupOf(id),
  named(resource, { account, effect, parameters }): NamedSubject {
    const [, type = '', id = '*'] = nameForm.exec(resource) ?? []
    const ref = refs.get(type)
    // What is in no resource group, as users and roles are, no policy of a group speaks of.
    if (ref === undefined && resource !== '*') return {}
    if (ref !== undefined && id !== '*') return { is: ref(id) }
    const { ResourceGroupId } = parameters
    const partOf = entryOf(resource, type, parameters)
    if (partOf !== undefined) return { partOf }
    const joins = joined(type, parameters)
    if (joins !== undefined) return { joins }
    if (isText(ResourceGroupId)) return { resourceGroup: ResourceGroupId }
    return ref !== undefined && effect === 'write' ? { resourceGroup: defaultGroupOf(account.id) } : {}
  },
}
