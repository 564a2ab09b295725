/** BgpConfig, Tencent Cloud VPC API 2017-03-12, "Data Types". BGP is not carried yet; what is wrong in it is said first. */
import { speaksBgp } from '../../../../commands/bgp.ts'
import { containsAddress, parseIpv4Address, parseIpv4Prefix, prefixLength } from '../../../../domain/address.ts'
import type { AsNumber } from '../../../../domain/as-number.ts'
import type { BgpParameters } from '../../../../domain/resource.ts'
import type { Values } from '../../../../operations/decode.ts'
import { required } from '../../../../operations/field.ts'
import type { Rule } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { RouteType } from './route-type.ts'

const malformed = 'InvalidParameterValue.Malformed'
const address = t.coded(t.parsed('an IPv4 address', parseIpv4Address, ['169.254.128.1', '169.254.128.2']), malformed)

const fields = {
  TunnelCidr: required(
    t.coded(t.parsed('an IPv4 prefix', parseIpv4Prefix, ['169.254.128.0/30', '169.254.129.0/30']), malformed),
  ),
  LocalBgpIp: required(address),
  RemoteBgpIp: required(address),
}

export const bgpConfig = t.structure(fields)

type BgpConfig = Values<typeof fields>

interface WithBgp {
  readonly RouteType: RouteType
  readonly BgpConfig: BgpConfig | undefined
}

export const bgpRules: readonly Rule<WithBgp>[] = [
  {
    code: 'InvalidParameter.Coexist',
    demand: 'goes with RouteType Bgp only',
    brokenBy: ({ RouteType, BgpConfig }) => (BgpConfig !== undefined && RouteType !== 'Bgp' ? 'BgpConfig' : undefined),
  },
  {
    code: 'InvalidParameterValue.VpnConnBgpTunnelCidrMask',
    demand: 'the BGP tunnel subnet must be a /30 subnet',
    brokenBy: ({ BgpConfig }) =>
      BgpConfig !== undefined && prefixLength(BgpConfig.TunnelCidr) !== 30 ? 'BgpConfig.TunnelCidr' : undefined,
  },
  {
    code: 'InvalidParameterValue.VpnConnBgpTunnelCidrNotSupported',
    demand: 'must be within the BGP tunnel subnet',
    brokenBy({ BgpConfig }) {
      if (BgpConfig === undefined) return undefined
      const outside = (['LocalBgpIp', 'RemoteBgpIp'] as const).find(
        (name) => !containsAddress(BgpConfig.TunnelCidr, BgpConfig[name]),
      )
      return outside === undefined ? undefined : `BgpConfig.${outside}`
    },
  },
]

/** Gateways of 200, 500, 1000 and 3000 Mbps have BGP (Tencent Cloud VPN Connections, "Use Limits"). */
export const leastMbpsOfBgp = 200

/** What only a gateway with a BGP connection can be refused. */
export const bgpErrors = speaksBgp ? { 'bgp-prefix-overlaps': true as const } : {}

const noBgp = 'a connection with BGP is refused (VpnUnsupportedBgp), so that there is none to compare with'

export const bgpErrorsThatNeverOccur: Readonly<Record<string, string>> = speaksBgp
  ? {}
  : { 'InvalidParameterValue.VpnConnBgpTunnelCidrConflict': noBgp }

export const toBgp = (config: BgpConfig | undefined, asNumber: AsNumber | undefined): BgpParameters => ({
  enabled: true,
  ...(asNumber === undefined ? {} : { localAsNumber: asNumber }),
  ...(config === undefined
    ? {}
    : { prefix: config.TunnelCidr, localAddress: config.LocalBgpIp, neighborAddress: config.RemoteBgpIp }),
})
