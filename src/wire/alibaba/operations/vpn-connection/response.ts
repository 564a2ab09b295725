/**
 * What the operations on attachments answer with. The describing ones write a tunnel's numbers and booleans as text,
 * the modifying one as they are; typed SDKs hold them to it.
 */
import {
  boolean,
  integer,
  object,
  type ResponseField,
  type ResponseFields,
  string,
} from '../../../../operations/response.ts'
import { neighbors, ownAsNumber } from './bgp-config.ts'
import { encryptionWord, groupWord } from './ike-config.ts'
import { type ConnectionView, identitiesOf, type TunnelView } from './view.ts'

type Spelling = 'native' | 'text'

const number = <V>(spelling: Spelling, source: string, get: (view: V) => number | undefined): ResponseField<V> =>
  spelling === 'native' ? integer(source, get) : string(source, (view) => get(view)?.toString())

const flag = <V>(spelling: Spelling, source: string, get: (view: V) => boolean | undefined): ResponseField<V> =>
  spelling === 'native' ? boolean(source, get) : string(source, (view) => get(view)?.toString())

const ikeFields = (spelling: Spelling): ResponseFields<TunnelView> => ({
  IkeAuthAlg: string('the IKE proposal', ({ tunnel }) => tunnel.ike.proposal.integrity),
  IkeEncAlg: string('the IKE proposal', ({ tunnel }) => encryptionWord(tunnel.ike.proposal.encryption)),
  IkeLifetime: number(spelling, 'the tunnel, in seconds', ({ tunnel }) => tunnel.ike.lifetimeSeconds),
  IkeMode: string('the tunnel', ({ tunnel }) => tunnel.ike.mode),
  IkePfs: string('the IKE proposal', ({ tunnel }) => groupWord(tunnel.ike.proposal.keyExchange)),
  IkeVersion: string('the tunnel', ({ tunnel }) => `ikev${tunnel.ike.version}`),
  LocalId: string('as given, or the outer address; empty before there is one', (view) => identitiesOf(view).local),
  Psk: string('the tunnel', ({ tunnel }) => tunnel.ike.preSharedKey),
  RemoteId: string('as given, or the address of the customer gateway', (view) => identitiesOf(view).remote),
})

const ipsecFields = (spelling: Spelling): ResponseFields<TunnelView> => ({
  IpsecAuthAlg: string('the ESP proposal', ({ tunnel }) => tunnel.child.proposal.integrity),
  IpsecEncAlg: string('the ESP proposal', ({ tunnel }) => encryptionWord(tunnel.child.proposal.encryption)),
  IpsecLifetime: number(spelling, 'the tunnel, in seconds', ({ tunnel }) => tunnel.child.lifetimeSeconds),
  IpsecPfs: string('the ESP proposal', ({ tunnel }) => groupWord(tunnel.child.proposal.keyExchange)),
})

const bgpFields = (spelling: Spelling): ResponseFields<TunnelView> => ({
  LocalAsn: number(spelling, 'as given', ({ tunnel }) => tunnel.bgp?.localAsNumber ?? ownAsNumber),
  LocalBgpIp: string(
    'as given, or the first host of TunnelCidr',
    ({ tunnel }) => tunnel.bgp && neighbors(tunnel.bgp).local,
  ),
  PeerAsn: number(spelling, 'the customer gateway', ({ peer }) => peer?.spec.asNumber),
  PeerBgpIp: string('the other host of TunnelCidr', ({ tunnel }) => tunnel.bgp && neighbors(tunnel.bgp).peer),
  TunnelCidr: string('as given', ({ tunnel }) => tunnel.bgp?.prefix),
})

export const tunnelFields = (spelling: Spelling): ResponseFields<TunnelView> => ({
  CustomerGatewayId: string('the tunnel', ({ tunnel }) => tunnel.customerGateway),
  EnableDpd: flag(
    spelling,
    'whether dead peers are looked for',
    ({ tunnel }) => tunnel.deadPeerDetection !== undefined,
  ),
  EnableNatTraversal: flag(spelling, 'the tunnel', ({ tunnel }) => tunnel.natTraversal),
  InternetIp: string('the outer address, once the connection is attached', ({ address }) => address),
  Role: string('tunnel 1 is master, tunnel 2 slave', ({ tunnel }) => (tunnel.index === 1 ? 'master' : 'slave')),
  State: string('whether the data plane has been brought to the configuration', ({ state }) => state),
  TunnelBgpConfig: object(
    'as given',
    (view) => (view.tunnel.bgp === undefined ? undefined : view),
    bgpFields(spelling),
  ),
  TunnelId: string('the tunnel', ({ tunnel }) => tunnel.id),
  TunnelIkeConfig: object('the tunnel', (view) => view, ikeFields(spelling)),
  TunnelIndex: integer('the tunnel', ({ tunnel }) => tunnel.index),
  TunnelIpsecConfig: object('the tunnel', (view) => view, ipsecFields(spelling)),
})

const single = (view: ConnectionView): TunnelView | undefined => view.single

const healthCheckFields: ResponseFields<ConnectionView> = {
  Dip: string('as given', ({ sidecar }) => sidecar.healthCheck.dip),
  Enable: string('constant "false": enabling it is refused', () => 'false'),
  Interval: integer('as given, in seconds', ({ sidecar }) => sidecar.healthCheck.interval),
  Policy: string('as given', ({ sidecar }) => sidecar.healthCheck.policy),
  Retry: integer('as given', ({ sidecar }) => sidecar.healthCheck.retry),
  Sip: string('as given', ({ sidecar }) => sidecar.healthCheck.sip),
}

const onlySingle = 'single-tunnel connections only'

const attachType = ({ attachment, connection }: ConnectionView): string => {
  if (connection.spec.gateway !== undefined) return 'VPNGW'
  return attachment === undefined ? 'NO_ASSOCIATED' : 'CEN'
}

/** Those that describing and modifying have in common. */
export const connectionFields: ResponseFields<ConnectionView> = {
  AttachInstanceId: string(
    'the CEN instance of the transit router; empty without one',
    ({ router }) => router?.spec.group ?? '',
  ),
  AttachType: string('what carries the connection', attachType),
  CreateTime: integer('when it was created, in milliseconds', ({ connection }) => connection.createdAt),
  CustomerGatewayId: string(onlySingle, (view) => single(view)?.tunnel.customerGateway),
  EffectImmediately: boolean('the connection', ({ connection }) => connection.spec.startAction === 'start'),
  EnableDpd: boolean(onlySingle, (view) => single(view) && single(view)?.tunnel.deadPeerDetection !== undefined),
  EnableNatTraversal: boolean(onlySingle, (view) => single(view)?.tunnel.natTraversal),
  EnableTunnelsBgp: boolean('dual-tunnel connections only', (view) =>
    view.single === undefined ? view.tunnels.some(({ tunnel }) => tunnel.bgp?.enabled) : undefined,
  ),
  IkeConfig: object(onlySingle, single, ikeFields('native')),
  IpsecConfig: object(onlySingle, single, ipsecFields('native')),
  LocalSubnet: string('as it was written', ({ sidecar }) => sidecar.localSubnet),
  Name: string('the connection', ({ connection }) => connection.name),
  NetworkType: string('constant "public": private networks are refused', () => 'public'),
  RemoteSubnet: string('as it was written', ({ sidecar }) => sidecar.remoteSubnet),
  ResourceGroupId: string('as given', ({ sidecar }) => sidecar.resourceGroup),
  Spec: string(
    'TunnelBandwidth, once the connection is attached',
    ({ attachment, sidecar }) => attachment && (sidecar.tunnelBandwidth === 'Large' ? '3000M' : '1000M'),
  ),
  Status: string(
    'the furthest that a tunnel’s negotiation has come, as the data plane shows it',
    ({ status }) => status,
  ),
  VcoHealthCheck: object(onlySingle, (view) => (view.single === undefined ? undefined : view), healthCheckFields),
  VpnBgpConfig: object(onlySingle, single, {
    EnableBgp: string('the tunnel', ({ tunnel }) => String(tunnel.bgp?.enabled ?? false)),
    ...bgpFields('native'),
  }),
  VpnConnectionId: string('the connection', ({ connection }) => connection.id),
  VpnGatewayId: string(
    'the VPN gateway that it is bound to',
    ({ connection }) => connection.spec.gateway ?? 'vpn-not-exist',
  ),
}
