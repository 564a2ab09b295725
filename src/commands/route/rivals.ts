import type { Ipv4Prefix } from '../../domain/address.ts'
import { type AutomaticallyRouted, automaticBeside } from '../../domain/automatic-routes.ts'
import type { Condition } from '../../domain/page.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Resource } from '../../domain/resource.ts'
import { isPublished, type RouteEntry } from '../../domain/route-entry.ts'

/** A route beside another: stored under the id, or what the connection of that id is routed by itself. */
export interface RouteBeside {
  readonly id: string
  readonly spec: RouteEntry
}

/** A place has a handful of routes to one destination. */
export const enough = 100

export const atPlaces = (...ids: readonly string[]): Condition => ({ by: 'facet', facet: 'place', anyOf: ids })

export const leadingTo = (destination: Ipv4Prefix): Condition => ({
  by: 'facet',
  facet: 'destination',
  anyOf: [destination],
})

/** What connections are routed by themselves, where no entry stands in for it. */
export const besideEntries = (
  connections: readonly AutomaticallyRouted[],
  entries: readonly RouteEntry[],
): readonly RouteBeside[] => automaticBeside(connections, entries).map((spec) => ({ id: spec.nextHop, spec }))

export const loadConnections = async (
  reader: Reader,
  gateways: readonly string[],
): Promise<readonly Resource<'connection'>[]> =>
  (await Promise.all(gateways.map((id) => reader.referencing(id, 'connection'))))
    .flat()
    .filter(({ deleting }) => !deleting)

/** Of one destination where it is given, and all that these places have where it is not. */
export async function loadEntries(
  reader: Reader,
  places: readonly string[],
  destination?: Ipv4Prefix,
): Promise<readonly Resource<'route'>[]> {
  if (places.length === 0) return []
  if (destination !== undefined) {
    return (await reader.page('route', { where: [atPlaces(...places), leadingTo(destination)], limit: enough })).items
  }
  const all = (await Promise.all(places.map((id) => reader.referencing(id, 'route')))).flat()
  return all.filter(({ spec }) => places.includes(spec.place.id))
}

/** What leads packets of a network into gateways of it, but for this one. */
export interface Rivals {
  /** What other gateways have published. */
  readonly published: readonly RouteBeside[]
  /** The network's own routes into other gateways. */
  readonly own: readonly RouteBeside[]
}

export async function loadRivals(
  reader: Reader,
  { network, gateway }: { readonly network: string; readonly gateway: string },
  destination?: Ipv4Prefix,
): Promise<Rivals> {
  const others = (await reader.referencing(network, 'gateway')).flatMap(({ id }) => (id === gateway ? [] : [id]))
  const own = await loadEntries(reader, [network], destination)
  const entries = await loadEntries(reader, others, destination)
  const automatic = besideEntries(
    await loadConnections(reader, others),
    entries.map(({ spec }) => spec),
  )
  return {
    published: [...entries, ...automatic].filter(
      ({ spec }) => isPublished(spec) && (destination === undefined || spec.destination === destination),
    ),
    own: own.filter(({ spec }) => spec.enabled && spec.nextHop !== gateway),
  }
}
