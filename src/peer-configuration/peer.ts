import { everything, type Ipv4Address, type Ipv4Prefix } from '../domain/address.ts'
import type { AsNumber } from '../domain/as-number.ts'
import { neighborsOf } from '../domain/bgp-addresses.ts'
import type { BgpPassword } from '../domain/bgp-password.ts'
import type { IkeIdentity } from '../domain/identity.ts'
import type { ChildParameters, DeadPeerDetection, IkeProposal, PreSharedKey, TrafficSelectors } from '../domain/ike.ts'
import type { Connection, CustomerGateway, Tunnel } from '../domain/resource.ts'
import { fail, ok, type Result } from '../domain/result.ts'

/** A BGP session as the device has it. */
export interface PeerSession {
  readonly prefix: Ipv4Prefix
  readonly localAddress: Ipv4Address
  readonly neighborAddress: Ipv4Address
  readonly localAsNumber: AsNumber
  readonly neighborAsNumber: AsNumber
  readonly password?: BgpPassword
}

/** A tunnel as the device has it: its own end is the local one. */
export interface PeerTunnel {
  readonly index: 1 | 2
  readonly local: Ipv4Address
  readonly remote: Ipv4Address
  readonly version: 1 | 2
  readonly mode: 'main' | 'aggressive'
  readonly proposal: IkeProposal
  readonly lifetimeSeconds: number
  readonly localIdentity: IkeIdentity
  readonly remoteIdentity: IkeIdentity
  readonly preSharedKey: PreSharedKey
  readonly child: ChildParameters
  readonly deadPeerDetection?: DeadPeerDetection
  readonly natTraversal: boolean
  readonly session?: PeerSession
}

/** A connection from the side of the device at its far end. */
export interface Peer {
  /** The connection's id. */
  readonly connection: string
  /** What things of it are named on the device: at most 12 letters, digits and hyphens, beginning with a letter. */
  readonly name: string
  readonly tunnels: readonly PeerTunnel[]
  readonly selectors: readonly TrafficSelectors[]
  /** Whether the device has to begin, as the gateway does not. */
  readonly begins: boolean
  /** What stands behind the device, and behind the gateway, as far as it is known. */
  readonly localNetworks: readonly Ipv4Prefix[]
  readonly remoteNetworks: readonly Ipv4Prefix[]
  /** Of the device of each tunnel, in bytes: the gateway's end sends and takes no larger packets. */
  readonly mtu: number
}

/** What is known on the gateway's side. */
export interface GatewaySide {
  readonly id: string
  readonly connection: Connection
  /** The outer addresses of the tunnels, in their order. */
  readonly addresses: readonly Ipv4Address[]
  readonly customerGateways: ReadonlyMap<string, CustomerGateway>
  readonly asNumber?: AsNumber
  /** The networks that the gateway or router reaches. */
  readonly networks: readonly Ipv4Prefix[]
  /** What is routed into the connection. */
  readonly destinations: readonly Ipv4Prefix[]
  /** Of the tunnels' devices, in bytes. */
  readonly mtu: number
}

/** Long enough to tell connections apart; what follows in a name is the tunnel's index. */
const nameOf = (id: string): string => `vpn-${id.replace(/[^A-Za-z0-9]/g, '').slice(-8)}`

const asIdentity = (address: Ipv4Address): IkeIdentity => address as string as IkeIdentity

function sessionOf({ bgp }: Tunnel, gateway: CustomerGateway, own: AsNumber | undefined): PeerSession | undefined {
  if (bgp?.enabled !== true || bgp.prefix === undefined) return undefined
  const { local, neighbor } = neighborsOf(bgp)
  const ownAsNumber = bgp.localAsNumber ?? own
  if (local === undefined || neighbor === undefined) return undefined
  if (ownAsNumber === undefined || gateway.asNumber === undefined) return undefined
  return {
    prefix: bgp.prefix,
    localAddress: neighbor,
    neighborAddress: local,
    localAsNumber: gateway.asNumber,
    neighborAsNumber: ownAsNumber,
    ...(gateway.authenticationKey === undefined ? {} : { password: gateway.authenticationKey }),
  }
}

function mirrored(tunnel: Tunnel, gateway: CustomerGateway, own: Ipv4Address, asNumber?: AsNumber): PeerTunnel {
  const { version, mode, proposal, lifetimeSeconds, localIdentity, remoteIdentity, preSharedKey } = tunnel.ike
  const session = sessionOf(tunnel, gateway, asNumber)
  return {
    index: tunnel.index,
    local: gateway.address,
    remote: own,
    version,
    mode,
    proposal,
    lifetimeSeconds,
    localIdentity: remoteIdentity ?? asIdentity(gateway.address),
    remoteIdentity: localIdentity ?? asIdentity(own),
    preSharedKey,
    child: tunnel.child,
    natTraversal: tunnel.natTraversal,
    ...(tunnel.deadPeerDetection === undefined ? {} : { deadPeerDetection: tunnel.deadPeerDetection }),
    ...(session === undefined ? {} : { session }),
  }
}

/** The one place where both ends are swapped. Fails, with the reason, while the gateway's end has no address. */
export function peerOf(side: GatewaySide): Result<Peer, string> {
  const tunnels: PeerTunnel[] = []
  for (const tunnel of side.connection.tunnels) {
    const gateway = side.customerGateways.get(tunnel.customerGateway)
    const own = side.addresses[tunnel.index - 1]
    if (gateway === undefined || own === undefined) {
      return fail(`tunnel ${tunnel.index} has no outer address yet: attach the connection first`)
    }
    const seen = mirrored(tunnel, gateway, own, side.asNumber)
    if (tunnel.bgp?.enabled === true && seen.session === undefined) {
      return fail(`tunnel ${tunnel.index} has BGP, and its prefix or an AS number is missing`)
    }
    tunnels.push(seen)
  }
  return ok({
    connection: side.id,
    name: nameOf(side.id),
    tunnels,
    selectors: side.connection.selectors.map(({ local, remote }) => ({ local: remote, remote: local })),
    begins: side.connection.startAction !== 'start',
    localNetworks: side.destinations.filter((prefix) => prefix !== everything),
    remoteNetworks: side.networks,
    mtu: side.mtu,
  })
}

/** A selector with one prefix at each end, which is all that IKEv1 carries (RFC 2409 section 5.5), and many devices. */
export interface Pair {
  readonly local: Ipv4Prefix
  readonly remote: Ipv4Prefix
}

export const pairsOf = ({ selectors }: Pick<Peer, 'selectors'>): readonly Pair[] =>
  selectors.flatMap(({ local, remote }) =>
    local.flatMap((one) => remote.map((other) => ({ local: one, remote: other }))),
  )

/** Whether routes decide what goes into the tunnel, as every packet may. */
export function isRouteBased(peer: Pick<Peer, 'selectors'>): boolean {
  const pairs = pairsOf(peer)
  return pairs.length === 1 && pairs.every(({ local, remote }) => local === everything && remote === everything)
}

export const tunnelName = ({ name, tunnels }: Peer, { index }: PeerTunnel): string =>
  tunnels.length === 1 ? name : `${name}-${index}`
