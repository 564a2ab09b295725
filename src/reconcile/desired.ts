import { isDeepStrictEqual } from 'node:util'
import {
  desiredOf,
  type GateIntent,
  type GatewayIntent,
  type LeadIntent,
  type LinkIntent,
} from '../dataplane/intent.ts'
import type { GatewaySpec, HostSpec, NetworkSpec, TunnelSpec } from '../dataplane/port.ts'
import { addressAt, type Ipv4Address, type Ipv4Prefix } from '../domain/address.ts'
import { gateOf, type Ingress } from '../domain/gate.ts'
import { ownCheck } from '../domain/health-check.ts'
import type { IkeIdentity } from '../domain/identity.ts'
import type { ObservedGateway } from '../domain/observation.ts'
import type { Resource, Tunnel } from '../domain/resource.ts'
import { isPublished } from '../domain/route-entry.ts'
import { type TunnelDevice, usualMtu } from '../domain/tunnel-device.ts'
import { automaticEntries, candidatesOf, type StoredRoute, tunnelsInOrder } from '../routing/candidates.ts'
import { gatewayRules, routerRules } from '../routing/rules.ts'
import { bgpOf, insideAddress } from './bgp.ts'
import { type GatewaySnapshot, rangesIn, type TerminatedConnection } from './gateway-snapshot.ts'

export function desiredNetwork(network: Resource<'network'>, subnets: readonly Resource<'subnet'>[]): NetworkSpec {
  return {
    id: network.id,
    prefix: network.spec.prefix,
    subnets: subnets.flatMap(({ id, spec: { prefix, table } }) => {
      const routerAddress = addressAt(prefix, 1)
      return routerAddress === undefined
        ? []
        : [{ id, prefix, routerAddress, ...(table === undefined ? {} : { table }) }]
    }),
  }
}

export function desiredHost(host: Resource<'host'>, subnet: Resource<'subnet'> | undefined): HostSpec | undefined {
  const { address, place } = host.spec
  if (place.kind === 'underlay') return { id: host.id, place, address }
  if (subnet === undefined) return undefined
  return { id: host.id, place: { kind: 'subnet', network: subnet.spec.network, subnet: subnet.id }, address }
}

/** An identity that was not given is the end's outer address (RFC 7296 section 3.5, ID_IPV4_ADDR). */
const identity = (given: IkeIdentity | undefined, address: Ipv4Address): IkeIdentity =>
  given ?? (address as string as IkeIdentity)

interface KnownSpec {
  readonly connection: Resource<'connection'>
  readonly spec: TunnelSpec
}

/** Specs made before, by the stored tunnel: a look at a gateway makes none anew for what has not changed, nor its digest. */
const knownSpecs = new WeakMap<Tunnel, KnownSpec>()

function desiredTunnel(tunnel: Tunnel, terminated: TerminatedConnection, device: TunnelDevice): TunnelSpec | undefined {
  const { connection, addresses, peers, isPrivate } = terminated
  const localAddress = addresses[tunnel.index - 1]
  const remoteAddress = peers.get(tunnel.customerGateway)?.address
  if (localAddress === undefined || remoteAddress === undefined) return undefined
  const known = knownSpecs.get(tunnel)
  const isSame =
    known?.connection.spec === connection.spec &&
    known.spec.localAddress === localAddress &&
    known.spec.remoteAddress === remoteAddress &&
    isDeepStrictEqual(known.spec.device, device)
  if (isSame) return known.spec
  const made = { ...makeSpec(tunnel, connection, localAddress, remoteAddress), device }
  // Of a connection and of a gateway that is there it never changes.
  const spec = isPrivate ? { ...made, isPrivate } : made
  knownSpecs.set(tunnel, { connection, spec })
  return spec
}

/** Dead peer detection takes its time, which whoever asked for it has chosen: of a pair the other tunnel need not wait for that. */
function checkOf(
  { healthCheck }: Tunnel,
  { spec: { tunnels } }: Resource<'connection'>,
  ...outer: readonly [Ipv4Address, Ipv4Address]
): Pick<TunnelSpec, 'healthCheck'> {
  if (healthCheck !== undefined) return { healthCheck }
  const isNoticed = tunnels.some((each) => each.healthCheck !== undefined || each.bgp?.enabled === true)
  return tunnels.length < 2 || isNoticed ? {} : { healthCheck: ownCheck(...outer) }
}

function makeSpec(
  tunnel: Tunnel,
  connection: Resource<'connection'>,
  localAddress: Ipv4Address,
  remoteAddress: Ipv4Address,
): Omit<TunnelSpec, 'device'> {
  const {
    version,
    mode,
    proposal,
    lifetimeSeconds,
    localIdentity,
    remoteIdentity,
    preSharedKey,
    certificateAuthority,
  } = tunnel.ike
  return {
    id: tunnel.id,
    index: tunnel.index,
    localAddress,
    remoteAddress,
    version,
    mode,
    proposal,
    lifetimeSeconds,
    localIdentity: identity(localIdentity, localAddress),
    remoteIdentity: identity(remoteIdentity, remoteAddress),
    preSharedKey,
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    child: tunnel.child,
    selectors: connection.spec.selectors,
    natTraversal: tunnel.natTraversal,
    startAction: connection.spec.startAction,
    ...insideAddress(tunnel),
    ...(tunnel.resets === undefined ? {} : { resets: tunnel.resets }),
    ...checkOf(tunnel, connection, localAddress, remoteAddress),
    ...(tunnel.deadPeerDetection === undefined ? {} : { deadPeerDetection: tunnel.deadPeerDetection }),
  }
}

/** The oldest connection first, so that a newcomer does not take a route over. */
const inOrder = (terminated: readonly TerminatedConnection[]): readonly Resource<'connection'>[] =>
  terminated.map(({ connection }) => connection).toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))

type IsMeant = (id: string) => boolean

/** What these connections lead to, as networks are told. */
const publishedDestinations = (entries: readonly StoredRoute[], isMeant: IsMeant): readonly Ipv4Prefix[] =>
  entries.filter(({ spec }) => isPublished(spec) && isMeant(spec.nextHop)).map(({ spec }) => spec.destination)

/** Whether packets of a network or connection are routed into another. */
const reaches =
  ({ reach }: GatewaySnapshot, from: string): IsMeant =>
  (to) =>
    reach.get(from)?.has(to) !== false

const tunnelsOf = ({ connection }: TerminatedConnection): readonly string[] =>
  connection.spec.tunnels.map(({ id }) => id)

const tunnelsInto = ({ terminated }: GatewaySnapshot, isMeant: IsMeant): readonly string[] =>
  terminated.filter(({ connection }) => isMeant(connection.id)).flatMap(tunnelsOf)

/** What the network's own routes lead to this gateway for. */
const ownDestinations = (network: string, { routes }: GatewaySnapshot): readonly Ipv4Prefix[] =>
  routes
    .filter(({ spec }) => spec.place.kind === 'network' && spec.place.id === network && spec.enabled)
    .map(({ spec }) => spec.destination)

/** The same of its other tables. */
function tablesOver({ routes }: GatewaySnapshot): Pick<LinkIntent, 'tables'> {
  const own = routes.filter(({ spec }) => spec.place.kind === 'network-table' && spec.enabled)
  const byTable = Map.groupBy(own, ({ spec }) => spec.place.id)
  const tables = [...byTable].map(([table, entries]) => ({
    table,
    beyond: entries.map(({ spec }) => spec.destination),
  }))
  return tables.length === 0 ? {} : { tables: tables.toSorted((a, b) => (a.table < b.table ? -1 : 1)) }
}

const propagates = ({ root }: GatewaySnapshot): boolean =>
  root.kind === 'router' || root.spec.propagatesRoutes !== false

function linkIntent(
  network: Resource<'network'>,
  snapshot: GatewaySnapshot,
  entries: readonly StoredRoute[],
): LinkIntent {
  const { prefix, takesDynamicRoutes: isDynamic = true } = network.spec
  const withheld = [...snapshot.withheld, ...(snapshot.elsewhere.get(network.id) ?? [])]
  const isToldOf = !snapshot.unpublished.has(network.id) && (isDynamic || snapshot.root.kind === 'gateway')
  const [first = prefix, ...secondary] = rangesIn(snapshot, network)
  const ranges = secondary.length === 0 ? { prefix: first } : { prefix: first, secondary }
  const takesLearned = isToldOf && isDynamic && propagates(snapshot)
  const unlearned = withheld.length === 0 ? {} : { withheld }
  const routerAddress = snapshot.routerAddresses.get(network.id)
  const spoken = routerAddress === undefined ? {} : { routerAddress }
  const limited = snapshot.root.kind === 'gateway' && snapshot.root.spec.limitsTunnelsAlone ? {} : bandwidthOf(snapshot)
  const link = {
    network: network.id,
    ...ranges,
    ...tablesOver(snapshot),
    ...spoken,
    ...limited,
    takesLearned,
    ...unlearned,
  }
  const own = ownDestinations(network.id, snapshot)
  if (!isToldOf) return { ...link, beyond: own }
  const { led, dropped } = tableOf(network.id, snapshot)
  const isReached = reaches(snapshot, network.id)
  // From one network of a router into another its gateways do not lead.
  const others = (snapshot.root.kind === 'router' ? snapshot.networks : [])
    .filter(({ id }) => id !== network.id && isReached(id))
    .flatMap((other) => rangesIn(snapshot, other))
  const published = publishedDestinations(entries, isReached)
  const learning = snapshot.reach.has(network.id) ? { learnsFrom: tunnelsInto(snapshot, isReached) } : {}
  const propagated = [...others, ...published].filter((one) => !dropped.includes(one) && !withheld.includes(one))
  return { ...link, ...learning, beyond: [...new Set([...propagated, ...led, ...own])] }
}

/** A router has none of its own. */
const bandwidthOf = ({ root }: GatewaySnapshot): { readonly bandwidthMbps?: number } =>
  root.kind === 'gateway' ? { bandwidthMbps: root.spec.bandwidthMbps } : {}

/** What the entries of the table that its packets are routed by lead somewhere, and what they drop. */
function tableOf(from: string, { entries }: Pick<GatewaySnapshot, 'entries'>) {
  const own = entries.get(from) ?? []
  return {
    led: own.filter(({ to }) => to !== undefined).map(({ prefix }) => prefix),
    dropped: own.filter(({ to }) => to === undefined).map(({ prefix }) => prefix),
  }
}

/** Where the entries of the table lead that its packets are routed by. */
const leadsOf = (from: string, { entries, networks, terminated }: GatewaySnapshot): readonly LeadIntent[] =>
  (entries.get(from) ?? []).flatMap(({ prefix, to }): readonly LeadIntent[] => {
    if (networks.some(({ id }) => id === to)) return [{ prefix, network: String(to) }]
    const connection = terminated.find((each) => each.connection.id === to)
    return connection === undefined ? [] : [{ prefix, tunnels: tunnelsInOrder(connection.connection.spec.tunnels) }]
  })

/** For each way in whose packets are not routed into everything. */
function gatesOf(snapshot: GatewaySnapshot, entries: readonly StoredRoute[]): readonly GateIntent[] {
  const { networks, terminated, reach, entries: tables } = snapshot
  const gates = (from: string, ingresses: readonly Ingress[]): readonly GateIntent[] => {
    if (!reach.has(from) && !tables.has(from)) return []
    const isReached = reaches(snapshot, from)
    const prefixes = (isMeant: IsMeant): readonly Ipv4Prefix[] => [
      ...networks.filter(({ id }) => id !== from && isMeant(id)).flatMap((network) => rangesIn(snapshot, network)),
      ...publishedDestinations(entries, (id) => id !== from && isMeant(id)),
    ]
    const learnsFrom = tunnelsInto(snapshot, (id) => id !== from && isReached(id))
    return ingresses.map((ingress) => ({
      ...gateOf(
        ingress,
        prefixes(isReached),
        prefixes((id) => !isReached(id)),
      ),
      learnsFrom,
      ...(tables.has(from) ? { leading: leadsOf(from, snapshot), dropped: tableOf(from, snapshot).dropped } : {}),
    }))
  }
  return [
    ...networks.flatMap(({ id }) => gates(id, [{ network: id }])),
    ...terminated.flatMap((each) =>
      gates(
        each.connection.id,
        tunnelsOf(each).map((tunnel) => ({ tunnel })),
      ),
    ),
  ]
}

/** What an operator may choose for all gateways. */
export interface RoutingSettings {
  /** Of all tunnels' devices, in bytes. */
  readonly mtu?: number | undefined
  /** From one BFD packet to the next (RFC 5880); three that are missed make a neighbor gone. */
  readonly bfdIntervalMilliseconds?: number | undefined
}

export const mtuOf = (settings: RoutingSettings = {}): number => settings.mtu ?? usualMtu

/** All that is wanted of a gateway; undefined when it is to go, or nobody has paid for it. */
export function intentOf(snapshot: GatewaySnapshot, settings: RoutingSettings = {}): GatewayIntent | undefined {
  const { root } = snapshot
  if (root.deleting || (root.kind === 'gateway' && root.spec.suspended === 'unpaid')) return undefined
  const rules = root.kind === 'router' ? routerRules : (root.spec.routing ?? gatewayRules)
  const bgp = bgpOf(snapshot, rules, settings.bfdIntervalMilliseconds)
  const connections = inOrder(snapshot.terminated)
  const entries = [...automaticEntries(snapshot.routes, connections), ...snapshot.routes]
  const gates = gatesOf(snapshot, entries)
  const device = { mtu: mtuOf(settings), ...bandwidthOf(snapshot) }
  return {
    id: root.id,
    links: snapshot.networks.map((network) => linkIntent(network, snapshot, entries)),
    tunnels: snapshot.terminated.flatMap((connection) => {
      const { tunnels, tunnelMbps } = connection.connection.spec
      const own = tunnelMbps === undefined ? device : { ...device, bandwidthMbps: tunnelMbps }
      return tunnels.flatMap((tunnel) => desiredTunnel(tunnel, connection, own) ?? [])
    }),
    ...(gates.length === 0 ? {} : { gates }),
    candidates: candidatesOf(entries, connections),
    rules,
    ...(bgp === undefined ? {} : { bgp }),
  }
}

/** What the data plane is to hold for a gateway; undefined when the gateway is to go. */
export function desiredGateway(
  snapshot: GatewaySnapshot,
  observed: ObservedGateway | undefined,
  settings: RoutingSettings = {},
): GatewaySpec | undefined {
  const intent = intentOf(snapshot, settings)
  return intent === undefined ? undefined : desiredOf(intent, observed)
}
