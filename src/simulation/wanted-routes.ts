import { containsAddress, everything, type Ipv4Address, type Ipv4Prefix, prefixLength } from '../domain/address.ts'
import { rangesOf } from '../domain/network-ranges.ts'
import type { Resource } from '../domain/resource.ts'
import type { Learned } from './neighbors.ts'
import type { ReferenceModel } from './reference-model.ts'
import { terminatedBy } from './terminated.ts'

/** Where traffic may go, by what is stored alone: the tunnels in groups, the preferred group first. */
export interface WantedWay {
  readonly source?: Ipv4Prefix
  readonly destination: Ipv4Prefix
  readonly groups: readonly (readonly string[])[]
  /** A neighbor tells it. */
  readonly isLearned?: true
}

/** What a gateway is to decide, in the order in which it is asked. */
export interface WantedRoutes {
  readonly policies: readonly WantedWay[]
  readonly own: readonly WantedWay[]
  readonly learned: readonly WantedWay[]
  /** Where no own way leads on at all, or wherever none leads to as long a prefix. */
  readonly learnedComes: 'after' | 'beside'
}

/** Traffic that somebody wants to go into a connection. */
interface Wish {
  readonly source?: Ipv4Prefix
  readonly destination: Ipv4Prefix
  readonly priority: number
  readonly preference: number
  /** By index. */
  readonly tunnels: readonly string[]
}

/** How the gateways of each cloud decide, and how its routers do: said here anew, as their documents have it. */
interface Manner {
  readonly asksByPriority: boolean
  readonly connectionsShare: boolean
  readonly tunnelsShare: boolean
  readonly learnedComes: WantedRoutes['learnedComes']
}

const router: Manner = { asksByPriority: false, connectionsShare: true, tunnelsShare: true, learnedComes: 'beside' }
const byPriority: Manner = { asksByPriority: true, connectionsShare: false, tunnelsShare: false, learnedComes: 'after' }
const byPrefix: Manner = { asksByPriority: false, connectionsShare: true, tunnelsShare: false, learnedComes: 'beside' }

const mannerOf = ({ kind, region }: Resource): Manner =>
  kind === 'router' ? router : region.startsWith('cn-') ? byPriority : byPrefix

const byAge = (one: Resource, other: Resource): number =>
  one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1)

const tunnelsOf = ({ spec }: Resource<'connection'>): readonly string[] =>
  spec.tunnels.toSorted((a, b) => a.index - b.index).map(({ id }) => id)

type Pair = readonly [source: Ipv4Prefix, destination: Ipv4Prefix]

/**
 * The pairs of prefixes that a connection's selectors protect, where they name the remote ones and no entry says otherwise:
 * a gateway's of the same traffic into the same connection, or a disabled one of the connection's own to the same prefix.
 */
export function protectedPairs(
  { id, spec }: Resource<'connection'>,
  entries: readonly Resource<'route'>[],
): readonly Pair[] {
  if (!spec.automaticRoutes) return []
  const isSpoken = ([source, destination]: Pair): boolean =>
    entries.some(({ spec: entry }) => {
      if (entry.nextHop !== id || entry.destination !== destination) return false
      return entry.place.kind === 'gateway' ? entry.source === source : !entry.enabled
    })
  return spec.selectors
    .flatMap(({ local, remote }) => local.flatMap((source) => remote.map((one): Pair => [source, one])))
    .filter((pair) => pair[1] !== everything && !isSpoken(pair))
}

/** The route entries that the gateway or router has, the oldest first. */
export function entriesOf(root: string, reference: ReferenceModel): readonly Resource<'route'>[] {
  const terminated = terminatedBy(root, reference)
  const connections = new Set(terminated.connections.map(({ id }) => id))
  const own = (route: Resource): route is Resource<'route'> => {
    if (route.kind !== 'route' || route.deleting) return false
    const { place, nextHop, published } = route.spec
    if (place.kind === 'network') return nextHop === root
    // A connection's own routes are its router's once they are published to it.
    return place.kind === 'gateway' ? place.id === root : connections.has(place.id) && published
  }
  return [...reference.resources.values()].filter(own).toSorted(byAge)
}

function wishesOf(root: string, reference: ReferenceModel): readonly Wish[] {
  const connections = terminatedBy(root, reference).connections.toSorted(byAge)
  const entries = entriesOf(root, reference)
  const automatic = connections.flatMap((connection) =>
    protectedPairs(connection, entries).map(([source, destination]) => ({
      source,
      destination,
      priority: 10,
      preference: 0,
      tunnels: tunnelsOf(connection),
    })),
  )
  const asked = entries.flatMap(({ spec }): readonly Wish[] => {
    const connection = connections.find(({ id }) => id === spec.nextHop)
    if (connection === undefined || !spec.enabled || spec.place.kind === 'network') return []
    const { destination, priority, preference, source } = spec
    return [
      {
        ...(source === undefined ? {} : { source }),
        destination,
        priority,
        preference,
        tunnels: tunnelsOf(connection),
      },
    ]
  })
  return [...automatic, ...asked]
}

/** Wishes of the same traffic: what is preferred comes first, and what is preferred alike shares or comes by its age. */
function wayOf(wishes: readonly Wish[], manner: Manner): WantedWay | undefined {
  const [first] = wishes
  if (first === undefined) return undefined
  const seen = new Set<string>()
  const groups: string[][] = []
  const add = (...tunnels: readonly string[]): void => {
    const fresh = [...new Set(tunnels)].filter((tunnel) => !seen.has(tunnel))
    for (const tunnel of fresh) seen.add(tunnel)
    if (fresh.length > 0) groups.push(fresh)
  }
  const addSharing = (equal: readonly Wish[]): void => {
    if (manner.tunnelsShare) add(...equal.flatMap(({ tunnels }) => tunnels))
    for (const index of [0, 1]) add(...equal.flatMap(({ tunnels }) => tunnels[index] ?? []))
  }
  for (const preference of [...new Set(wishes.map((wish) => wish.preference))].sort((a, b) => a - b)) {
    const equal = wishes.filter((wish) => wish.preference === preference)
    if (manner.connectionsShare) addSharing(equal)
    else for (const wish of equal) addSharing([wish])
  }
  const { source, destination } = first
  return { ...(source === undefined ? {} : { source }), destination, groups }
}

const waysOf = (wishes: readonly Wish[], manner: Manner, keyOf: (wish: Wish) => string): readonly WantedWay[] =>
  [...new Set(wishes.map(keyOf))].flatMap(
    (key) =>
      wayOf(
        wishes.filter((wish) => keyOf(wish) === key),
        manner,
      ) ?? [],
  )

export function wantedRoutes(root: Resource, reference: ReferenceModel, learned: Learned = new Map()): WantedRoutes {
  const manner = mannerOf(root)
  const wishes = wishesOf(root.id, reference)
  const length = ({ source = everything, destination }: Wish): number =>
    prefixLength(destination) * 100 + prefixLength(source)
  const isFirst = (one: Wish, other: Wish): number =>
    manner.asksByPriority ? one.priority - other.priority : length(other) - length(one)
  const withSource = wishes.filter(({ source }) => source !== undefined).toSorted(isFirst)
  const own = wishes.filter(({ source }) => source === undefined)
  return {
    policies: waysOf(
      withSource,
      manner,
      ({ source, destination, priority }) => `${source} ${destination} ${manner.asksByPriority ? priority : ''}`,
    ),
    own: waysOf(own, manner, ({ destination }) => destination),
    learned: [...learned].map(([destination, tunnels]) => ({ destination, groups: [tunnels], isLearned: true })),
    learnedComes: manner.learnedComes,
  }
}

/** The ways that a packet may find, the one that decides first; a policy that matches leaves none to those after it. */
export function waysFor(
  { policies, own, learned, learnedComes }: WantedRoutes,
  source: Ipv4Address,
  destination: Ipv4Address,
): readonly WantedWay[] {
  const policy = policies.find(
    (way) => containsAddress(way.source ?? everything, source) && containsAddress(way.destination, destination),
  )
  if (policy !== undefined) return [policy]
  const matching = (ways: readonly WantedWay[]): readonly WantedWay[] =>
    ways
      .filter((way) => containsAddress(way.destination, destination))
      .toSorted((one, other) => prefixLength(other.destination) - prefixLength(one.destination))
  return learnedComes === 'beside' ? matching([...own, ...learned]) : [...matching(own), ...matching(learned)]
}

/** What a network that is linked to the gateway is to find behind it. */
export function wantedBeyond(
  root: Resource,
  network: string,
  reference: ReferenceModel,
  learned: Iterable<Ipv4Prefix>,
): readonly Ipv4Prefix[] {
  const { resources } = reference
  const { networks, connections, unpublished, propagates } = terminatedBy(root.id, reference)
  const all = entriesOf(root.id, reference)
  const entries = all.filter(({ spec }) => spec.enabled)
  const own = entries.filter(({ spec }) => spec.place.kind === 'network' && spec.place.id === network)
  if (unpublished.has(network)) return own.map(({ spec }) => spec.destination)
  const others = [...networks].flatMap((id) => {
    const other = id === network ? undefined : resources.get(id)
    return other?.kind === 'network' ? rangesOf(other.spec) : []
  })
  const published = entries.filter(({ spec }) => spec.place.kind !== 'network' && spec.published)
  return [
    ...others,
    ...(propagates ? learned : []),
    ...connections.flatMap((connection) => protectedPairs(connection, all)).map(([, remote]) => remote),
    ...[...published, ...own].map(({ spec }) => spec.destination),
  ]
}
