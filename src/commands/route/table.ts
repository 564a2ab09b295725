import { identityOf } from '../../domain/automatic-routes.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { Reader } from '../../domain/reader.ts'
import type { RouteEntry } from '../../domain/route-entry.ts'
import type { RouteQuota, RouteRules } from '../../domain/route-rules.ts'
import { loadPrefixes } from '../../domain/router-prefixes.ts'
import { besideEntries, loadConnections, loadEntries, loadRivals, type RouteBeside } from './rivals.ts'
import { checkWays, countRoutes, loadPublished, type Standing } from './standing.ts'

/** What stands beside a route. */
export interface RouteTable {
  /** The place’s others with the same source and destination that are enabled: connections have some by themselves. */
  readonly alternatives: readonly RouteBeside[]
  /** What leads the packets of the same network for the destination into another gateway. */
  readonly rivals: readonly RouteBeside[]
  /** How many of its sort the place has, those among them that connections have by themselves. */
  readonly count: number
  /** What leads the packets of the network into gateways, where that has a limit. */
  readonly published?: Standing
  /** The router that leads the network's packets for the destination, where one does that tells prefixes apart. */
  readonly router?: string
}

/** Of a network's own route. */
async function loadRouter(reader: Reader, { place, destination }: RouteEntry): Promise<Pick<RouteTable, 'router'>> {
  if (place.kind !== 'network') return {}
  const attachments = await reader.unscoped.referencing(place.id, 'router-attachment')
  const router = await reader.unscoped.get('router', attachments.find(({ deleting }) => !deleting)?.spec.router ?? '')
  if (router?.spec.prefixes === undefined) return {}
  const isLed = (await loadPrefixes(reader.unscoped, router)).some(
    ({ attachment, prefix, enabled }) => enabled && prefix === destination && attachment.spec.target.id !== place.id,
  )
  return isLed ? { router: router.id } : {}
}

async function loadAlternatives(reader: Reader, route: RouteEntry): Promise<readonly RouteBeside[]> {
  const { place, source, destination } = route
  const entries = await loadEntries(reader, [place.id], destination)
  // Only a gateway's routes have sources, and so alternatives that connections have by themselves.
  const connections = place.kind === 'gateway' && source !== undefined ? await loadConnections(reader, [place.id]) : []
  const automatic = besideEntries(
    connections,
    entries.map(({ spec }) => spec),
  )
  // An entry stands in for the automatic one that is the same.
  const others = automatic.filter(({ spec }) => identityOf(spec) !== identityOf(route))
  return [...entries, ...others].filter(
    ({ spec }) => spec.enabled && spec.source === source && spec.destination === destination,
  )
}

async function loadLimited(reader: Reader, route: RouteEntry, network: string | undefined, quota: RouteQuota) {
  if (quota.published === undefined || network === undefined || !leadsNetwork(route)) return {}
  return { published: await loadPublished(reader, network) }
}

export async function loadRouteTable(
  reader: Reader,
  route: RouteEntry,
  network: string | undefined,
  quota: RouteQuota,
): Promise<RouteTable> {
  const { place, destination, nextHop } = route
  const gateway = place.kind === 'network' ? nextHop : place.id
  // What a network's own table leads to is nothing to its others.
  const rivals =
    network === undefined || place.kind === 'network-table'
      ? { published: [], own: [] }
      : await loadRivals(reader, { network, gateway }, destination)
  return {
    alternatives: await loadAlternatives(reader, route),
    // Routes of the network's own are alternatives of each other.
    rivals: place.kind === 'network' ? rivals.published : [...rivals.published, ...rivals.own],
    count: await countRoutes(reader, route),
    ...(await loadRouter(reader, route)),
    ...(await loadLimited(reader, route, network, quota)),
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
  { alternatives }: Pick<RouteTable, 'alternatives'>,
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

/** Whether the route leads packets of a network by its own table, as long as it is enabled. */
export const leadsNetwork = ({ place, published }: RouteEntry): boolean => published || place.kind === 'network'

/** A network has one gateway to a destination, except by routes of its own, which are alternatives. */
export function checkPublished(
  route: RouteEntry,
  { rivals: [rival], router }: Pick<RouteTable, 'rivals' | 'router'>,
): DomainError | undefined {
  if (!leadsNetwork(route)) return undefined
  if (router !== undefined && route.enabled) {
    return domainError('route-led-by-router', `${router} leads the network’s packets there`, route.destination)
  }
  if (rival === undefined) return undefined
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

/** Whether the network may have the way that the route is to it, in place of what it was before. */
export function checkPublishedQuota(
  route: RouteEntry,
  { published }: RouteTable,
  { quota }: RouteRules,
): DomainError | undefined {
  if (published === undefined || !leadsNetwork(route)) return undefined
  const others = published.entries.filter(
    (entry) => identityOf(entry) !== identityOf(route) || entry.place.id !== route.place.id,
  )
  return checkWays(published, { ...published, entries: [...others, route] }, quota.published)
}
