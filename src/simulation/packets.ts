import { forward, newTrip, type Passage, type Trip } from '../dataplane/simulated/forwarding.ts'
import type { Gateway, World } from '../dataplane/simulated/world.ts'
import { addressAt, containsAddress, type Ipv4Address, type Ipv4Prefix, prefixLength } from '../domain/address.ts'
import type { ReferenceModel } from './reference-model.ts'
import { openWays, type RoutingParts, standing } from './routing-problem.ts'
import { terminatedBy } from './terminated.ts'
import { hold } from './violation.ts'
import { wantedBeyond, wantedRoutes, waysFor } from './wanted-routes.ts'

/** A packet from a network, as of one of its hosts. */
export interface Sample {
  readonly network: string
  readonly source: Ipv4Address
  readonly destination: Ipv4Address
}

const bytes = 84

/** Hosts that are apart from one another, so that routes to parts of a prefix tell them from its others. */
const hostsOf = (prefix: Ipv4Prefix): readonly Ipv4Address[] =>
  [10, 5 * 256 + 10, 200].flatMap((index) => addressAt(prefix, index) ?? [])

/** A few hosts of each network, to a few of each destination. */
export function samplesOf({ resources }: ReferenceModel, destinations: Iterable<Ipv4Prefix>): readonly Sample[] {
  const targets = [...new Set([...destinations].flatMap(hostsOf))]
  return [...resources.values()].flatMap((resource) => {
    if (resource.kind !== 'network') return []
    const { id, spec } = resource
    const sources = [256 + 10, 7 * 256 + 10].flatMap((index) => addressAt(spec.prefix, index) ?? [])
    return sources.flatMap((source) => targets.map((destination) => ({ network: id, source, destination })))
  })
}

function send(world: World, { network, source, destination }: Sample): Trip | undefined {
  const spec = world.networks.get(network)?.spec
  if (spec === undefined) return undefined
  const trip = newTrip()
  forward(world, { kind: 'router', network: spec }, { source, destination, bytes }, trip)
  return trip
}

const describe = ({ source, destination, network }: Sample, { passed }: Trip): string =>
  `a packet of ${network} from ${source} to ${destination} goes by ${passed.map(({ id }) => id).join(', ')}`

/** Whose each network, gateway and tunnel is or has been. */
export class Owners {
  readonly #accounts = new Map<string, string>()

  note({ resources }: ReferenceModel): void {
    for (const { kind, id, account, spec } of resources.values()) {
      this.#accounts.set(id, account)
      if (kind === 'connection') for (const tunnel of spec.tunnels) this.#accounts.set(tunnel.id, account)
    }
  }

  of(id: string): string | undefined {
    return this.#accounts.get(id)
  }
}

/**
 * Sends packets, and holds that each stays with its account until a tunnel of that account's takes it to the other end, whose
 * account's it is from there on. To hold at all times.
 */
export function checkAccounts(samples: readonly Sample[], world: World, owners: Owners): void {
  for (const sample of samples) {
    const trip = send(world, sample)
    if (trip === undefined) continue
    const ends = trip.leftBy.map(({ id }) => id)
    let account = owners.of(sample.network)
    for (const passage of trip.passed) {
      hold(
        owners.of(passage.id) === account,
        'a packet stays with its account',
        () => `${describe(sample, trip)}, and ${passage.id} is another account's`,
      )
      if (passage.kind === 'tunnel') account = owners.of(ends.shift() ?? '')
    }
  }
}

/** By network: what it is to find behind each of its gateways. */
type Beyond = ReadonlyMap<string, readonly (readonly [gateway: string, prefixes: readonly Ipv4Prefix[]])[]>

function beyondOf({ reference, learned }: RoutingParts): Beyond {
  const beyond = new Map<string, (readonly [string, readonly Ipv4Prefix[]])[]>()
  for (const root of reference.resources.values()) {
    if (root.kind !== 'gateway' && root.kind !== 'router') continue
    for (const network of terminatedBy(root.id, reference).networks) {
      const prefixes = wantedBeyond(root, network, reference, learned.get(root.id)?.keys() ?? [])
      beyond.set(network, [...(beyond.get(network) ?? []), [root.id, prefixes]])
    }
  }
  return beyond
}

/** The gateways that the network is to have the longest prefix for the packet from. */
function wantedGateways({ network, destination }: Sample, beyond: Beyond): readonly string[] {
  const matches = (beyond.get(network) ?? []).map(([gateway, prefixes]) => {
    const lengths = prefixes.filter((prefix) => containsAddress(prefix, destination)).map(prefixLength)
    return { gateway, length: Math.max(-1, ...lengths) }
  })
  const longest = Math.max(0, ...matches.map(({ length }) => length))
  return matches.filter(({ length }) => length === longest).map(({ gateway }) => gateway)
}

const firstOf = (trip: Trip, kind: Passage['kind']): string | undefined =>
  trip.passed.find((passage) => passage.kind === kind)?.id

/**
 * Sends packets, and holds that each takes the gateway and the tunnel that the store wants it to, as the tunnels stand: none goes
 * where a route has led that is withdrawn, and none into a tunnel that does not carry while another of the decision does. To
 * hold once all has come to rest.
 */
export function checkWays(samples: readonly Sample[], world: World, parts: RoutingParts): void {
  const { reference, learned } = parts
  const wanted = new Map(
    [...reference.resources.values()].flatMap((root) =>
      root.kind === 'gateway' || root.kind === 'router'
        ? [[root.id, wantedRoutes(root, reference, learned.get(root.id))] as const]
        : [],
    ),
  )
  const beyond = beyondOf(parts)
  const inside = (network: string, destination: Ipv4Address): boolean => {
    const spec = world.networks.get(network)?.spec
    return spec?.subnets.some(({ prefix }) => containsAddress(prefix, destination)) ?? false
  }
  for (const sample of samples) {
    if (inside(sample.network, sample.destination)) continue
    const gateways = wantedGateways(sample, beyond)
    const trip = send(world, sample)
    if (trip === undefined) continue
    const first = firstOf(trip, 'gateway')
    hold(
      first === undefined ? gateways.length === 0 : gateways.includes(first),
      'a packet goes where it is wanted to',
      () => `${describe(sample, trip)} instead of ${gateways.join(' or ') || 'nowhere'}`,
    )
    const gateway = world.gateways.get(first ?? '')
    const routes = wanted.get(first ?? '')
    if (gateway === undefined || routes === undefined) continue
    const linked = [...gateway.links.values()].some(({ spec }) => containsAddress(spec.prefix, sample.destination))
    checkTunnel(
      sample,
      trip,
      gateway,
      linked ? [] : waysFor(standing(gateway, routes, parts), sample.source, sample.destination),
      parts,
    )
  }
}

function checkTunnel(
  sample: Sample,
  trip: Trip,
  gateway: Gateway,
  ways: ReturnType<typeof waysFor>,
  parts: RoutingParts,
): void {
  if (ways.some(({ groups }) => groups.flat().some((id) => parts.excused.has(id)))) return
  const place = trip.passed.findIndex(({ kind }) => kind === 'gateway')
  const next = trip.passed[place + 1]
  const taken = next?.kind === 'tunnel' ? next.id : undefined
  // A tunnel without a daemon has no carrier, so that the kernel takes the next way, or the next shorter prefix.
  const open = ways
    .flatMap((way) => openWays(gateway, way, parts))
    .map((group) => group.filter((id) => gateway.tunnels.get(id)?.daemon !== undefined))
    .find(({ length }) => length > 0)
  hold(
    taken === undefined ? open === undefined : (open?.includes(taken) ?? false),
    'a packet goes where it is wanted to',
    () => `${describe(sample, trip)} instead of by ${open?.join(' or ') ?? 'no tunnel'}`,
  )
}
