import { type DomainError, domainError } from '../../domain/error.ts'
import type { Condition } from '../../domain/page.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Resource } from '../../domain/resource.ts'
import type { RouteEntry } from '../../domain/route-entry.ts'
import type { RouteRules } from '../../domain/route-rules.ts'

/** What stands beside a route. */
export interface RouteTable {
  /** The place’s others with the same source and destination that are enabled. */
  readonly alternatives: readonly Resource<'route'>[]
  /** What leads the packets of the same network for the destination into another gateway. */
  readonly rivals: readonly Resource<'route'>[]
  /** How many of its sort the place has. */
  readonly count: number
}

/** Of one destination a place has a handful of routes. */
const enough = 100

const atPlaces = (...ids: readonly string[]): Condition => ({ by: 'facet', facet: 'place', anyOf: ids })

const ofSort = (source: RouteEntry['source']): Condition => ({
  by: 'facet',
  facet: 'policy-based',
  anyOf: [source === undefined ? 'no' : 'yes'],
})

async function loadRivals(
  reader: Reader,
  { place, nextHop }: RouteEntry,
  network: string,
  to: Condition,
): Promise<readonly Resource<'route'>[]> {
  const gateway = place.kind === 'network' ? nextHop : place.id
  const others = (await reader.referencing(network, 'gateway')).flatMap(({ id }) => (id === gateway ? [] : [id]))
  const published: Condition = { by: 'facet', facet: 'published', anyOf: ['yes'] }
  const theirs = await reader.page('route', { where: [atPlaces(...others), to, published], limit: 1 })
  if (place.kind === 'network') return theirs.items
  const own = await reader.page('route', { where: [atPlaces(network), to], limit: enough })
  return [...theirs.items, ...own.items.filter(({ spec }) => spec.nextHop !== gateway)]
}

export async function loadRouteTable(
  reader: Reader,
  route: RouteEntry,
  network: string | undefined,
): Promise<RouteTable> {
  const { place, source, destination } = route
  const to: Condition = { by: 'facet', facet: 'destination', anyOf: [destination] }
  const from: readonly Condition[] =
    source === undefined ? [ofSort(source)] : [{ by: 'facet', facet: 'source', anyOf: [source] }]
  const alternatives = await reader.page('route', { where: [atPlaces(place.id), to, ...from], limit: enough })
  const { total } = await reader.page('route', { where: [atPlaces(place.id), ofSort(source)], limit: 1 })
  return {
    alternatives: alternatives.items.filter(({ spec }) => spec.enabled),
    rivals: network === undefined ? [] : await loadRivals(reader, route, network, to),
    count: total,
  }
}

export const routeExists = ({ destination }: RouteEntry, holder: string): DomainError =>
  domainError('route-exists', `is ${holder} already`, destination)

/** Several in one transaction find each other before a claim would have to be given up. */
export function checkNew({ nextHop }: RouteEntry, { alternatives }: RouteTable): DomainError | undefined {
  const same = alternatives.find(({ spec }) => spec.nextHop === nextHop)
  return same === undefined ? undefined : routeExists(same.spec, same.id)
}

/** Whether the place may have the route beside those into other next hops. */
export function checkAlternatives(
  route: RouteEntry,
  { alternatives }: RouteTable,
  rules: RouteRules,
): DomainError | undefined {
  const others = alternatives.filter((other) => other.spec.nextHop !== route.nextHop)
  if (others.length >= rules.alternatives) {
    const detail = `${others.length} routes lead there already, of ${rules.alternatives} at the most`
    return domainError('route-alternatives-full', detail, route.destination)
  }
  const equal = rules.equalPreferences ? undefined : others.find(({ spec }) => spec.preference === route.preference)
  if (equal === undefined) return undefined
  return domainError('route-preference-taken', `${equal.id} has the same preference`, route.destination)
}

/** A network has one gateway to a destination, except by routes of its own, which are alternatives. */
export function checkPublished(route: RouteEntry, { rivals: [rival] }: RouteTable): DomainError | undefined {
  const leads = route.published || route.place.kind === 'network'
  if (!leads || rival === undefined) return undefined
  return domainError('route-conflict', `${rival.id} leads the network’s packets elsewhere`, route.destination)
}

export function checkQuota({ place, source }: RouteEntry, { count }: RouteTable, { quota }: RouteRules) {
  const [most, sort] =
    source === undefined
      ? [quota.destinationBased, 'destination-based' as const]
      : [quota.policyBased, 'policy-based' as const]
  if (count < most) return undefined
  return domainError('routes-exhausted', `has ${count} ${sort} routes, of ${most} at the most`, place.id)
}
