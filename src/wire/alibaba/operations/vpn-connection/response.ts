/**
 * What the operations on IPsec-VPN connections answer with. The documents of the describing ones call a tunnel's numbers and
 * booleans strings, but Terraform's provider reads no tunnel in which they are, and the SDKs take either.
 */

import { neighborsOf } from '../../../../domain/bgp-addresses.ts'
import * as r from '../../../../operations/response.ts'
import { resourceGroupOf } from '../shared/resource-group.ts'
import { wrappedTags } from '../shared/tags.ts'
import { ownAsNumber } from './bgp-config.ts'
import { encryptionWord, groupWord } from './ike-config.ts'
import { type ConnectionView, identitiesOf, type TunnelView } from './view.ts'

export const ikeFields: r.ResponseFields<TunnelView> = {
  IkeAuthAlg: r.string(r.given('IkeAuthAlg'), ({ tunnel }) => tunnel.ike.proposal.integrity),
  IkeEncAlg: r.string(r.given('IkeEncAlg'), ({ tunnel }) => encryptionWord(tunnel.ike.proposal.encryption)),
  IkeLifetime: r.integer(r.given('IkeLifetime'), ({ tunnel }) => tunnel.ike.lifetimeSeconds),
  IkeMode: r.string(r.given('IkeMode'), ({ tunnel }) => tunnel.ike.mode),
  IkePfs: r.string(r.given('IkePfs'), ({ tunnel }) => groupWord(tunnel.ike.proposal.keyExchange)),
  IkeVersion: r.string(r.given('IkeVersion'), ({ tunnel }) => `ikev${tunnel.ike.version}`),
  LocalId: r.string(
    r.given('LocalId', { otherwise: 'the outer address, empty before there is one' }),
    (view) => identitiesOf(view).local,
  ),
  Psk: r.string(r.given('Psk'), ({ tunnel }) => tunnel.ike.preSharedKey),
  RemoteId: r.string(
    r.given('RemoteId', { otherwise: 'the address of the customer gateway' }),
    (view) => identitiesOf(view).remote,
  ),
}

export const ipsecFields: r.ResponseFields<TunnelView> = {
  IpsecAuthAlg: r.string(r.given('IpsecAuthAlg'), ({ tunnel }) => tunnel.child.proposal.integrity),
  IpsecEncAlg: r.string(r.given('IpsecEncAlg'), ({ tunnel }) => encryptionWord(tunnel.child.proposal.encryption)),
  IpsecLifetime: r.integer(r.given('IpsecLifetime'), ({ tunnel }) => tunnel.child.lifetimeSeconds),
  IpsecPfs: r.string(r.given('IpsecPfs'), ({ tunnel }) => groupWord(tunnel.child.proposal.keyExchange)),
}

const bgpFields: r.ResponseFields<TunnelView> = {
  LocalAsn: r.integer(r.given('LocalAsn'), ({ tunnel }) => tunnel.bgp?.localAsNumber ?? ownAsNumber),
  LocalBgpIp: r.string(
    r.given('LocalBgpIp', { otherwise: 'the first host of TunnelCidr' }),
    ({ tunnel }) => tunnel.bgp && neighborsOf(tunnel.bgp).local,
  ),
  PeerAsn: r.integer(r.derived('the AS number of the customer gateway'), ({ peer }) => peer?.spec.asNumber),
  PeerBgpIp: r.string(
    r.derived('the other host of TunnelCidr'),
    ({ tunnel }) => tunnel.bgp && neighborsOf(tunnel.bgp).neighbor,
  ),
  TunnelCidr: r.string(r.given('TunnelCidr'), ({ tunnel }) => tunnel.bgp?.prefix),
}

const sessionStatus = r.observed(
  'success where the session is established, false where not; absent where it is disabled',
)

const describedBgpFields: r.ResponseFields<TunnelView> = {
  BgpStatus: r.string(sessionStatus, ({ bgp }) => bgp),
  ...bgpFields,
}

const tunnelFields = (bgp: r.ResponseFields<TunnelView>) =>
  ({
    CustomerGatewayId: r.string(r.given('CustomerGatewayId'), ({ tunnel }) => tunnel.customerGateway),
    EnableDpd: r.boolean(r.given('EnableDpd'), ({ tunnel }) => tunnel.deadPeerDetection !== undefined),
    EnableNatTraversal: r.boolean(r.given('EnableNatTraversal'), ({ tunnel }) => tunnel.natTraversal),
    InternetIp: r.string(
      r.stored('the outer address, once something carries the connection'),
      ({ address }) => address,
    ),
    RemoteCaCertificate: r.string(r.given('RemoteCaCertificate'), (view) => certificateOf(view)),
    Role: r.string(r.derived('tunnel 1 is master, tunnel 2 slave'), ({ tunnel }) =>
      tunnel.index === 1 ? 'master' : 'slave',
    ),
    State: r.string(r.derived('whether the data plane has been brought to the configuration'), ({ state }) => state),
    Status: r.string(r.observed('how far the negotiation has come'), ({ status }) => status),
    TunnelBgpConfig: r.structure(
      r.given('TunnelBgpConfig'),
      (view) => (view.tunnel.bgp === undefined ? undefined : view),
      bgp,
    ),
    TunnelId: r.string(r.stored('its id'), ({ tunnel }) => tunnel.id),
    TunnelIkeConfig: r.structure(r.given('TunnelIkeConfig'), (view) => view, ikeFields),
    TunnelIndex: r.integer(
      r.derived('its place in the list, unless TunnelIndex or Role says another'),
      ({ tunnel }) => tunnel.index,
    ),
    TunnelIpsecConfig: r.structure(r.given('TunnelIpsecConfig'), (view) => view, ipsecFields),
    ZoneNo: r.string(
      r.derived('the zone of the gateway’s vSwitch, or that the attachment was created with'),
      ({ zone }) => zone,
    ),
  }) satisfies r.ResponseFields<TunnelView>

const certificateOf = ({ tunnel }: TunnelView): string | undefined => tunnel.ike.certificateAuthority

const eachTunnel = 'each of the two tunnels has its own'

const single = (view: ConnectionView): TunnelView | undefined => view.single

const healthCheckFields = {
  Dip: r.string(r.given('dip'), ({ healthCheck }) => healthCheck.settings.dip),
  Enable: r.string(r.given('enable'), ({ healthCheck }) => String(healthCheck.enabled)),
  Interval: r.integer(r.given('interval'), ({ healthCheck }) => healthCheck.settings.interval),
  Policy: r.string(r.given('Policy'), ({ healthCheck }) => healthCheck.settings.policy),
  Retry: r.integer(r.given('retry'), ({ healthCheck }) => healthCheck.settings.retry),
  Sip: r.string(r.given('sip'), ({ healthCheck }) => healthCheck.settings.sip),
} satisfies r.ResponseFields<ConnectionView>

const healthCheck = (fields: r.ResponseFields<ConnectionView>) =>
  r.structure<ConnectionView, ConnectionView>(
    r.given('HealthCheckConfig'),
    (view) => (view.single === undefined ? undefined : view),
    fields,
  )

/** Without how the probes have gone. */
export const modifiedHealthCheck = healthCheck(healthCheckFields)

/** Nor, of a connection on a VPN gateway, what a failure leads to. */
export const modifiedGatewayCheck = healthCheck(r.pick(healthCheckFields, 'Dip', 'Enable', 'Interval', 'Retry', 'Sip'))

const vpnBgpFields: r.ResponseFields<TunnelView> = {
  EnableBgp: r.string(r.given('EnableBgp'), ({ tunnel }) => String(tunnel.bgp?.enabled ?? false)),
  Status: r.string(sessionStatus, ({ bgp }) => bgp),
  ...bgpFields,
}

const vpnBgpConfig = (fields: r.ResponseFields<TunnelView>) =>
  r.structure<ConnectionView, TunnelView>(r.given('BgpConfig', { otherwise: eachTunnel }), single, fields)

/** Without the key, of which its document knows nothing. */
export const modifiedBgp = vpnBgpConfig(vpnBgpFields)

type Stored = Pick<ConnectionView, 'connection'>

const onlyDual = 'dual-tunnel connections only'

const attachType = ({ attachment, connection }: ConnectionView): string => {
  if (connection.spec.gateway !== undefined) return 'VPNGW'
  return attachment === undefined ? 'NO_ASSOCIATED' : 'CEN'
}

export const connectionFields = {
  AttachInstanceId: r.string(
    r.derived('the CEN instance of the transit router; empty without one'),
    ({ router }) => router?.spec.group ?? '',
  ),
  AttachType: r.string(r.derived('what carries the connection'), attachType),
  CreateTime: r.integer(
    r.stored('when it was created, in milliseconds'),
    ({ connection }: Stored) => connection.createdAt,
  ),
  CrossAccountAuthorized: r.boolean(
    r.derived('whether a CEN instance of another account may attach it'),
    ({ isGranted }) => isGranted,
  ),
  CustomerGatewayId: r.string(
    r.given('CustomerGatewayId', { otherwise: eachTunnel }),
    (view) => single(view)?.tunnel.customerGateway,
  ),
  EffectImmediately: r.boolean(
    r.given('EffectImmediately'),
    ({ connection }) => connection.spec.startAction === 'start',
  ),
  EnableDpd: r.boolean(
    r.given('EnableDpd', { otherwise: eachTunnel }),
    (view) => single(view) && single(view)?.tunnel.deadPeerDetection !== undefined,
  ),
  EnableNatTraversal: r.boolean(
    r.given('EnableNatTraversal', { otherwise: eachTunnel }),
    (view) => single(view)?.tunnel.natTraversal,
  ),
  EnableTunnelsBgp: r.boolean(r.given('EnableTunnelsBgp', { otherwise: `false; ${onlyDual}` }), (view) =>
    view.single === undefined ? view.tunnels.some(({ tunnel }) => tunnel.bgp?.enabled) : undefined,
  ),
  IkeConfig: r.structure(r.given('IkeConfig', { otherwise: eachTunnel }), single, ikeFields),
  InternetIp: r.string(
    r.stored('single-tunnel connections only: the outer address, once something carries it'),
    ({ single }) => single?.address,
  ),
  IpsecConfig: r.structure(r.given('IpsecConfig', { otherwise: eachTunnel }), single, ipsecFields),
  LocalSubnet: r.string(r.given('LocalSubnet'), ({ extras }) => extras.localSubnet),
  Name: r.string(r.given('Name'), ({ connection }: Stored) => connection.name),
  NetworkType: r.string(r.given('NetworkType'), ({ connection }) =>
    connection.spec.isPrivate === true ? 'private' : 'public',
  ),
  RemoteCaCertificate: r.string(r.given(['RemoteCaCertificate', 'RemoteCaCert'], { otherwise: eachTunnel }), (view) =>
    view.single === undefined ? undefined : certificateOf(view.single),
  ),
  RemoteSubnet: r.string(r.given('RemoteSubnet'), ({ extras }) => extras.remoteSubnet),
  ResourceGroupId: resourceGroupOf(({ connection }) => connection),
  Spec: r.string(
    r.derived('TunnelBandwidth, once the connection is attached'),
    ({ attachment, extras }) => attachment && (extras.tunnelBandwidth === 'Large' ? '3000M' : '1000M'),
  ),
  State: r.string(
    r.derived('what carries the connection, and whether the data plane has been brought to it'),
    ({ state }) => state,
  ),
  Status: r.string(r.observed('the furthest that a tunnel’s negotiation has come'), ({ status }) => status),
  Tags: wrappedTags(({ connection }) => connection.labels.tags),
  TransitRouterId: r.string(r.derived('the transit router that it is attached to'), ({ router }) => router?.id),
  TransitRouterName: r.string(
    r.derived('the name of the transit router that it is attached to'),
    ({ router }) => router?.name,
  ),
  TunnelBandwidth: r.string(r.given('TunnelBandwidth'), ({ extras }) => extras.tunnelBandwidth),
  VcoHealthCheck: healthCheck({
    ...healthCheckFields,
    Status: r.string(
      r.observed(
        'success or failed as the probes have shown; empty before they have; absent where they are not enabled',
      ),
      ({ single: only }) => only?.health,
    ),
  }),
  VpnBgpConfig: vpnBgpConfig({
    AuthKey: r.string(r.derived('the key of the customer gateway'), ({ peer }) => peer?.spec.authenticationKey),
    ...vpnBgpFields,
  }),
  VpnConnectionId: r.string(r.stored('its id'), ({ connection }: Stored) => connection.id),
  VpnGatewayId: r.string(
    r.given('VpnGatewayId', { otherwise: 'vpn-not-exist, of an attachment' }),
    ({ connection }) => connection.spec.gateway ?? 'vpn-not-exist',
  ),
  ZoneNo: r.string(
    r.derived('single-tunnel connections only: the zone of the gateway or of the attachment'),
    ({ single }) => single?.zone,
  ),
} satisfies r.ResponseFields<ConnectionView>

const dualTunnels = ({ single, tunnels }: ConnectionView): readonly TunnelView[] | undefined =>
  single === undefined ? tunnels : undefined

/** {"TunnelOptions": […]}. */
export const wrappedTunnels = (fields: r.ResponseFields<TunnelView>) =>
  r.structure<ConnectionView, readonly TunnelView[]>(r.derived(onlyDual), dualTunnels, {
    TunnelOptions: r.structures(r.given('TunnelOptionsSpecification'), (views: readonly TunnelView[]) => views, fields),
  })

export const describedTunnels = wrappedTunnels(tunnelFields(describedBgpFields))

/** Of a tunnel that was modified, without how far its negotiation has come. */
export const modifiedTunnelFields = r.pick(
  tunnelFields(bgpFields),
  'CustomerGatewayId',
  'EnableDpd',
  'EnableNatTraversal',
  'InternetIp',
  'Role',
  'State',
  'TunnelBgpConfig',
  'TunnelId',
  'TunnelIkeConfig',
  'TunnelIpsecConfig',
  'ZoneNo',
)

/** […]: an attachment's tunnels have numbers. */
export const modifiedTunnels = r.structures(r.given('TunnelOptionsSpecification'), dualTunnels, {
  ...modifiedTunnelFields,
  ...r.pick(tunnelFields(bgpFields), 'TunnelIndex'),
})
