/**
 * What the operations on attachments answer with. The describing ones write a tunnel's numbers and booleans as text,
 * the modifying one as they are; typed SDKs hold them to it.
 */
import * as r from '../../../../operations/response.ts'
import { wrappedTags } from '../shared/tags.ts'
import { neighbors, ownAsNumber } from './bgp-config.ts'
import { encryptionWord, groupWord } from './ike-config.ts'
import { type ConnectionView, identitiesOf, type TunnelView } from './view.ts'

type Spelling = 'native' | 'text'

const number = <V>(spelling: Spelling, source: string, get: (view: V) => number | undefined): r.ResponseField<V> =>
  spelling === 'native' ? r.integer(source, get) : r.string(source, (view) => get(view)?.toString())

const flag = <V>(spelling: Spelling, source: string, get: (view: V) => boolean | undefined): r.ResponseField<V> =>
  spelling === 'native' ? r.boolean(source, get) : r.string(source, (view) => get(view)?.toString())

const ikeFields = (spelling: Spelling): r.ResponseFields<TunnelView> => ({
  IkeAuthAlg: r.string('the IKE proposal', ({ tunnel }) => tunnel.ike.proposal.integrity),
  IkeEncAlg: r.string('the IKE proposal', ({ tunnel }) => encryptionWord(tunnel.ike.proposal.encryption)),
  IkeLifetime: number(spelling, 'the tunnel, in seconds', ({ tunnel }) => tunnel.ike.lifetimeSeconds),
  IkeMode: r.string('the tunnel', ({ tunnel }) => tunnel.ike.mode),
  IkePfs: r.string('the IKE proposal', ({ tunnel }) => groupWord(tunnel.ike.proposal.keyExchange)),
  IkeVersion: r.string('the tunnel', ({ tunnel }) => `ikev${tunnel.ike.version}`),
  LocalId: r.string('as given, or the outer address; empty before there is one', (view) => identitiesOf(view).local),
  Psk: r.string('the tunnel', ({ tunnel }) => tunnel.ike.preSharedKey),
  RemoteId: r.string('as given, or the address of the customer gateway', (view) => identitiesOf(view).remote),
})

const ipsecFields = (spelling: Spelling): r.ResponseFields<TunnelView> => ({
  IpsecAuthAlg: r.string('the ESP proposal', ({ tunnel }) => tunnel.child.proposal.integrity),
  IpsecEncAlg: r.string('the ESP proposal', ({ tunnel }) => encryptionWord(tunnel.child.proposal.encryption)),
  IpsecLifetime: number(spelling, 'the tunnel, in seconds', ({ tunnel }) => tunnel.child.lifetimeSeconds),
  IpsecPfs: r.string('the ESP proposal', ({ tunnel }) => groupWord(tunnel.child.proposal.keyExchange)),
})

const bgpFields = (spelling: Spelling): r.ResponseFields<TunnelView> => ({
  LocalAsn: number(spelling, 'as given', ({ tunnel }) => tunnel.bgp?.localAsNumber ?? ownAsNumber),
  LocalBgpIp: r.string(
    'as given, or the first host of TunnelCidr',
    ({ tunnel }) => tunnel.bgp && neighbors(tunnel.bgp).local,
  ),
  PeerAsn: number(spelling, 'the customer gateway', ({ peer }) => peer?.spec.asNumber),
  PeerBgpIp: r.string('the other host of TunnelCidr', ({ tunnel }) => tunnel.bgp && neighbors(tunnel.bgp).peer),
  TunnelCidr: r.string('as given', ({ tunnel }) => tunnel.bgp?.prefix),
})

const tunnelFields = (spelling: Spelling) =>
  ({
    CustomerGatewayId: r.string('the tunnel', ({ tunnel }) => tunnel.customerGateway),
    EnableDpd: flag(
      spelling,
      'whether dead peers are looked for',
      ({ tunnel }) => tunnel.deadPeerDetection !== undefined,
    ),
    EnableNatTraversal: flag(spelling, 'the tunnel', ({ tunnel }) => tunnel.natTraversal),
    InternetIp: r.string('the outer address, once the connection is attached', ({ address }) => address),
    Role: r.string('tunnel 1 is master, tunnel 2 slave', ({ tunnel }) => (tunnel.index === 1 ? 'master' : 'slave')),
    State: r.string('whether the data plane has been brought to the configuration', ({ state }) => state),
    Status: r.string('how far the negotiation has come, as the data plane shows it', ({ status }) => status),
    TunnelBgpConfig: r.structure(
      'as given',
      (view) => (view.tunnel.bgp === undefined ? undefined : view),
      bgpFields(spelling),
    ),
    TunnelId: r.string('the tunnel', ({ tunnel }) => tunnel.id),
    TunnelIkeConfig: r.structure('the tunnel', (view) => view, ikeFields(spelling)),
    TunnelIndex: r.integer('the tunnel', ({ tunnel }) => tunnel.index),
    TunnelIpsecConfig: r.structure('the tunnel', (view) => view, ipsecFields(spelling)),
    ZoneNo: r.string('the zone that the attachment was created with', ({ zone }) => zone),
  }) satisfies r.ResponseFields<TunnelView>

const single = (view: ConnectionView): TunnelView | undefined => view.single

const healthCheckFields: r.ResponseFields<ConnectionView> = {
  Dip: r.string('as given', ({ extras }) => extras.healthCheck.dip),
  Enable: r.string('constant "false": enabling it is refused', () => 'false'),
  Interval: r.integer('as given, in seconds', ({ extras }) => extras.healthCheck.interval),
  Policy: r.string('as given', ({ extras }) => extras.healthCheck.policy),
  Retry: r.integer('as given', ({ extras }) => extras.healthCheck.retry),
  Sip: r.string('as given', ({ extras }) => extras.healthCheck.sip),
}

type Stored = Pick<ConnectionView, 'connection'>

const onlySingle = 'single-tunnel connections only'
const onlyDual = 'dual-tunnel connections only'

const attachType = ({ attachment, connection }: ConnectionView): string => {
  if (connection.spec.gateway !== undefined) return 'VPNGW'
  return attachment === undefined ? 'NO_ASSOCIATED' : 'CEN'
}

export const connectionFields = {
  AttachInstanceId: r.string(
    'the CEN instance of the transit router; empty without one',
    ({ router }) => router?.spec.group ?? '',
  ),
  AttachType: r.string('what carries the connection', attachType),
  CreateTime: r.integer('when it was created, in milliseconds', ({ connection }: Stored) => connection.createdAt),
  CrossAccountAuthorized: r.boolean('constant false: an account owns its resources alone', () => false),
  CustomerGatewayId: r.string(onlySingle, (view) => single(view)?.tunnel.customerGateway),
  EffectImmediately: r.boolean('the connection', ({ connection }) => connection.spec.startAction === 'start'),
  EnableDpd: r.boolean(onlySingle, (view) => single(view) && single(view)?.tunnel.deadPeerDetection !== undefined),
  EnableNatTraversal: r.boolean(onlySingle, (view) => single(view)?.tunnel.natTraversal),
  EnableTunnelsBgp: r.boolean(onlyDual, (view) =>
    view.single === undefined ? view.tunnels.some(({ tunnel }) => tunnel.bgp?.enabled) : undefined,
  ),
  IkeConfig: r.structure(onlySingle, single, ikeFields('native')),
  InternetIp: r.string(
    'single-tunnel connections only: the outer address, once attached',
    ({ single }) => single?.address,
  ),
  IpsecConfig: r.structure(onlySingle, single, ipsecFields('native')),
  LocalSubnet: r.string('as it was written', ({ extras }) => extras.localSubnet),
  Name: r.string('the connection', ({ connection }: Stored) => connection.name),
  NetworkType: r.string('constant "public": private networks are refused', () => 'public'),
  RemoteSubnet: r.string('as it was written', ({ extras }) => extras.remoteSubnet),
  ResourceGroupId: r.string('as given', ({ connection }) => connection.labels.resourceGroup),
  Spec: r.string(
    'TunnelBandwidth, once the connection is attached',
    ({ attachment, extras }) => attachment && (extras.tunnelBandwidth === 'Large' ? '3000M' : '1000M'),
  ),
  State: r.string(
    'what carries the connection, and whether the data plane has been brought to it',
    ({ state }) => state,
  ),
  Status: r.string(
    'the furthest that a tunnel’s negotiation has come, as the data plane shows it',
    ({ status }) => status,
  ),
  Tags: wrappedTags(({ connection }) => connection.labels.tags),
  TransitRouterId: r.string('the transit router that it is attached to', ({ router }) => router?.id),
  TransitRouterName: r.string('the transit router that it is attached to', ({ router }) => router?.name),
  TunnelBandwidth: r.string('as given; nothing is shaped', ({ extras }) => extras.tunnelBandwidth),
  VcoHealthCheck: r.structure(onlySingle, (view) => (view.single === undefined ? undefined : view), healthCheckFields),
  VpnBgpConfig: r.structure(onlySingle, single, {
    EnableBgp: r.string('the tunnel', ({ tunnel }) => String(tunnel.bgp?.enabled ?? false)),
    ...bgpFields('native'),
  }),
  VpnConnectionId: r.string('the connection', ({ connection }: Stored) => connection.id),
  VpnGatewayId: r.string(
    'the VPN gateway that it is bound to',
    ({ connection }) => connection.spec.gateway ?? 'vpn-not-exist',
  ),
  ZoneNo: r.string('single-tunnel connections only: the zone of the attachment', ({ single }) => single?.zone),
} satisfies r.ResponseFields<ConnectionView>

const dualTunnels = ({ single, tunnels }: ConnectionView): readonly TunnelView[] | undefined =>
  single === undefined ? tunnels : undefined

/** {"TunnelOptions": […]}, every value of a tunnel as text. */
export const describedTunnels = r.structure(onlyDual, dualTunnels, {
  TunnelOptions: r.structures('the tunnels', (views: readonly TunnelView[]) => views, tunnelFields('text')),
})

/** […], without how far the negotiation has come. */
export const modifiedTunnels = r.structures(
  onlyDual,
  dualTunnels,
  r.pick(
    tunnelFields('native'),
    'CustomerGatewayId',
    'EnableDpd',
    'EnableNatTraversal',
    'InternetIp',
    'Role',
    'State',
    'TunnelBgpConfig',
    'TunnelId',
    'TunnelIkeConfig',
    'TunnelIndex',
    'TunnelIpsecConfig',
  ),
)
