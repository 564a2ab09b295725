import { automaticBeside } from '../domain/automatic-routes.ts'
import type { Resource } from '../domain/resource.ts'
import type { RouteEntry } from '../domain/route-entry.ts'
import type { Candidate } from './candidate.ts'

/** A route entry as it is stored. */
export interface StoredRoute {
  readonly id: string
  readonly spec: RouteEntry
}

/** By their indexes. */
export const tunnelsInOrder = (tunnels: Resource<'connection'>['spec']['tunnels']): readonly string[] =>
  tunnels.toSorted((one, other) => one.index - other.index).map(({ id }) => id)

/** What the connections are routed by themselves, but for what an entry stands in for. */
export const automaticEntries = (
  routes: readonly StoredRoute[],
  connections: readonly Resource<'connection'>[],
): readonly StoredRoute[] =>
  automaticBeside(
    connections,
    routes.map(({ spec }) => spec),
  ).map((spec) => ({ id: `${spec.nextHop} ${spec.source} ${spec.destination}`, spec }))

/** What the entries lead to that are enabled and whose connection is one of these. */
export function candidatesOf(
  entries: readonly StoredRoute[],
  connections: readonly Resource<'connection'>[],
): readonly Candidate[] {
  const byId = new Map(connections.map((connection) => [connection.id, connection]))
  return entries.flatMap(({ id, spec }) => {
    const connection = byId.get(spec.nextHop)
    if (connection === undefined || !spec.enabled) return []
    const { source, destination, priority, preference } = spec
    const tunnels = tunnelsInOrder(connection.spec.tunnels)
    return { id, ...(source === undefined ? {} : { source }), destination, tunnels, priority, preference }
  })
}
