import type { BgpSpec, NeighborSpec, TunnelSpec } from '../dataplane/port.ts'
import { type Ipv4Address, type Ipv4Prefix, parseIpv4PrefixWithHostBits, prefixLength } from '../domain/address.ts'
import { usualBfdIntervalMilliseconds } from '../domain/bgp.ts'
import { carriesSession, isHostOf, neighborsOf } from '../domain/bgp-addresses.ts'
import { type HealthCheck, isInside } from '../domain/health-check.ts'
import type { BgpParameters, Tunnel } from '../domain/resource.ts'
import type { RoutingRules } from '../domain/routing-rules.ts'
import { type GatewaySnapshot, rangesIn, type TerminatedConnection } from './gateway-snapshot.ts'

/** The clouds publish none of these; BFD finds a dead neighbor long before the hold time does, where the neighbor speaks it. */
const holdTimeSeconds = 30
const keepaliveSeconds = 10
const bfdMultiplier = 3

/** How many prefixes are taken from one neighbor (`docs/adr/0017-bgp.md`). */
const prefixLimit = { gateway: 50, router: 100 }

/** LOCAL_PREF of what the first tunnel learns where the second stands by, and of all else. */
const preferred = 200
const common = 100

interface Inside {
  readonly prefix: Ipv4Prefix
  readonly localAddress: Ipv4Address
  readonly neighborAddress: Ipv4Address
}

/** Undefined where the tunnel has no neighbor. */
function insideOf(bgp: BgpParameters | undefined): Inside | undefined {
  if (bgp?.prefix === undefined || !bgp.enabled) return undefined
  const { local, neighbor } = neighborsOf(bgp)
  if (local === undefined || neighbor === undefined) return undefined
  return { prefix: bgp.prefix, localAddress: local, neighborAddress: neighbor }
}

/** What a tunnel with a neighbor, or with probes that come from an address that no host has, has as the address of its device. */
export function insideAddress({ bgp, healthCheck }: Tunnel): Pick<TunnelSpec, 'inside'> {
  const inside = insideOf(bgp)
  if (inside !== undefined) {
    return { inside: { address: inside.localAddress, prefixLength: prefixLength(inside.prefix) } }
  }
  if (healthCheck === undefined || !isInside(healthCheck.source)) return {}
  return { inside: { address: healthCheck.source, prefixLength: lengthBetween(healthCheck) } }
}

/** Of the smallest prefix of which both are hosts, so that what is answered goes back into the tunnel. */
function lengthBetween({ source, destination }: HealthCheck): number {
  if (!isInside(destination)) return 32
  for (let length = 30; length > 16; length -= 1) {
    const prefix = parseIpv4PrefixWithHostBits(`${source}/${length}`)
    if (prefix !== undefined && [source, destination].every((address) => isHostOf(prefix, address))) return length
  }
  return 16
}

/** What the routing daemon of a gateway is to do; undefined where no tunnel has a neighbor. */
export function bgpOf(
  snapshot: GatewaySnapshot,
  rules: RoutingRules,
  bfdIntervalMilliseconds = usualBfdIntervalMilliseconds,
): BgpSpec | undefined {
  const { root, terminated, networks, unpublished } = snapshot
  const own = networks.flatMap((network) => rangesIn(snapshot, network))
  const neighbors = terminated.flatMap((each) => neighborSpecs(each, snapshot, rules, own))
  const routerId = root.kind === 'gateway' ? root.spec.addresses[0] : terminated[0]?.addresses[0]
  if (neighbors.length === 0 || routerId === undefined) return undefined
  return {
    routerId,
    neighbors,
    advertised: [
      ...new Set([
        ...networks.filter(({ id }) => !unpublished.has(id)).flatMap((network) => rangesIn(snapshot, network)),
        ...terminated.flatMap(({ connection }) => ledFrom(connection.id, snapshot)),
      ]),
    ],
    learned: rules.learned,
    shares: rules.equals === 'share',
    holdTimeSeconds,
    keepaliveSeconds,
    bfd: { intervalMilliseconds: bfdIntervalMilliseconds, multiplier: bfdMultiplier },
  }
}

/** What entries of the connection's route table lead somewhere. */
const ledFrom = (connection: string, { entries }: GatewaySnapshot): readonly Ipv4Prefix[] =>
  (entries.get(connection) ?? []).flatMap(({ prefix, to }) => (to === undefined ? [] : [prefix]))

/** What of all that is advertised is for the neighbors of a connection; undefined where that is all. */
function toldTo(connection: string, snapshot: GatewaySnapshot): readonly Ipv4Prefix[] | undefined {
  const { networks, reach, entries } = snapshot
  if (!reach.has(connection) && entries.size === 0) return undefined
  const dropped = (entries.get(connection) ?? []).flatMap(({ prefix, to }) => (to === undefined ? [prefix] : []))
  const reached = networks
    .filter(({ id }) => reach.get(connection)?.has(id) !== false)
    .flatMap((network) => rangesIn(snapshot, network))
  return [...new Set([...reached.filter((prefix) => !dropped.includes(prefix)), ...ledFrom(connection, snapshot)])]
}

function neighborSpecs(
  { connection, peers, publishesRoutes }: TerminatedConnection,
  snapshot: GatewaySnapshot,
  rules: RoutingRules,
  refused: readonly Ipv4Prefix[],
): readonly NeighborSpec[] {
  const { root } = snapshot
  const told = toldTo(connection.id, snapshot)
  return connection.spec.tunnels.flatMap(({ id, index, customerGateway, bgp }) => {
    const inside = insideOf(bgp)
    const { asNumber: neighborAsNumber, authenticationKey } = peers.get(customerGateway) ?? {}
    const localAsNumber = bgp?.localAsNumber ?? (root.kind === 'gateway' ? root.spec.asNumber : undefined)
    if (inside === undefined || neighborAsNumber === undefined || localAsNumber === undefined) return []
    // A session within one autonomous system, or one that no selector carries, is kept as it was asked for, and not held.
    if (neighborAsNumber === localAsNumber || !carriesSession(inside.prefix, connection.spec.selectors)) return []
    const { localAddress, neighborAddress } = inside
    return {
      tunnel: id,
      localAddress,
      neighborAddress,
      localAsNumber,
      neighborAsNumber,
      localPreference: rules.tunnels === 'first' && index === 1 ? preferred : common,
      prefixLimit: prefixLimit[root.kind],
      ...(publishesRoutes ? {} : { tellsNothing: true as const }),
      ...(told === undefined ? {} : { told }),
      refused,
      ...(authenticationKey === undefined ? {} : { password: authenticationKey }),
    }
  })
}
