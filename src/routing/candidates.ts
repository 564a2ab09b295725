import { everything, type Ipv4Prefix } from '../domain/address.ts'
import type { Resource } from '../domain/resource.ts'
import type { RouteEntry } from '../domain/route-entry.ts'
import type { Candidate } from './candidate.ts'

/** A route entry as it is stored. */
export interface StoredRoute {
  readonly id: string
  readonly spec: RouteEntry
}

/** What a policy has for which nobody said one (`docs/adr/0015-routing.md`). */
const automaticPriority = 10

/**
 * What the selectors of a connection lead to: where they name the remote prefixes, traffic from each local prefix to each
 * remote one. 0.0.0.0/0 leaves it to route entries and to BGP.
 */
export function automaticCandidates({ id, spec }: Resource<'connection'>): readonly Candidate[] {
  if (!spec.automaticRoutes) return []
  const tunnels = tunnelsOf(spec.tunnels)
  const pairs = spec.selectors.flatMap(({ local, remote }) =>
    remote
      .filter((prefix) => prefix !== everything)
      .flatMap((destination) => local.map((source) => [source, destination] as const)),
  )
  return [...new Map(pairs.map((pair) => [pair.join(), pair])).values()].map(([source, destination]) => ({
    id: `${id} ${source} ${destination}`,
    source,
    destination,
    tunnels,
    priority: automaticPriority,
    preference: 0,
  }))
}

const tunnelsOf = (tunnels: Resource<'connection'>['spec']['tunnels']): readonly string[] =>
  tunnels.toSorted((one, other) => one.index - other.index).map(({ id }) => id)

/** What the entries lead to that are enabled and whose connection is one of these. */
export function entryCandidates(
  routes: readonly StoredRoute[],
  connections: readonly Resource<'connection'>[],
): readonly Candidate[] {
  const byId = new Map(connections.map((connection) => [connection.id, connection]))
  return routes.flatMap(({ id, spec }) => {
    const connection = byId.get(spec.nextHop)
    if (connection === undefined || !spec.enabled) return []
    const { source, destination, priority, preference } = spec
    const tunnels = tunnelsOf(connection.spec.tunnels)
    return { id, ...(source === undefined ? {} : { source }), destination, tunnels, priority, preference }
  })
}

/** The destinations that a connection's selectors are routed to by themselves. */
export const automaticDestinations = (connection: Resource<'connection'>): readonly Ipv4Prefix[] => [
  ...new Set(automaticCandidates(connection).map(({ destination }) => destination)),
]
