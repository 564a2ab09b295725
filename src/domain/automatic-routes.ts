import { everything } from './address.ts'
import type { Connection } from './resource.ts'
import type { RouteEntry } from './route-entry.ts'

/** What a policy has for which nobody said one (`docs/adr/0015-routing.md`). */
export const usualPriority = 10

/** What is routed by itself. */
export interface AutomaticallyRouted {
  readonly id: string
  readonly spec: Connection
}

/**
 * What a connection is routed by itself: where its selectors name the remote prefixes, traffic from each local prefix to each
 * remote one, published. 0.0.0.0/0 leaves it to route entries and to BGP.
 */
export function automaticRoutes({ id, spec }: AutomaticallyRouted): readonly RouteEntry[] {
  if (!spec.automaticRoutes) return []
  const pairs = spec.selectors.flatMap(({ local, remote }) =>
    remote
      .filter((prefix) => prefix !== everything)
      .flatMap((destination) => local.map((source) => ({ source, destination }))),
  )
  const distinct = new Map(pairs.map((pair) => [`${pair.source} ${pair.destination}`, pair]))
  return [...distinct.values()].map((pair) => ({
    place: spec.gateway === undefined ? { kind: 'connection', id } : { kind: 'gateway', id: spec.gateway },
    ...pair,
    nextHop: id,
    priority: usualPriority,
    preference: 0,
    enabled: true,
    published: spec.publishes?.includes(pair.destination) ?? true,
  }))
}

/** What an automatic route and the entry that stands in for it have in common: a router’s routes have no sources. */
export const identityOf = ({ place, source, destination, nextHop }: RouteEntry): string =>
  `${place.kind === 'gateway' ? source : ''} ${destination} ${nextHop}`

/**
 * A gateway’s entry stands in for the automatic route of its source, destination and next hop: it has another rank, is not
 * published, or is disabled. A connection’s own, which is for every source, stands beside it, or takes it away when disabled.
 */
const isInPlace = ({ place, enabled }: RouteEntry): boolean =>
  place.kind === 'gateway' || (place.kind === 'connection' && !enabled)

/** The automatic routes that none of the entries stands in for. */
export function automaticBeside(
  connections: readonly AutomaticallyRouted[],
  entries: readonly RouteEntry[],
): readonly RouteEntry[] {
  const taken = new Set(entries.filter(isInPlace).map(identityOf))
  return connections.flatMap(automaticRoutes).filter((entry) => !taken.has(identityOf(entry)))
}
