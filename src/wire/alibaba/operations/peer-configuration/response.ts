/** A connection as the device at the other end has to be configured: what is local here is remote there. */
import { neighborsOf } from '../../../../domain/bgp-addresses.ts'
import * as r from '../../../../operations/response.ts'
import { ownAsNumber } from '../vpn-connection/bgp-config.ts'
import { ikeFields, ipsecFields } from '../vpn-connection/response.ts'
import { type ConnectionView, identitiesOf, type TunnelView } from '../vpn-connection/view.ts'

const eachTunnel = 'single-tunnel connections only'

const single = (view: ConnectionView): TunnelView | undefined => view.single

const local = r.string(r.derived('the address of the customer gateway'), ({ peer }: TunnelView) => peer?.spec.address)
const remote = r.string(
  r.stored('the outer address on the cloud’s side, once there is one'),
  ({ address }: TunnelView) => address,
)

const peerIke: r.ResponseFields<TunnelView> = {
  ...ikeFields,
  LocalId: r.string(r.derived('RemoteId of the connection'), (view) => identitiesOf(view).remote),
  RemoteId: r.string(r.derived('LocalId of the connection'), (view) => identitiesOf(view).local),
}

const tunnelFields: r.ResponseFields<TunnelView> = {
  IkeConfig: r.structure(r.derived('IKE parameters of the tunnel'), (view) => view, peerIke),
  IpsecConfig: r.structure(r.derived('IPsec parameters of the tunnel'), (view) => view, ipsecFields),
  Local: local,
  Remote: remote,
  TunnelId: r.string(r.stored('its id'), ({ tunnel }) => tunnel.id),
}

const text = (number: number | undefined): string | undefined => number?.toString()

const bgpFields: r.ResponseFields<TunnelView> = {
  LocalAsn: r.string(r.derived('the AS number of the customer gateway'), ({ peer }) => text(peer?.spec.asNumber)),
  LocalBgpIp: r.string(
    r.derived('the other host of TunnelCidr'),
    ({ tunnel }) => tunnel.bgp && neighborsOf(tunnel.bgp).neighbor,
  ),
  PeerAsn: r.string(r.derived('LocalAsn of the connection'), ({ tunnel }) =>
    text(tunnel.bgp?.localAsNumber ?? ownAsNumber),
  ),
  PeerBgpIp: r.string(
    r.derived('LocalBgpIp of the connection'),
    ({ tunnel }) => tunnel.bgp && neighborsOf(tunnel.bgp).local,
  ),
  TunnelCidr: r.string(r.derived('TunnelCidr of the connection'), ({ tunnel }) => tunnel.bgp?.prefix),
  TunnelId: r.string(r.stored('its id'), ({ tunnel }) => tunnel.id),
}

const dualTunnels = (view: ConnectionView): readonly TunnelView[] | undefined =>
  view.single === undefined ? view.tunnels : undefined

function speakers({ tunnels }: ConnectionView): readonly TunnelView[] | undefined {
  const speaking = tunnels.filter(({ tunnel }) => tunnel.bgp?.enabled)
  return speaking.length === 0 ? undefined : speaking
}

const list = <V>(views: readonly V[]): readonly V[] => views

export const peerConfiguration: r.ResponseFields<ConnectionView> = {
  VpnConnectionConfig: r.structure(r.derived('the connection, seen from its peer'), (view: ConnectionView) => view, {
    BgpConfigs: r.structure(r.derived('tunnels that speak BGP'), speakers, {
      BgpConfig: r.structures(r.derived('each of them'), list<TunnelView>, bgpFields),
    }),
    IkeConfig: r.structure(r.derived(eachTunnel), single, peerIke),
    IpsecConfig: r.structure(r.derived(eachTunnel), single, ipsecFields),
    Local: r.string(
      r.derived(`${eachTunnel}: the address of the customer gateway`),
      (view) => single(view)?.peer?.spec.address,
    ),
    LocalSubnet: r.string(r.derived('RemoteSubnet of the connection'), ({ extras }) => extras.remoteSubnet),
    Remote: r.string(
      r.stored(`${eachTunnel}: the outer address on the cloud’s side, once there is one`),
      (view) => single(view)?.address,
    ),
    RemoteSubnet: r.string(r.derived('LocalSubnet of the connection'), ({ extras }) => extras.localSubnet),
    TunnelsConfig: r.structure(r.derived('dual-tunnel connections only'), dualTunnels, {
      TunnelConfig: r.structures(r.derived('both tunnels'), list<TunnelView>, tunnelFields),
    }),
  }),
}
