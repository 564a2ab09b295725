/** What the operations on route entries do with the one that they name. */
import {
  createRoute,
  deleteRoute,
  modifyRoute,
  type RoutePatch,
  standInRoute,
} from '../../../../commands/route/route.ts'
import type { Ipv4Prefix } from '../../../../domain/address.ts'
import { identityOf } from '../../../../domain/automatic-routes.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { type Labels, noLabels, type Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { RouteEntry } from '../../../../domain/route-entry.ts'
import type { RouteRules } from '../../../../domain/route-rules.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { weightOf } from '../../route-rules.ts'
import { newResource } from './new-resource.ts'
import type { MadeRoute, StandingRoute } from './route-view.ts'

/** The entry of a request: how it is named among those of its place. */
export interface NamedRoute {
  readonly NextHop: string
  readonly RouteDest: Ipv4Prefix
  readonly RouteSource?: Ipv4Prefix | undefined
  readonly Weight?: number | undefined
  readonly Priority?: number | undefined
}

const isUnless = <T>(wanted: T | undefined, value: T | undefined): boolean => wanted === undefined || wanted === value

/** Those of the standing routes that the request names. */
export const namedRoutes = (standing: readonly StandingRoute[], named: NamedRoute): readonly StandingRoute[] =>
  standing.filter(
    ({ entry }) =>
      entry.enabled &&
      entry.nextHop === named.NextHop &&
      entry.destination === named.RouteDest &&
      isUnless(named.RouteSource, entry.source) &&
      isUnless(named.Weight, weightOf(entry.preference)) &&
      isUnless(named.Priority, entry.priority),
  )

/** The one that the request names: a place has one route of a source, a destination and a next hop. */
export function namedRoute(standing: readonly StandingRoute[], named: NamedRoute): Result<StandingRoute, DomainError> {
  const [route] = namedRoutes(standing, named)
  if (route !== undefined) return ok(route)
  return fail(domainError('route-not-found', 'the place has no such route', named.RouteDest))
}

const asNew = (context: CallContext, labels: Labels = noLabels) => newResource(context, 'rte', undefined, labels)

const labelsOf = (description: string | undefined): Labels =>
  description === undefined ? noLabels : { ...noLabels, description }

type Changed = Result<Resource<'route'>, DomainError>

interface NewEntry {
  readonly entry: RouteEntry
  readonly rules: RouteRules
  readonly description: string | undefined
}

/** One that is disabled, which is none to this cloud, makes room for the new one. */
export async function addRoute(
  context: CallContext,
  standing: readonly StandingRoute[],
  { entry, rules, description }: NewEntry,
): Promise<Result<MadeRoute, DomainError>> {
  const same = standing.find(({ entry: other }) => identityOf(other) === identityOf(entry))
  if (same !== undefined && same.stored === undefined) {
    return fail(domainError('route-exists', `${entry.nextHop} has it by itself`, entry.destination))
  }
  if (same?.entry.enabled === false && same.stored !== undefined) {
    await context.execute(deleteRoute, { id: same.stored.id })
  }
  const input = { ...asNew(context, labelsOf(description)), route: entry, rules }
  const made = await executed(context, 'route', createRoute, input)
  return made.ok ? ok({ stored: made.value, entry: made.value.spec, createdAt: made.value.createdAt }) : made
}

interface RouteChange {
  readonly patch: Omit<RoutePatch, 'labels'>
  readonly rules: RouteRules
}

/** What a connection has by itself is nothing that could be changed: the changed route stands in for it. */
export async function changeRoute(
  context: CallContext,
  { stored, entry }: StandingRoute,
  { patch, rules }: RouteChange,
): Promise<Changed> {
  const route = { ...entry, ...patch }
  return stored === undefined
    ? executed(context, 'route', standInRoute, { ...asNew(context), route, automatic: entry, rules })
    : executed(context, 'route', modifyRoute, { id: stored.id, patch, rules })
}

/** One that a connection has by itself stays away for as long as a disabled one stands in for it. */
export async function removeRoute(
  context: CallContext,
  route: StandingRoute,
  rules: RouteRules,
): Promise<Result<unknown, DomainError>> {
  const { stored, isAutomatic } = route
  if (stored !== undefined && !isAutomatic) return context.execute(deleteRoute, { id: stored.id })
  return changeRoute(context, route, { patch: { enabled: false }, rules })
}
