/** What operations on IPsec-VPN connections ask for in the same words, those on a VPN gateway and those on a router. */
import type { DeadPeerDetection } from '../../../../domain/ike.ts'
import { optional } from '../../../../operations/field.ts'
import type { Rule } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import { settingOfRegion } from '../../settings/regions.ts'
import { bgpFields } from './bgp-config.ts'
import { healthCheckText } from './health-check-config.ts'
import { type Defaults, ikeFields, ipsecTextFields } from './ike-config.ts'

/** Terraform sends false where nobody has said anything, so that refusing it would refuse what nobody has asked for. */
export const alwaysInUdp =
  'kept and returned; false forbids nothing: ESP is carried in UDP (RFC 3948) to every peer, NAT device or none'

/** The peer of a single tunnel. */
export const singlePeer = {
  CustomerGatewayId: optional(t.text(), { note: 'required of a single-tunnel connection' }),
}

/** The fields of single-tunnel connections alone. */
export const singleTunnelFields = (bgpCode: string, defaults?: Defaults) => {
  const by = (text: string) => (defaults === undefined ? {} : { defaultText: text })
  return {
    IkeConfig: optional(t.jsonText(ikeFields(defaults))),
    IpsecConfig: optional(t.jsonText(ipsecTextFields(defaults))),
    BgpConfig: optional(t.jsonText({ EnableBgp: optional(t.boolean, by('false')), ...bgpFields }), {
      code: bgpCode,
    }),
    HealthCheckConfig: optional(healthCheckText(defaults !== undefined)),
    EnableDpd: optional(t.boolean, by('true')),
    EnableNatTraversal: optional(t.boolean, { ...by('true'), note: alwaysInUdp }),
  }
}

const names = [
  'CustomerGatewayId',
  'IkeConfig',
  'IpsecConfig',
  'BgpConfig',
  'HealthCheckConfig',
  'RemoteCaCert',
  'RemoteCaCertificate',
] as const
const flags = ['EnableDpd', 'EnableNatTraversal'] as const

/** Each `undefined` when it was not given. */
export type SingleTunnelRequest = { readonly [N in (typeof names)[number]]?: unknown } & {
  readonly [N in (typeof flags)[number]]: boolean | undefined
}

/**
 * A field that a dual-tunnel connection has in each of its tunnels instead. The two switches may say what is so by
 * default: SDKs write booleans that nobody has set.
 */
export const singleTunnelOnly = (request: SingleTunnelRequest): string | undefined =>
  names.find((name) => request[name] !== undefined) ?? flags.find((name) => request[name] === false)

/** Of operations on connections of both kinds. */
export const bgpRule: Rule<{
  readonly BgpConfig: { readonly EnableBgp: boolean | undefined } | undefined
  readonly EnableTunnelsBgp: boolean | undefined
}> = {
  code: 'OperationUnsupported.EnableBgp',
  demand: 'must be false in a region that has no BGP',
  brokenBy({ BgpConfig, EnableTunnelsBgp }, { region, settings }) {
    if (settingOfRegion(settings, region, 'bgp')) return undefined
    if (EnableTunnelsBgp === true) return 'EnableTunnelsBgp'
    return BgpConfig?.EnableBgp === true ? 'BgpConfig' : undefined
  },
}

/** RemoteCaCert of attachments, RemoteCaCertificate of connections and of tunnels. */
export const certificate = optional(t.text(), {
  note: 'of the peer’s authority; with it the tunnel has the ShangMi algorithms, IKEv1 and no key',
})

/** Of what names a certificate or the algorithms that go with one. */
export const shangMiErrors = {
  'algorithms-unsupported': {
    status: 400,
    code: 'OperationUnsupported.RemoteCaCertificate',
    message: 'The specified RemoteCaCertificate is not supported: %d.',
  },
  'algorithms-mixed': true,
  'certificate-missing': true,
  'remote-identity-missing': true,
} as const

/** Of attachments: a private one has its outer addresses of the transit router's address blocks. */
export const networkType = t.oneOf({ public: false, private: true })

/** "The connection fails. In this case, ISAKMP SA and IPsec SA are deleted along with the security tunnel." */
export const deadPeerDetection: DeadPeerDetection = { timeoutSeconds: 30, action: 'clear' }

export const initiationOf = (effectImmediately: boolean): 'start' | 'trap' => (effectImmediately ? 'start' : 'trap')
