/** Routes as this cloud lists them: those that somebody asked for, those that connections have by themselves, and learned ones. */
import { automaticRoutes, identityOf } from '../../../../domain/automatic-routes.ts'
import type { LearnedRoute } from '../../../../domain/bgp.ts'
import { isCarrying } from '../../../../domain/observation.ts'
import type { Resource } from '../../../../domain/resource.ts'
import type { RouteEntry, RoutePlace } from '../../../../domain/route-entry.ts'
import { allOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import type { Page } from '../../paging.ts'

/** A route that somebody asked for, or could have asked for: a connection may have it by itself. */
export interface StandingRoute {
  /** Undefined for one that a connection has by itself. */
  readonly stored: Resource<'route'> | undefined
  readonly entry: RouteEntry
  /** Whether a connection has it by itself, or would have it if no other stood in for it. */
  readonly isAutomatic: boolean
}

export type MadeRoute = Pick<RouteView, 'stored' | 'entry' | 'createdAt'>

export interface RouteView extends StandingRoute {
  readonly createdAt: number
  /** The tunnels that carry its packets now. */
  readonly tunnels: readonly string[]
}

export interface LearnedView {
  /** The gateway, or the connection that a router carries. */
  readonly place: string
  readonly nextHop: string
  readonly route: LearnedRoute
  /** Since when its session is established, in milliseconds since the epoch. */
  readonly since: number
  readonly tunnels: readonly string[]
}

/** A router’s routes have no sources. */
const asListed = ({ source, ...entry }: RouteEntry): RouteEntry =>
  entry.place.kind === 'gateway' && source !== undefined ? { ...entry, source } : entry

/**
 * Those that somebody asked for at the place, newest first, disabled ones among them; and after these what its connections
 * have by themselves and none stands in for.
 */
export async function standingRoutes(
  { reader }: CallContext,
  place: RoutePlace,
  connections: readonly Resource<'connection'>[],
): Promise<readonly StandingRoute[]> {
  const stored = await allOf(reader, 'route', [{ by: 'facet', facet: 'place', anyOf: [place.id] }])
  const taken = new Set(stored.map(({ spec }) => identityOf(spec)))
  const entries = connections
    .filter(({ deleting }) => !deleting)
    .flatMap(automaticRoutes)
    .filter((entry) => entry.place.id === place.id)
  const automatic = new Map(entries.map((entry) => [identityOf(entry), asListed(entry)]))
  return [
    ...stored.map((route) => ({
      stored: route,
      entry: route.spec,
      isAutomatic: automatic.has(identityOf(route.spec)),
    })),
    ...[...automatic].flatMap(([key, entry]) =>
      taken.has(key) ? [] : { stored: undefined, entry, isAutomatic: true },
    ),
  ]
}

const tunnelsOf = ({ spec }: Resource<'connection'>): readonly string[] =>
  spec.tunnels.toSorted((one, other) => one.index - other.index).map(({ id }) => id)

/** The cloud tells the tunnels of a dual-tunnel connection alone. */
const inTwo = ({ spec }: Resource<'connection'>, tunnels: readonly string[]): readonly string[] =>
  spec.tunnels.length < 2 ? [] : tunnels

const carryingTunnels = ({ observed }: CallContext, connection: Resource<'connection'>): readonly string[] =>
  inTwo(
    connection,
    tunnelsOf(connection).filter((tunnel) => isCarrying(observed.tunnel(tunnel)?.value)),
  )

export function viewRoutes(
  context: CallContext,
  routes: readonly StandingRoute[],
  connections: readonly Resource<'connection'>[],
): readonly RouteView[] {
  const byId = new Map(connections.map((connection) => [connection.id, connection]))
  return routes
    .filter(({ entry }) => entry.enabled)
    .map((route) => {
      const connection = byId.get(route.entry.nextHop)
      const createdAt = route.stored?.createdAt ?? connection?.createdAt ?? context.now
      return { ...route, createdAt, tunnels: connection === undefined ? [] : carryingTunnels(context, connection) }
    })
}

/** What the neighbors of these connections have told, and packets are routed by. */
export function learnedRoutes(
  { observed }: CallContext,
  root: string,
  connections: readonly Resource<'connection'>[],
): readonly LearnedView[] {
  const sessions = observed.gateway(root)?.value.bgp?.sessions ?? []
  return connections.flatMap((connection) => {
    const tunnels = tunnelsOf(connection)
    const told = sessions
      .filter(({ tunnel }) => tunnels.includes(tunnel))
      .flatMap(({ tunnel, since, received }) =>
        received.filter(({ selected }) => selected).map((route) => ({ tunnel, since, route })),
      )
    return [...Map.groupBy(told, ({ route }) => route.prefix).values()].flatMap((alike) => {
      const [first] = alike
      if (first === undefined) return []
      const { route, since } = first
      const place = connection.spec.gateway ?? connection.id
      return {
        place,
        nextHop: connection.id,
        route,
        since,
        tunnels: inTwo(
          connection,
          alike.map(({ tunnel }) => tunnel),
        ),
      }
    })
  })
}

/** A part of a list that is no list of resources alone. */
export const pageOf = <T>(all: readonly T[], request: { PageNumber: number; PageSize: number }): Page<T> => {
  const { PageNumber: number, PageSize: size } = request
  return { items: all.slice((number - 1) * size, number * size), number, size, total: all.length }
}
