import type { GatewaySpec, HostSpec, LinkSpec, NetworkSpec, TunnelSpec } from '../dataplane/port.ts'
import { addressAt, everything, type Ipv4Address, type Ipv4Prefix } from '../domain/address.ts'
import type { IkeIdentity } from '../domain/identity.ts'
import type { ObservedGateway, ObservedTunnel } from '../domain/observation.ts'
import type { Resource, Tunnel } from '../domain/resource.ts'
import { negotiationStatus } from '../observed/status.ts'
import { type Candidate, selectRoutes } from '../routing/select.ts'
import type { GatewaySnapshot, TerminatedConnection } from './gateway-snapshot.ts'

export function desiredNetwork(network: Resource<'network'>, subnets: readonly Resource<'subnet'>[]): NetworkSpec {
  return {
    id: network.id,
    prefix: network.spec.prefix,
    subnets: subnets.flatMap(({ id, spec: { prefix } }) => {
      const routerAddress = addressAt(prefix, 1)
      return routerAddress === undefined ? [] : [{ id, prefix, routerAddress }]
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

function desiredTunnel(tunnel: Tunnel, { connection, addresses, peers }: TerminatedConnection): TunnelSpec | undefined {
  const localAddress = addresses[tunnel.index - 1]
  const remoteAddress = peers.get(tunnel.customerGateway)
  if (localAddress === undefined || remoteAddress === undefined) return undefined
  const known = knownSpecs.get(tunnel)
  const isSame =
    known?.connection.spec === connection.spec &&
    known.spec.localAddress === localAddress &&
    known.spec.remoteAddress === remoteAddress
  if (isSame) return known.spec
  const spec = makeSpec(tunnel, connection, localAddress, remoteAddress)
  knownSpecs.set(tunnel, { connection, spec })
  return spec
}

function makeSpec(
  tunnel: Tunnel,
  connection: Resource<'connection'>,
  localAddress: Ipv4Address,
  remoteAddress: Ipv4Address,
): TunnelSpec {
  const { version, mode, proposal, lifetimeSeconds, localIdentity, remoteIdentity, preSharedKey } = tunnel.ike
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
    child: tunnel.child,
    selectors: connection.spec.selectors,
    natTraversal: tunnel.natTraversal,
    startAction: connection.spec.startAction,
    ...(tunnel.deadPeerDetection === undefined ? {} : { deadPeerDetection: tunnel.deadPeerDetection }),
  }
}

/** The specific prefixes behind a connection; 0.0.0.0/0 leaves it to routes of their own. */
function remotePrefixes({ connection }: TerminatedConnection): readonly Ipv4Prefix[] {
  const prefixes = connection.spec.selectors.flatMap(({ remote }) => remote)
  return connection.spec.automaticRoutes ? [...new Set(prefixes)].filter((prefix) => prefix !== everything) : []
}

/** Oldest connection first, so that a newcomer does not take a route over, and each connection's tunnels by their index. */
function candidatesOf(terminated: readonly TerminatedConnection[]): readonly Candidate[] {
  return terminated.flatMap((each) => {
    const tunnels = each.connection.spec.tunnels.toSorted((one, other) => one.index - other.index).map(({ id }) => id)
    return remotePrefixes(each).map((prefix) => ({ prefix, tunnels }))
  })
}

function desiredLink(network: Resource<'network'>, snapshot: GatewaySnapshot): LinkSpec {
  if (snapshot.unpublished.has(network.id)) return { network: network.id, prefix: network.spec.prefix, beyond: [] }
  const others = snapshot.networks.filter(({ id }) => id !== network.id).map(({ spec }) => spec.prefix)
  const beyond = [...new Set([...others, ...snapshot.terminated.flatMap(remotePrefixes)])]
  return { network: network.id, prefix: network.spec.prefix, beyond }
}

/** What the data plane is to hold for a gateway; undefined when the gateway is to go. */
export function desiredGateway(
  snapshot: GatewaySnapshot,
  observed: ObservedGateway | undefined,
): GatewaySpec | undefined {
  if (snapshot.root.deleting) return undefined
  const seen = new Map<string, ObservedTunnel>((observed?.tunnels ?? []).map((tunnel) => [tunnel.id, tunnel]))
  const states = {
    isUsable: (tunnel: string) => negotiationStatus(seen.get(tunnel)) === 'child-up',
    isConfigured: (tunnel: string) => seen.get(tunnel)?.alive === true && seen.get(tunnel)?.digest !== undefined,
  }
  const terminated = [...snapshot.terminated].sort(
    (a, b) => a.connection.createdAt - b.connection.createdAt || (a.connection.id < b.connection.id ? -1 : 1),
  )
  return {
    id: snapshot.root.id,
    links: snapshot.networks.map((network) => desiredLink(network, snapshot)),
    tunnels: terminated.flatMap((connection) =>
      connection.connection.spec.tunnels.flatMap((tunnel) => desiredTunnel(tunnel, connection) ?? []),
    ),
    routes: selectRoutes(candidatesOf(terminated), states),
  }
}
