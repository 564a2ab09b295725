/** How many routes there are, with those that connections have by themselves. */
import { automaticRoutes, identityOf } from '../../domain/automatic-routes.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Resource } from '../../domain/resource.ts'
import type { RouteEntry } from '../../domain/route-entry.ts'
import type { Quota } from '../quota.ts'

/** Entries of places, and the connections that may have routes there by themselves. */
export interface Standing {
  readonly entries: readonly RouteEntry[]
  readonly connections: readonly Resource<'connection'>[]
}

/** More than any cloud lets a place have. */
const allOfPlace = 1000

async function loadEntries(reader: Reader, places: readonly string[], isPolicy?: boolean) {
  const sort = isPolicy === undefined ? [] : [isPolicy ? 'yes' : 'no']
  const ofSort = sort.length === 0 ? [] : [{ by: 'facet', facet: 'policy-based', anyOf: sort } as const]
  const where = [{ by: 'facet', facet: 'place', anyOf: places } as const, ...ofSort]
  const { items } = await reader.page('route', { where, limit: allOfPlace })
  return items.map(({ spec }) => spec)
}

/** Of a gateway, the sort of routes that its connections have by themselves. */
export const loadPolicies = async (reader: Reader, gateway: string): Promise<Standing> => ({
  entries: await loadEntries(reader, [gateway], true),
  connections: await reader.referencing(gateway, 'connection'),
})

/** All that leads a network's packets into its gateways. */
export async function loadPublished(reader: Reader, network: string): Promise<Standing> {
  const gateways = (await reader.referencing(network, 'gateway')).map(({ id }) => id)
  const connections = await Promise.all(gateways.map((id) => reader.referencing(id, 'connection')))
  return { entries: await loadEntries(reader, [network, ...gateways]), connections: connections.flat() }
}

function effective({ entries, connections }: Standing): readonly RouteEntry[] {
  const stored = new Set(entries.map(identityOf))
  const automatic = connections.filter(({ deleting }) => !deleting).flatMap(automaticRoutes)
  const unhidden = new Map(automatic.map((entry) => [identityOf(entry), entry]))
  const own = [...unhidden].flatMap(([identity, entry]) => (stored.has(identity) ? [] : [entry]))
  return [...entries.filter(({ enabled }) => enabled), ...own]
}

/** Each route once; disabled entries are none, and take away the automatic one that they stand in for. */
export const routesOf = (standing: Standing): ReadonlySet<string> => new Set(effective(standing).map(identityOf))

/** Destinations with the gateway that a network has to each: policies of several sources are one. */
export const waysOf = (standing: Standing): ReadonlySet<string> =>
  new Set(
    effective(standing)
      .filter(({ place, published }) => published || place.kind === 'network')
      .map(({ place, destination, nextHop }) => `${destination} ${place.kind === 'network' ? nextHop : place.id}`),
  )

/** How many routes of its sort the place of a route has. */
export async function countRoutes(reader: Reader, { place, source }: RouteEntry): Promise<number> {
  const isPolicy = source !== undefined
  const connections = await loadAutomatic(reader, place, isPolicy)
  if (connections.flatMap(automaticRoutes).length === 0) {
    const sort = { by: 'facet', facet: 'policy-based', anyOf: [isPolicy ? 'yes' : 'no'] } as const
    const here = { by: 'facet', facet: 'place', anyOf: [place.id] } as const
    return (await reader.page('route', { where: [here, sort], limit: 1 })).total
  }
  return routesOf({ entries: await loadEntries(reader, [place.id], isPolicy), connections }).size
}

/** The connections that have routes of this sort at the place by themselves: a gateway's have policies. */
async function loadAutomatic(reader: Reader, place: RouteEntry['place'], isPolicy: boolean) {
  if (place.kind === 'gateway') return isPolicy ? reader.referencing(place.id, 'connection') : []
  const own = place.kind === 'connection' && !isPolicy ? await reader.get('connection', place.id) : undefined
  return own === undefined ? [] : [own]
}

/** Counts all that would be added, before any of it is. */
export function checkAutomatic(before: Standing, after: Standing, quota: Quota): DomainError | undefined {
  if (quota === undefined) return undefined
  const [standing, routes] = [routesOf(before), routesOf(after)]
  const added = [...routes].filter((route) => !standing.has(route)).length
  if (added === 0 || routes.size <= quota) return undefined
  const detail = `Existing routes: ${routes.size - added}. Routes to be created: ${added}. Maximum routes: ${quota}.`
  return domainError('automatic-routes-exhausted', detail)
}

export function checkWays(before: Standing, after: Standing, quota: Quota): DomainError | undefined {
  if (quota === undefined) return undefined
  const [standing, ways] = [waysOf(before), waysOf(after)]
  if (ways.size <= quota || [...ways].every((way) => standing.has(way))) return undefined
  return domainError(
    'published-routes-exhausted',
    `the network would have ${ways.size} routes into its gateways, of ${quota} at the most`,
  )
}
