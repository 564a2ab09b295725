/** TunnelOptionsSpecification (CreateVpnAttachment and ModifyVpnAttachmentAttribute, Alibaba Cloud VPN Gateway documentation). */
import { optional, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { id } from '../shared/request-fields.ts'
import { bgpFields } from './bgp-config.ts'
import { type Defaults, dualTunnel, ikeFields, ipsecFields } from './ike-config.ts'
import { alwaysInUdp } from './request.ts'

const incomplete = 'MissingParameter.TunnelOptionsSpecification'

const sharedFields = (defaults?: Defaults) => {
  const by = defaults === undefined ? {} : { defaultText: 'true' }
  return {
    TunnelIndex: optional(t.integerBetween(0, 2), {
      defaultText: 'by Role, or else the position in the list',
      note: '0, which Terraform sends for nothing, is nothing',
    }),
    Role: optional(t.word('master', 'slave'), {
      note: 'master is tunnel 1; sent by Terraform, though undocumented here',
    }),
    EnableDpd: optional(t.boolean, by),
    EnableNatTraversal: optional(t.boolean, { ...by, note: alwaysInUdp }),
    TunnelBgpConfig: optional(t.structure(bgpFields), { note: 'enabled by EnableTunnelsBgp' }),
    TunnelIkeConfig: optional(t.structure(ikeFields(defaults))),
    TunnelIpsecConfig: optional(t.structure(ipsecFields(defaults))),
  }
}

interface Placed {
  readonly TunnelIndex: number | undefined
  readonly Role: 'master' | 'slave' | undefined
}

const said = ({ TunnelIndex, Role }: Placed): number =>
  TunnelIndex || (Role === undefined ? 0 : Role === 'master' ? 1 : 2)

/**
 * Which tunnel each element is: what it says, or else the lowest number that is left. Undefined when two elements say
 * the same, or there are more than two.
 */
export function placesOf(tunnels: readonly Placed[]): readonly (1 | 2)[] | undefined {
  const taken = tunnels.map(said).filter((place) => place > 0)
  if (tunnels.length > 2 || new Set(taken).size < taken.length) return undefined
  const left = ([1, 2] as const).filter((place) => !taken.includes(place))
  return tunnels.map((tunnel) => {
    const place = said(tunnel)
    return place === 1 || place === 2 ? place : (left.shift() ?? 2)
  })
}

export const newTunnels = t.refined(
  t.list(
    t.structure({
      CustomerGatewayId: required(t.text(), { missingCode: incomplete }),
      ...sharedFields(dualTunnel),
    }),
  ),
  'exactly two, the one tunnel 1 and the other tunnel 2',
  [incomplete],
  (tunnels) => {
    if (tunnels.length === 2 && placesOf(tunnels) !== undefined) return undefined
    return { code: incomplete, detail: 'must hold exactly two tunnels, the one tunnel 1 and the other tunnel 2' }
  },
)

export const changedTunnels = t.refined(
  t.list(t.structure({ TunnelId: optional(t.text()), CustomerGatewayId: optional(id), ...sharedFields() })),
  'at most two, no tunnel twice',
  ['InvalidParameter'],
  (tunnels) => {
    const unnamed = tunnels.filter(({ TunnelId }) => TunnelId === undefined)
    const repeated =
      new Set(tunnels.map(({ TunnelId }) => TunnelId)).size < tunnels.length - Math.max(0, unnamed.length - 1)
    if (tunnels.length <= 2 && placesOf(unnamed) !== undefined && !repeated) return undefined
    return { code: 'InvalidParameter', detail: 'must hold at most two tunnels, and none twice' }
  },
)
