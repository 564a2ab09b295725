/** BGP parameters of a tunnel (CreateVpnAttachment, Alibaba Cloud VPN Gateway documentation). */
import { type Ipv4Address, type Ipv4Prefix, parseIpv4Address, parseIpv4Prefix } from '../../../../domain/address.ts'
import { type AsNumber, parseAsNumber } from '../../../../domain/as-number.ts'
import { isNeighborPrefix } from '../../../../domain/bgp-addresses.ts'
import type { BgpParameters } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import type { WireType } from '../../../../operations/decode.ts'
import { optional } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'

/** Of the cloud's side, when none is given. */
export const ownAsNumber = 45104 as AsNumber

/** Text or a number, plain or in two parts of 16 bits ("123.456"); 0, which Terraform sends for nothing, is nothing. */
const asNumber: WireType<AsNumber | undefined> = {
  name: 'integer',
  accepts: '1 to 4294967295, or two numbers of 16 bits with a period between them; 0 stands for 45104',
  wrong: 'not a number',
  samples: () => [65001, 65002],
  codes: ['IllegalParam.LocalAsn'],
  decode(value, { path }) {
    const text = typeof value === 'number' ? String(value) : value
    if (text === '0') return ok(undefined)
    const number = typeof text === 'string' ? parseAsNumber(text) : undefined
    if (number !== undefined) return ok(number)
    const detail = 'must be 1 to 4294967295, or two numbers of 16 bits with a period between them'
    return fail([{ path, kind: 'value', detail, code: 'IllegalParam.LocalAsn' }])
  },
}

const tunnelPrefix = t.refined(
  t.coded(
    t.parsed('a prefix such as 169.254.10.0/30', parseIpv4Prefix, ['169.254.10.0/30', '169.254.11.0/30']),
    'InvalidTunnelCidr.Malformed',
  ),
  'a /30 in 169.254.0.0/16, other than 169.254.N.0/30 with N from 0 to 6 and 169.254.169.252/30',
  ['IllegalParam.TunnelCidr'],
  (prefix) => {
    if (isNeighborPrefix(prefix)) return undefined
    return { code: 'IllegalParam.TunnelCidr', detail: 'must be a /30 in 169.254.0.0/16 that is not reserved' }
  },
)

const neighborAddress = t.coded(
  t.parsed('an IPv4 address', parseIpv4Address, ['169.254.10.1', '169.254.10.2']),
  'InvalidLocalBgpIp.Malformed',
)

export const bgpFields = {
  LocalAsn: optional(asNumber, { defaultText: String(ownAsNumber) }),
  TunnelCidr: optional(tunnelPrefix),
  LocalBgpIp: optional(neighborAddress, { defaultText: 'the first host address of TunnelCidr' }),
}

interface BgpValues {
  readonly LocalAsn: AsNumber | undefined
  readonly TunnelCidr: Ipv4Prefix | undefined
  readonly LocalBgpIp: Ipv4Address | undefined
}

/** What is not given stays as it was before. */
export function readBgp(
  values: BgpValues | undefined,
  enabled: boolean | undefined,
  before?: BgpParameters,
): BgpParameters | undefined {
  // A switch alone that is off says nothing of a tunnel that has no parameters: Terraform would see some that it never sent.
  if (values === undefined && (enabled === undefined || (!enabled && before === undefined))) return undefined
  const localAsNumber = values?.LocalAsn ?? before?.localAsNumber ?? ownAsNumber
  const prefix = values?.TunnelCidr ?? before?.prefix
  const localAddress = values?.LocalBgpIp ?? before?.localAddress
  return {
    enabled: enabled ?? before?.enabled ?? false,
    localAsNumber,
    ...(prefix === undefined ? {} : { prefix }),
    ...(localAddress === undefined ? {} : { localAddress }),
  }
}
