import { containsAddress, type Ipv4Address, type Ipv4Prefix, prefixLength } from '../../domain/address.ts'
import { type Ingress, type Lead, nameOfIngress, passage } from '../../domain/gate.ts'
import { ownTable, type Route } from '../../domain/route.ts'
import { isNamespaceEnd } from '../../domain/workload.ts'
import type { HostSpec, LinkSpec, NetworkSpec } from '../port.ts'
import { learnedRoutes } from './bgp-routes.ts'
import { countBytes } from './ike.ts'
import { insideAt, insideTowards } from './inside.ts'
import {
  type ChildSa,
  type Daemon,
  delayMilliseconds,
  type End,
  type Gateway,
  passes,
  reachPeer,
  type Tunnel,
  tunnelChanged,
  type World,
} from './world.ts'

export interface Packet {
  readonly source: Ipv4Address
  readonly destination: Ipv4Address
  /** Of the IP packet, as a Child SA counts them. */
  readonly bytes: number
  /** It answers a probe of a health check, and goes back by the tunnel whose own check has its two addresses. */
  readonly answersProbe?: true
}

/** Where a packet arrived, which is where its answer sets out from. */
export type Terminal =
  | { readonly kind: 'host'; readonly host: HostSpec }
  | { readonly kind: 'router'; readonly network: NetworkSpec }
  | { readonly kind: 'outer' }
  /** The device of one of its tunnels. */
  | { readonly kind: 'inside'; readonly gateway: Gateway }

/** A namespace that a packet came to, or a tunnel that it went into. */
export interface Passage {
  readonly kind: 'network' | 'gateway' | 'tunnel'
  readonly id: string
}

/** What a packet went through. */
export interface Trip {
  hops: number
  tunnels: number
  /** In order, also what lost it in the end. */
  readonly passed: Passage[]
  /** The tunnels that it came out of, each as its far end knows it. */
  readonly leftBy: Tunnel[]
  /** The least of the bandwidths on the way. */
  mbps: number
  /** How much longer it took than usual. */
  delayMs: number
}

function limitTo(trip: Trip, mbps = Number.POSITIVE_INFINITY): void {
  trip.mbps = Math.min(trip.mbps, mbps)
}

/** As the time to live of most hosts: a packet that goes in circles ends here. */
const mostHops = 64

export const newTrip = (): Trip => ({
  ...{ hops: 0, tunnels: 0, passed: [], leftBy: [] },
  mbps: Number.POSITIVE_INFINITY,
  delayMs: 0,
})

/** Sends the packet from where `from` is, and gives where it arrives, or undefined when it is lost. */
export function forward(world: World, from: Terminal, packet: Packet, trip: Trip): Terminal | undefined {
  if (from.kind === 'outer') return acrossUnderlay(world, packet, trip)
  if (from.kind === 'inside') return throughGateway(world, from.gateway, packet, trip)
  if (from.kind === 'router') return throughNetwork(world, from.network, packet, trip)
  const { host } = from
  if (packet.destination === host.address) return from
  if (host.place.kind === 'underlay') return acrossUnderlay(world, packet, trip)
  const network = world.networks.get(host.place.network)?.spec
  const { subnet } = host.place
  const plugged = network?.subnets.find(({ id }) => id === subnet)
  if (network === undefined || plugged === undefined) return undefined
  if (!isRouted(world, host, plugged.prefix, packet.destination)) return undefined
  return throughNetwork(world, network, packet, trip, plugged.table)
}

/** Whether what sends it has a route for it: hosts of the lab have a default route. */
function isRouted(world: World, { id }: HostSpec, own: Ipv4Prefix, destination: Ipv4Address): boolean {
  const end = world.workloads.get(id)?.spec.end
  if (end === undefined || !isNamespaceEnd(end)) return true
  return [own, ...end.routes].some((prefix) => containsAddress(prefix, destination))
}

function* inSubnets(world: World): Generator<HostSpec> {
  for (const { spec } of world.hosts.values()) yield spec
  for (const { host } of world.workloads.values()) yield host
}

function acrossUnderlay(world: World, { source, destination }: Packet, trip: Trip): Terminal | undefined {
  if (!passes(world, source, destination)) return undefined
  trip.delayMs += delayMilliseconds(world, source, destination)
  for (const { spec } of world.hosts.values()) {
    if (spec.place.kind === 'underlay' && spec.address === destination) return { kind: 'host', host: spec }
  }
  for (const { tunnels } of world.gateways.values()) {
    for (const { localAddress, isPrivate } of tunnels.values()) {
      if (localAddress === destination && !isPrivate) return { kind: 'outer' }
    }
  }
  return undefined
}

/** `table` is absent where the network's own routes the packet. */
function throughNetwork(
  world: World,
  network: NetworkSpec,
  packet: Packet,
  trip: Trip,
  table?: string,
): Terminal | undefined {
  const { destination } = packet
  trip.passed.push({ kind: 'network', id: network.id })
  if (++trip.hops > mostHops) return undefined
  const subnet = network.subnets.find(({ prefix }) => containsAddress(prefix, destination))
  if (subnet !== undefined) {
    if (subnet.routerAddress === destination) return { kind: 'router', network }
    for (const spec of inSubnets(world)) {
      const here = spec.place.kind === 'subnet' && spec.place.network === network.id && spec.place.subnet === subnet.id
      if (here && spec.address === destination) return { kind: 'host', host: spec }
    }
    return undefined
  }
  let best: { readonly gateway: Gateway; readonly length: number } | undefined
  for (const gateway of world.gateways.values()) {
    const length = longestMatch(reachedOver(gateway.links.get(network.id)?.spec, table), destination)
    if (length > (best?.length ?? -1)) best = { gateway, length }
  }
  if (best === undefined) return undefined
  limitTo(trip, best.gateway.links.get(network.id)?.spec.bandwidthMbps)
  return throughGateway(world, best.gateway, packet, trip, { network: network.id })
}

const reachedOver = (link: LinkSpec | undefined, table: string | undefined): readonly Ipv4Prefix[] =>
  (table === undefined ? link : link?.tables?.find((each) => each.table === table))?.beyond ?? []

/** The length of the longest of the prefixes that hold the address, or -1 when none does. */
const longestMatch = (prefixes: readonly Ipv4Prefix[], address: Ipv4Address): number =>
  prefixes.reduce(
    (longest, prefix) => (containsAddress(prefix, address) ? Math.max(longest, prefixLength(prefix)) : longest),
    -1,
  )

/** `from` is absent for what the gateway itself sends. */
function throughGateway(
  world: World,
  gateway: Gateway,
  packet: Packet,
  trip: Trip,
  from?: Ingress,
): Terminal | undefined {
  const { destination } = packet
  trip.passed.push({ kind: 'gateway', id: gateway.id })
  if (++trip.hops > mostHops) return undefined
  if (insideAt(gateway, destination) !== undefined) return { kind: 'inside', gateway }
  const gate = from === undefined ? undefined : gateway.gates.get(nameOfIngress(from))
  const answering = tunnelOfCheck(gateway, packet)
  const passes = answering !== undefined || gate === undefined ? 'any' : passage(gate, destination)
  if (passes === 'none') return undefined
  if (passes !== 'any') return alongLead(world, gateway, passes, packet, trip)
  const inside = insideTowards(gateway, destination)
  if (inside !== undefined) return intoTunnel(world, inside, packet, trip)
  let link: { readonly network: string; readonly length: number } | undefined
  for (const { spec } of gateway.links.values()) {
    const length = longestMatch([spec.prefix, ...(spec.secondary ?? [])], destination)
    if (length > (link?.length ?? -1)) link = { network: spec.network, length }
  }
  if (link !== undefined && link.length >= 0) return overLink(world, gateway, link.network, packet, trip)
  const tunnel = answering ?? chooseTunnel(gateway, packet)
  return tunnel === undefined ? undefined : intoTunnel(world, tunnel, packet, trip)
}

function overLink(world: World, gateway: Gateway, id: string, packet: Packet, trip: Trip): Terminal | undefined {
  const network = world.networks.get(id)?.spec
  limitTo(trip, gateway.links.get(id)?.spec.bandwidthMbps)
  return network === undefined ? undefined : throughNetwork(world, network, packet, trip)
}

function alongLead(world: World, gateway: Gateway, lead: Lead, packet: Packet, trip: Trip): Terminal | undefined {
  if ('network' in lead) return overLink(world, gateway, lead.network, packet, trip)
  const tunnel = ofGroup(gateway, lead.tunnels[0] ?? [], packet)
  return tunnel === undefined ? undefined : intoTunnel(world, tunnel, packet, trip)
}

function tunnelOfCheck({ tunnels }: Gateway, { answersProbe, source, destination }: Packet): Tunnel | undefined {
  if (answersProbe === undefined) return undefined
  return [...tunnels.values()].find(
    ({ check }) => check?.probes.source === source && check.probes.destination === destination,
  )
}

/** The first policy that matches decides by its table alone; without one the gateway's own table does. */
function chooseTunnel(gateway: Gateway, packet: Packet): Tunnel | undefined {
  const { source, destination } = packet
  const policy = gateway.policies
    .toSorted((a, b) => a.preference - b.preference)
    .find((one) => containsAddress(one.source, source) && containsAddress(one.destination, destination))
  const table = policy?.table ?? ownTable
  const own = gateway.routes.filter((one) => one.table === table)
  if (policy !== undefined) return tunnelOf(gateway, own, packet)
  const learned = learnedRoutes(gateway)
  if (gateway.bgp?.place === 'beside') return tunnelOf(gateway, [...own, ...learned], packet)
  return tunnelOf(gateway, own, packet) ?? tunnelOf(gateway, learned, packet)
}

function tunnelOf(gateway: Gateway, routes: readonly Route[], packet: Packet): Tunnel | undefined {
  const matching = routes.filter(({ prefix }) => containsAddress(prefix, packet.destination))
  const [best] = matching.toSorted(byPrefixAndMetric)
  return ofGroup(gateway, best?.tunnels ?? [], packet)
}

/** Each flow takes one tunnel of those that share the traffic. */
const ofGroup = (gateway: Gateway, tunnels: readonly string[], packet: Packet): Tunnel | undefined =>
  gateway.tunnels.get(tunnels[flowNumber(packet) % Math.max(1, tunnels.length)] ?? '')

const byPrefixAndMetric = (one: Route, other: Route): number =>
  prefixLength(other.prefix) - prefixLength(one.prefix) || one.metric - other.metric

/** The same for all packets of a flow, and mostly another for another. */
const flowNumber = ({ source, destination }: Packet): number =>
  [...`${source} ${destination}`].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_537, 7)

/** All that an end has keys for, those of its newest IKE SA first. */
const childrenAt = ({ ikeSa, former }: Daemon): readonly ChildSa[] => [
  ...(ikeSa?.childSas ?? []),
  ...(former?.sa.childSas ?? []),
]

/** The other end's half of it. */
export const farHalf = (peer: End | undefined, child: ChildSa | undefined): ChildSa | undefined =>
  peer && childrenAt(peer.daemon).find(({ lineage }) => lineage === child?.lineage)

/** While one takes another's place, the packet goes by what the other end has already. */
export function childFor(
  world: World,
  tunnel: Tunnel,
  { source, destination }: Pick<Packet, 'source' | 'destination'>,
): ChildSa | undefined {
  const fitting = (tunnel.daemon === undefined ? [] : childrenAt(tunnel.daemon)).filter(
    ({ selectors }) =>
      selectors.local.some((prefix) => containsAddress(prefix, source)) &&
      selectors.remote.some((prefix) => containsAddress(prefix, destination)),
  )
  const peer = fitting.length > 1 ? reachPeer(world, tunnel) : undefined
  return fitting.find((child) => farHalf(peer, child) !== undefined) ?? fitting[0]
}

/** A packet without an SA is counted and dropped, as libipsec does; listeners are told, since a trap starts on it. */
export function intoTunnel(world: World, tunnel: Tunnel, packet: Packet, trip: Trip): Terminal | undefined {
  trip.passed.push({ kind: 'tunnel', id: tunnel.id })
  tunnel.packetsOut++
  trip.tunnels++
  limitTo(trip, tunnel.device.bandwidthMbps)
  const child = childFor(world, tunnel, packet)
  const { daemon } = tunnel
  if (daemon !== undefined) count(tunnel, 'Out', packet)
  if (child === undefined || daemon === undefined) {
    tunnelChanged(world, tunnel)
    return undefined
  }
  countBytes(world, { tunnel, daemon }, child, 'bytesOut', packet.bytes)
  const peer = reachPeer(world, tunnel, passes)
  trip.delayMs += delayMilliseconds(world, tunnel.localAddress, tunnel.remoteAddress)
  const other = farHalf(peer, child)
  if (peer === undefined || other === undefined) return undefined
  countBytes(world, peer, other, 'bytesIn', packet.bytes)
  count(peer.tunnel, 'In', packet)
  trip.leftBy.push(peer.tunnel)
  const gateway = world.gateways.get(peer.tunnel.gateway)
  return gateway === undefined ? undefined : throughGateway(world, gateway, packet, trip, { tunnel: peer.tunnel.id })
}

function count({ traffic }: Tunnel, way: 'In' | 'Out', { bytes }: Packet): void {
  traffic[`bytes${way}`] += bytes
  traffic[`packets${way}`]++
}
