/** BgpConfig, Tencent Cloud VPC API 2017-03-12, "Data Types". */
import { containsAddress, parseIpv4Address, parseIpv4Prefix, prefixLength } from '../../../../domain/address.ts'
import type { AsNumber } from '../../../../domain/as-number.ts'
import type { BgpParameters, CustomerGateway } from '../../../../domain/resource.ts'
import type { Values } from '../../../../operations/decode.ts'
import { required } from '../../../../operations/field.ts'
import type { Rule } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import { noAsNumber } from '../shared/as-number.ts'
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
  readonly BgpConfig: BgpConfig | undefined
}

/** Held by whatever has a BgpConfig. */
export const bgpRules: readonly Rule<WithBgp>[] = [
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

/** The document of ModifyVpnConnectionAttribute has no way to another RouteType. */
export const newBgpRule: Rule<WithBgp & { readonly RouteType: RouteType }> = {
  code: 'InvalidParameter.Coexist',
  demand: 'goes with RouteType Bgp only',
  brokenBy: ({ RouteType, BgpConfig }) => (BgpConfig !== undefined && RouteType !== 'Bgp' ? 'BgpConfig' : undefined),
}

/** Gateways of 200, 500, 1000 and 3000 Mbps have BGP (Tencent Cloud VPN Connections, "Use Limits"). */
export const leastMbpsOfBgp = 200

export const toBgp = (config: BgpConfig | undefined, asNumber: AsNumber | undefined): BgpParameters => ({
  enabled: true,
  ...(asNumber === undefined ? {} : { localAsNumber: asNumber }),
  ...(config === undefined
    ? {}
    : { prefix: config.TunnelCidr, localAddress: config.LocalBgpIp, neighborAddress: config.RemoteBgpIp }),
})

/** What is shown of a session: both AS numbers are texts. */
export interface BgpView {
  readonly bgp: BgpParameters
  readonly peer: CustomerGateway | undefined
}

const textOf = (value: AsNumber | undefined): string => String(value ?? noAsNumber)

export const bgpFields = {
  TunnelCidr: r.string(r.given('TunnelCidr'), ({ bgp }) => bgp.prefix),
  LocalBgpIp: r.string(r.given('LocalBgpIp'), ({ bgp }) => bgp.localAddress),
  RemoteBgpIp: r.string(r.given('RemoteBgpIp'), ({ bgp }) => bgp.neighborAddress),
  LocalBgpAsn: r.string(r.derived('the AS number of the gateway, in text'), ({ bgp }) => textOf(bgp.localAsNumber)),
  RemoteBgpAsn: r.string(r.derived('the AS number of the customer gateway, in text'), ({ peer }) =>
    textOf(peer?.asNumber),
  ),
} satisfies r.ResponseFields<BgpView>
