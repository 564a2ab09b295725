import type { Resource, ResourceRef } from '../../../domain/resource.ts'
import { fail } from '../../../domain/result.ts'
import type { AccessWords, NamedSubject } from '../../http/access-words.ts'
import { idPrefixes, vpcOfRouteTable } from '../ids.ts'
import { readPolicy } from './policy.ts'
import { presetPolicies } from './preset.ts'

const refTo =
  (kind: ResourceRef['kind'], toId = (id: string) => id) =>
  (id: string): readonly ResourceRef[] => [{ kind, id: toId(id) }]

/** By the types of names: a VPC's main route table is labelled as the VPC is. */
const refs: ReadonlyMap<string, (id: string) => readonly ResourceRef[]> = new Map(
  Object.entries({
    [idPrefixes.vpc]: refTo('network'),
    [idPrefixes.subnet]: refTo('subnet'),
    [idPrefixes.routeTable]: (id: string) => [...refTo('network-table')(id), ...refTo('network', vpcOfRouteTable)(id)],
    [idPrefixes.vpnGateway]: refTo('gateway'),
    [idPrefixes.customerGateway]: refTo('customer-gateway'),
    [idPrefixes.vpnConnection]: refTo('connection'),
    [idPrefixes.ccn]: refTo('router'),
  }),
)

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** What something is made in: a connection in its gateway, a gateway or a subnet in its VPC. */
function joined(type: string, { VpnGatewayId, VpcId }: Readonly<Record<string, unknown>>): ResourceRef | undefined {
  if (type === idPrefixes.vpnConnection && isText(VpnGatewayId)) return { kind: 'gateway', id: VpnGatewayId }
  return isText(VpcId) ? { kind: 'network', id: VpcId } : undefined
}

/** "qcs::vpc:ap-guangzhou:uin/100000000001:vpngw/vpngw-1w9tue3d". */
const nameForm = /^qcs::vpc:[^:]*:[^:]*:([a-z]+)\/(.+)$/

/** What conditions may ask of a resource by what it is part of ("Resource-level Permissions", October 2024, VPC documentation). */
function wholesOf(resource: Resource): readonly ResourceRef[] {
  switch (resource.kind) {
    case 'subnet':
    case 'network-table':
      return [{ kind: 'network', id: resource.spec.network }]
    case 'gateway': {
      const { network } = resource.spec
      return network === undefined ? [] : [{ kind: 'network', id: network }]
    }
    case 'connection': {
      const { gateway, tunnels } = resource.spec
      const peers = tunnels.map(({ customerGateway: id }): ResourceRef => ({ kind: 'customer-gateway', id }))
      return gateway === undefined ? peers : [{ kind: 'gateway', id: gateway }, ...peers]
    }
    default:
      return []
  }
}

/** There are no resource groups. */
export const access: AccessWords = {
  readPolicy(document) {
    const policy = readPolicy(document)
    return policy.ok ? policy : fail(policy.error.detail)
  },
  systemPolicy: (name) => presetPolicies.get(name)?.document,
  usualGroup: () => undefined,
  wholesOf,
  named(resource, { parameters }): NamedSubject {
    const [, type = '', id = '*'] = nameForm.exec(resource) ?? []
    const ref = refs.get(type)
    if (ref === undefined) return {}
    if (id !== '*') return { is: ref(id) }
    const joins = joined(type, parameters)
    return joins === undefined ? {} : { joins }
  },
}
