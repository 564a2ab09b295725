/** The routes of a VPN gateway, of which the cloud keeps two tables. */
import type { RoutePatch } from '../../../../commands/route/route.ts'
import type { Ipv4Prefix } from '../../../../domain/address.ts'
import { usualPriority } from '../../../../domain/automatic-routes.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { RouteEntry } from '../../../../domain/route-entry.ts'
import { configurationState } from '../../../../observed/status.ts'
import type { WireError } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { gatewayRoutes, preferenceOf } from '../../route-rules.ts'
import { gatewayLocked, refuseLocked } from './bills.ts'
import { addRoute, changeRoute, type NamedRoute, namedRoute, removeRoute } from './route-changes.ts'
import { type MadeRoute, type StandingRoute, standingRoutes } from './route-view.ts'

export interface GatewayRoutes {
  /** Whether the gateway tells its VPC what it learns, and that takes it. */
  readonly takesLearned: boolean
  readonly connections: readonly Resource<'connection'>[]
  readonly policyBased: readonly StandingRoute[]
  readonly destinationBased: readonly StandingRoute[]
}

async function readRoutes(context: CallContext, gateway: Resource<'gateway'>): Promise<GatewayRoutes> {
  const { id } = gateway
  const connections = await context.reader.referencing(id, 'connection')
  const standing = await standingRoutes(context, { kind: 'gateway', id }, connections)
  const isPolicy = ({ entry }: StandingRoute): boolean => entry.source !== undefined
  const destinationBased = standing.filter((route) => !isPolicy(route))
  const network = await context.reader.get('network', gateway.spec.network ?? '')
  const takesLearned = (gateway.spec.propagatesRoutes ?? true) && (network?.spec.takesDynamicRoutes ?? true)
  return { takesLearned, connections, policyBased: standing.filter(isPolicy), destinationBased }
}

async function findGateway({ reader }: CallContext, id: string): Promise<Result<Resource<'gateway'>, DomainError>> {
  const gateway = await reader.get('gateway', id)
  return gateway === undefined
    ? fail(domainError('gateway-not-found', 'no such gateway in this region', id))
    : ok(gateway)
}

export async function routesOfGateway(context: CallContext, id: string): Promise<Result<GatewayRoutes, DomainError>> {
  const gateway = await findGateway(context, id)
  return gateway.ok ? ok(await readRoutes(context, gateway.value)) : gateway
}

/** The same, of a gateway whose routes may be changed: while it is changed itself they may not. */
export async function changeableRoutes(context: CallContext, id: string): Promise<Result<GatewayRoutes, DomainError>> {
  const gateway = await findGateway(context, id)
  if (!gateway.ok) return gateway
  const locked = refuseLocked(gateway.value)
  if (locked !== undefined) return fail(locked)
  const state = configurationState(gateway.value, (await context.applied([id])).get(id))
  if (state !== 'ready') return fail(domainError('busy', `the gateway is ${state}`, id))
  return ok(await readRoutes(context, gateway.value))
}

const tableOf = ({ policyBased, destinationBased }: GatewayRoutes, source: Ipv4Prefix | undefined) =>
  source === undefined ? destinationBased : policyBased

interface NewGatewayRoute extends NamedRoute {
  readonly VpnGatewayId: string
  readonly Weight: number
  readonly PublishVpc: boolean
  readonly Description: string | undefined
}

export async function addGatewayRoute(
  context: CallContext,
  request: NewGatewayRoute,
): Promise<Result<MadeRoute, DomainError>> {
  const { VpnGatewayId, RouteSource, RouteDest, NextHop, Weight, PublishVpc, Priority, Description } = request
  const routes = await changeableRoutes(context, VpnGatewayId)
  if (!routes.ok) return routes
  const entry: RouteEntry = {
    place: { kind: 'gateway', id: VpnGatewayId },
    ...(RouteSource === undefined ? {} : { source: RouteSource }),
    destination: RouteDest,
    nextHop: NextHop,
    priority: Priority ?? usualPriority,
    preference: preferenceOf(Weight),
    enabled: true,
    published: PublishVpc,
  }
  const standing = tableOf(routes.value, RouteSource)
  return addRoute(context, standing, { entry, rules: gatewayRoutes(context), description: Description })
}

type NamedGatewayRoute = NamedRoute & { readonly VpnGatewayId: string }

type Nothing = Readonly<Record<never, never>>

/** Has nothing to answer, as the cloud’s operations have not. */
export async function changeGatewayRoute(
  context: CallContext,
  request: NamedGatewayRoute,
  patch: Omit<RoutePatch, 'labels'>,
): Promise<Result<Nothing, DomainError>> {
  const routes = await changeableRoutes(context, request.VpnGatewayId)
  if (!routes.ok) return routes
  const standing = tableOf(routes.value, request.RouteSource)
  const route = namedRoute(standing, request)
  if (!route.ok) return route
  const changed = await changeRoute(context, route.value, { patch, rules: gatewayRoutes(context) })
  return changed.ok ? ok({}) : changed
}

export async function removeGatewayRoute(
  context: CallContext,
  request: NamedGatewayRoute,
): Promise<Result<Nothing, DomainError>> {
  const routes = await changeableRoutes(context, request.VpnGatewayId)
  if (!routes.ok) return routes
  const route = namedRoute(tableOf(routes.value, request.RouteSource), request)
  if (!route.ok) return route
  const removed = await removeRoute(context, route.value, gatewayRoutes(context))
  return removed.ok ? ok({}) : removed
}

const configuring: WireError = {
  status: 400,
  code: 'VpnGateway.Configuring',
  message: 'The specified service is configuring.',
}

/** What each operation can end in that changes a gateway's routes. */
export const gatewayErrors = { 'gateway-not-found': true, suspended: gatewayLocked, busy: configuring } as const

/** What each can end in that makes one. */
export const newRouteErrors = {
  ...gatewayErrors,
  'connection-not-found': true,
  'route-place-invalid': true,
  'route-destination-invalid': true,
  'route-exists': true,
  'route-alternatives-full': true,
  'route-preference-taken': true,
  'route-conflict': true,
  'remote-overlaps-network': true,
  'peer-inside-route': true,
  'routes-exhausted': true,
  'published-routes-exhausted': true,
} as const

/** What each can end in that ranks one anew beside its alternatives. */
export const rankErrors = {
  ...gatewayErrors,
  'route-not-found': true,
  'route-alternatives-full': true,
  'route-preference-taken': true,
} as const

export const documentedOfGateways = [
  'InvalidVpnGatewayInstanceId.NotFound',
  'VpnGateway.Configuring',
  'VpnGateway.FinancialLocked',
] as const

export const documentedOfNewRoutes = [
  ...documentedOfGateways,
  'InvalidDescription',
  'Resource.QuotaFull',
  'VpnRouteEntry.AlreadyExists',
  'VpnRouteEntry.BackupRoute',
  'VpnRouteEntry.Conflict',
  'VpnRouteEntry.InvalidWeight',
  'CustomerGateway.ConflictRouteEntry',
] as const
