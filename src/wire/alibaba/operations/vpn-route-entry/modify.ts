import { type DomainError, domainError } from '../../../../domain/error.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { gatewayRoutes, preferenceOf } from '../../route-rules.ts'
import {
  changeableRoutes,
  changeGatewayRoute,
  documentedOfGateways,
  type GatewayRoutes,
  gatewayErrors,
  rankErrors,
} from '../shared/gateway-routes.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import { changeRoute, type NamedRoute, namedRoutes } from '../shared/route-changes.ts'
import * as fields from '../shared/route-fields.ts'
import type { StandingRoute } from '../shared/route-view.ts'
import { about, vpn } from '../shared/service.ts'

const shownBy = {
  operation: 'DescribeVpnRouteEntries',
  by: 'VpnGatewayId',
  id: 'VpnGatewayId',
  at: 'VpnRouteEntries.VpnRouteEntry',
} as const

export const modifyVpnRouteEntryWeight = operation({
  ...about('ModifyVpnRouteEntryWeight', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Changes which of two destination-based routes is the active one, and which its standby.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    VpnGatewayId: required(id),
    ...fields.destination,
    ...fields.nextHop,
    ...fields.namingWeight,
    ...fields.newWeight('NewWeight'),
    ...fields.overlayMode,
    ...clientToken,
  },
  response: {},
  shownBy,
  errors: rankErrors,
  documented: [
    ...documentedOfGateways,
    'InvalidRouteEntry.NotFound',
    'VpnRouteEntry.BackupRoute',
    'VpnRouteEntry.InvalidWeight',
  ],
  run: (context: CallContext, request) =>
    changeGatewayRoute(context, request, { preference: preferenceOf(request.NewWeight) }),
})

interface Publication extends Pick<NamedRoute, 'NextHop' | 'RouteDest' | 'RouteSource'> {
  readonly RouteType: 'dbr' | 'pbr'
  readonly PublishVpc: boolean
}

/** Withdrawing a policy-based route withdraws the destination-based one of the same destination too. */
function concerned({ policyBased, destinationBased }: GatewayRoutes, request: Publication): readonly StandingRoute[] {
  const { RouteType, PublishVpc, NextHop, RouteDest, RouteSource } = request
  const plain = namedRoutes(destinationBased, { NextHop, RouteDest })
  if (RouteType === 'dbr') return plain
  const policies = namedRoutes(policyBased, { NextHop, RouteDest, RouteSource })
  return PublishVpc || policies.length === 0 ? policies : [...policies, ...plain]
}

async function publish(
  context: CallContext,
  routes: GatewayRoutes,
  request: Publication,
): Promise<Result<Readonly<Record<never, never>>, DomainError>> {
  const named = concerned(routes, request)
  if (named.length === 0)
    return fail(domainError('route-not-found', 'the gateway has no such route', request.RouteDest))
  const published = request.PublishVpc
  for (const route of named.filter(({ entry }) => entry.published !== published)) {
    const changed = await changeRoute(context, route, { patch: { published }, rules: gatewayRoutes(context) })
    if (!changed.ok) return changed
  }
  return ok({})
}

export const publishVpnRouteEntry = operation({
  ...about('PublishVpnRouteEntry', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Publishes a route of a VPN gateway to its VPC, or withdraws it from there.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    VpnGatewayId: required(id),
    RouteType: required(t.word('dbr', 'pbr')),
    ...fields.destination,
    ...fields.nextHop,
    RouteSource: fields.optionalSource,
    PublishVpc: required(t.boolean),
    ...clientToken,
  },
  response: {},
  shownBy,
  errors: { ...gatewayErrors, 'route-not-found': true, 'route-conflict': true, 'published-routes-exhausted': true },
  documented: [...documentedOfGateways, 'InvalidRouteEntry.NotFound', 'VpnRouteEntry.Conflict', 'Resource.QuotaFull'],
  async run(context: CallContext, request) {
    const routes = await changeableRoutes(context, request.VpnGatewayId)
    return routes.ok ? publish(context, routes.value, request) : routes
  },
})
