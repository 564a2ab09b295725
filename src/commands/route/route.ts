import { routeOfPlace } from '../../domain/claims.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Extras, Labels, Resource } from '../../domain/resource.ts'
import { fail, ok } from '../../domain/result.ts'
import type { RouteEntry } from '../../domain/route-entry.ts'
import type { RouteRules } from '../../domain/route-rules.ts'
import { type Command, changed, claiming, type NewResource, newResource, putting, removing } from '../command.ts'
import { checkPeerRoutes } from '../peer-routes.ts'
import { type AutomaticSurroundings, checkUncovered, loadAutomaticSurroundings } from './automatic.ts'
import { checkRoutePlace, type FoundRoutePlace, findRoutePlace } from './place.ts'
import { checkRoutePrefixes } from './prefixes.ts'
import {
  checkAlternatives,
  checkNew,
  checkPublished,
  checkPublishedQuota,
  checkQuota,
  leadsNetwork,
  loadRouteTable,
  type RouteTable,
  routeExists,
} from './table.ts'

/** Several at once are several of these in one transaction, each of which sees those before it. */
export interface CreateRoute extends NewResource {
  readonly route: RouteEntry
  readonly rules: RouteRules
}

interface RouteSurroundings {
  readonly found: FoundRoutePlace
  readonly table: RouteTable
}

async function loadSurroundings(reader: Reader, route: RouteEntry, { quota }: RouteRules): Promise<RouteSurroundings> {
  const found = await findRoutePlace(reader, route)
  return { found, table: await loadRouteTable(reader, route, found.network?.id, quota) }
}

export const createRoute: Command<CreateRoute, RouteSurroundings> = {
  name: 'create-route',
  load: (reader, { route, rules }) => loadSurroundings(reader, route, rules),
  decide({ found, table }, input) {
    const { route, rules } = input
    const refusal =
      checkRoutePlace(route, found) ??
      checkRoutePrefixes(route, rules, found.networks, input.account) ??
      checkPeerRoutes([route.destination], found.peers) ??
      checkNew(route, table) ??
      checkAlternatives(route, table, rules) ??
      checkPublished(route, table) ??
      checkQuota(route, table, rules) ??
      checkPublishedQuota(route, table, rules)
    return refusal === undefined ? ok(claimingRoute(input)) : fail(refusal)
  },
}

const claimingRoute = (input: CreateRoute) => {
  const { route } = input
  return claiming(
    { kind: 'route', ...newResource(input), spec: route },
    {
      ...routeOfPlace(route),
      refusal: (holder: string) => routeExists(route, holder),
    },
  )
}

/** A route that stands in for what its next hop is routed by itself (`domain/automatic-routes.ts`). */
export interface StandInRoute extends CreateRoute {
  readonly automatic: RouteEntry
}

/** The automatic one was allowed when its connection was made; only a new rank is judged beside its alternatives. */
export const standInRoute: Command<StandInRoute, RouteSurroundings> = {
  name: 'stand-in-route',
  load: (reader, { route, rules }) => loadSurroundings(reader, route, rules),
  decide({ table }, input) {
    const { route, automatic, rules } = input
    const isRanked = route.enabled && route.preference !== automatic.preference
    const refusal = isRanked ? checkAlternatives(route, table, rules) : undefined
    if (refusal !== undefined) return fail(refusal)
    return ok(claimingRoute({ ...input, route: { ...route, standsIn: true } }))
  },
}

/** What is named changes, and nothing else. */
export interface RoutePatch extends Partial<Pick<RouteEntry, 'priority' | 'preference' | 'enabled' | 'published'>> {
  readonly labels?: Labels
  readonly extras?: Extras
}

export interface ModifyRoute {
  readonly id: string
  readonly patch: RoutePatch
  readonly rules: RouteRules
}

interface StandingRoute {
  readonly route: Resource<'route'> | undefined
  readonly table: RouteTable
}

const notFound = (id: string): DomainError => domainError('route-not-found', 'no such route in this region', id)

const nothing: RouteTable = { alternatives: [], rivals: [], count: 0 }

async function loadStanding(reader: Reader, { id, patch, rules }: ModifyRoute): Promise<StandingRoute> {
  const route = await reader.get('route', id)
  if (route === undefined) return { route, table: nothing }
  const published = patch.published ?? route.spec.published
  return { route, table: (await loadSurroundings(reader, { ...route.spec, published }, rules)).table }
}

export const modifyRoute: Command<ModifyRoute, StandingRoute> = {
  name: 'modify-route',
  load: loadStanding,
  decide({ route, table }, { id, patch, rules }) {
    if (route === undefined) return fail(notFound(id))
    const { priority, preference, enabled, published } = { ...route.spec, ...patch }
    const spec = { ...route.spec, priority, preference, enabled, published }
    const appears = enabled && !route.spec.enabled
    const isRanked = appears || preference !== route.spec.preference
    const isTold = leadsNetwork(spec) && (appears || !leadsNetwork(route.spec))
    const refusal =
      (isRanked ? checkAlternatives(spec, table, rules) : undefined) ??
      (isTold ? (checkPublished(spec, table) ?? checkPublishedQuota(spec, table, rules)) : undefined)
    if (refusal !== undefined) return fail(refusal)
    const { labels = route.labels, extras = route.extras } = patch
    return ok(putting(changed(route, { spec, labels, extras })))
  },
}

export interface RedirectRoute {
  readonly id: string
  readonly nextHop: string
  readonly rules: RouteRules
}

interface RedirectedRoute extends StandingRoute {
  readonly found: FoundRoutePlace | undefined
}

/** The same source and destination lead into another next hop. */
export const redirectRoute: Command<RedirectRoute, RedirectedRoute> = {
  name: 'redirect-route',
  async load(reader, { id, nextHop, rules }) {
    const route = await reader.get('route', id)
    if (route === undefined) return { route, table: nothing, found: undefined }
    const { found, table } = await loadSurroundings(reader, { ...route.spec, nextHop }, rules)
    return { route, found, table: { ...table, alternatives: table.alternatives.filter((other) => other.id !== id) } }
  },
  decide({ route, found, table }, { id, nextHop, rules }) {
    if (route === undefined || found === undefined) return fail(notFound(id))
    const spec = { ...route.spec, nextHop }
    const refusal =
      checkRoutePlace(spec, found) ??
      checkPeerRoutes([spec.destination], found.peers) ??
      checkNew(spec, table) ??
      checkAlternatives(spec, table, rules) ??
      checkPublished(spec, table)
    if (refusal !== undefined) return fail(refusal)
    const claim = { ...routeOfPlace(spec), refusal: (holder: string) => routeExists(spec, holder) }
    return ok(claiming(changed(route, { spec }), claim))
  },
}

export interface DeleteRoute {
  readonly id: string
  /** Given where what the connection is routed by itself is judged anew, once no entry stands in for it any more. */
  readonly rules?: RouteRules
}

interface DepartingRoute {
  readonly route: Resource<'route'> | undefined
  readonly connection: Resource<'connection'> | undefined
  readonly around: AutomaticSurroundings
}

export const deleteRoute: Command<DeleteRoute, DepartingRoute> = {
  name: 'delete-route',
  async load(reader, { id, rules }) {
    const route = await reader.get('route', id)
    const isGateway = route?.spec.place.kind === 'gateway'
    const connection = isGateway ? await reader.get('connection', route.spec.nextHop) : undefined
    const gateway =
      rules === undefined || connection === undefined
        ? undefined
        : await reader.get('gateway', connection.spec.gateway ?? '')
    return { route, connection, around: await loadAutomaticSurroundings(reader, gateway) }
  },
  decide({ route, connection, around }, { id, rules }) {
    if (route === undefined) return fail(notFound(id))
    const refusal =
      connection === undefined || rules === undefined
        ? undefined
        : checkUncovered(connection, route.spec, around, rules)
    return refusal === undefined ? ok(removing(route)) : fail(refusal)
  },
}
