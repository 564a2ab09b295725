/** TunnelOptionsSpecification of the operations on IPsec-VPN connections (Alibaba Cloud VPN Gateway documentation). */
import type { Values, WireType } from '../../../../operations/decode.ts'
import { optional, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { id } from '../shared/request-fields.ts'
import { bgpFields } from './bgp-config.ts'
import { type Defaults, ikeFields, ipsecFields } from './ike-config.ts'
import { alwaysInUdp, certificate } from './request.ts'

const incomplete = 'MissingParameter.TunnelOptionsSpecification'

/** Of one tunnel. Without defaults the fields are those of a modification, where what is not given stays as it is. */
const tunnelFields = (defaults?: Defaults) => {
  const by = defaults === undefined ? {} : { defaultText: 'true' }
  return {
    EnableDpd: optional(t.boolean, by),
    EnableNatTraversal: optional(t.boolean, { ...by, note: alwaysInUdp }),
    TunnelBgpConfig: optional(t.structure(bgpFields), { note: 'enabled by EnableTunnelsBgp' }),
    TunnelIkeConfig: optional(t.structure(ikeFields(defaults))),
    TunnelIpsecConfig: optional(t.structure(ipsecFields(defaults))),
    RemoteCaCertificate: certificate,
  }
}

const role = {
  Role: optional(t.word('master', 'slave'), {
    note: 'master is tunnel 1; where both say the same it tells neither from the other',
  }),
}

/** An attachment's tunnels have numbers in the documents, and roles from Terraform. */
const numbered = {
  TunnelIndex: optional(t.integerBetween(0, 2), {
    defaultText: 'by Role, or else the position in the list',
    note: '0, which Terraform sends for nothing, is nothing',
  }),
  ...role,
}

export interface Placed {
  readonly TunnelIndex?: number | undefined
  readonly Role: 'master' | 'slave' | undefined
}

/** What each element says of its place; 0 where it says nothing. */
function said(tunnels: readonly Placed[]): readonly number[] {
  const roles = tunnels.flatMap(({ Role }) => Role ?? [])
  const isTold = new Set(roles).size === roles.length
  const byRole = (value: Placed['Role']): number => (!isTold || value === undefined ? 0 : value === 'master' ? 1 : 2)
  return tunnels.map(({ TunnelIndex, Role }) => TunnelIndex || byRole(Role))
}

/**
 * Which tunnel each element is: what it says, or else the lowest number that is left. Undefined when two elements say
 * the same, or there are more than two.
 */
export function placesOf(tunnels: readonly Placed[]): readonly (1 | 2)[] | undefined {
  const places = said(tunnels)
  const taken = places.filter((place) => place > 0)
  if (tunnels.length > 2 || new Set(taken).size < taken.length) return undefined
  const left = ([1, 2] as const).filter((place) => !taken.includes(place))
  return places.map((place) => (place === 1 || place === 2 ? place : (left.shift() ?? 2)))
}

const exactlyTwo = <T extends Placed>(tunnel: WireType<T>): WireType<readonly T[]> =>
  t.refined(t.list(tunnel), 'exactly two, the one tunnel 1 and the other tunnel 2', [incomplete], (tunnels) => {
    if (tunnels.length === 2 && placesOf(tunnels) !== undefined) return undefined
    return { code: incomplete, detail: 'must hold exactly two tunnels, the one tunnel 1 and the other tunnel 2' }
  })

const newFields = (defaults: Defaults) => ({
  CustomerGatewayId: required(t.text(), { missingCode: incomplete }),
  ...tunnelFields(defaults),
})

export type NewTunnel = Values<ReturnType<typeof newFields>> & Placed

/** Of a connection on a VPN gateway. */
export const newTunnels = (defaults: Defaults) => exactlyTwo(t.structure({ ...newFields(defaults), ...role }))

export const newNumberedTunnels = (defaults: Defaults) =>
  exactlyTwo(t.structure({ ...newFields(defaults), ...numbered }))

const atMostTwo = <T extends Placed & { readonly TunnelId: string | undefined }>(
  tunnel: WireType<T>,
): WireType<readonly T[]> =>
  t.refined(t.list(tunnel), 'at most two, no tunnel twice', ['InvalidParameter'], (tunnels) => {
    const unnamed = tunnels.filter(({ TunnelId }) => TunnelId === undefined)
    const repeated =
      new Set(tunnels.map(({ TunnelId }) => TunnelId)).size < tunnels.length - Math.max(0, unnamed.length - 1)
    if (tunnels.length <= 2 && placesOf(unnamed) !== undefined && !repeated) return undefined
    return { code: 'InvalidParameter', detail: 'must hold at most two tunnels, and none twice' }
  })

/** What may change of one tunnel. */
export const changedFields = { CustomerGatewayId: optional(id), ...tunnelFields() }

export type ChangedTunnel = Values<typeof changedFields>

const addressedFields = { TunnelId: optional(t.text()), ...changedFields }

export const changedTunnels = atMostTwo(t.structure({ ...addressedFields, ...role }))

export const changedNumberedTunnels = atMostTwo(t.structure({ ...addressedFields, ...numbered }))
