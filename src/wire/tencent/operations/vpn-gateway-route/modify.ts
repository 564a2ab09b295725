import { modifyRoute } from '../../../../commands/route/route.ts'
import type { DomainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { extras } from '../../extras.ts'
import { gatewayRoutes } from '../../route-rules.ts'
import { refuseIsolated } from '../shared/bills.ts'
import { about } from '../shared/service.ts'
import { descriptionField, gatewayField, noFailure, routeId, several, shownBy, status } from './request.ts'
import { routesField } from './response.ts'
import { type GatewayRouteView, namedRoute, viewRoute } from './view.ts'

interface Change {
  readonly Status: boolean | undefined
  readonly Description: string | undefined
}

/** What changes nothing leaves its UpdateTime as it is, which clients keep. */
async function change(
  context: CallContext,
  route: Resource<'route'>,
  { Status: enabled = route.spec.enabled, Description: description = route.labels.description ?? '' }: Change,
): Promise<Result<Resource<'route'>, DomainError>> {
  if (enabled === route.spec.enabled && description === (route.labels.description ?? '')) return ok(route)
  const known = extras.route.write({ ...extras.route.read(route), updatedAt: context.now })
  const labels = { ...route.labels, description }
  const patch = { enabled, labels, extras: known }
  return executed(context, 'route', modifyRoute, { id: route.id, patch, rules: gatewayRoutes(context) })
}

export const modifyVpnGatewayRoutes = operation({
  ...about('ModifyVpnGatewayRoutes', 'vpngw/{VpnGatewayId}'),
  summary: 'Enables, disables or describes destination routes of a VPN gateway, all of them or none.',
  effect: 'write',
  request: {
    ...gatewayField,
    Routes: required(
      several(t.structure({ RouteId: required(routeId), Status: optional(status), Description: descriptionField })),
    ),
  },
  response: routesField,
  shownBy,
  errors: {
    'gateway-not-found': true,
    suspended: true,
    'route-not-found': true,
    'route-derived': true,
    'route-alternatives-full': true,
  },
  documented: [
    'InternalError',
    'InvalidParameter',
    'ResourceNotFound',
    'ResourceUnavailable',
    'UnknownParameter',
    'UnsupportedOperation',
    'UnsupportedOperation.RecordNotExists',
    'UnsupportedOperation.VpnUnsupportedRouteEcmpForCvmVpn',
  ],
  neverOccurs: {
    InternalError: noFailure,
    ResourceUnavailable: 'a route may be changed at any time',
    'UnsupportedOperation.RecordNotExists': 'what is not there is ResourceNotFound',
    'UnsupportedOperation.VpnUnsupportedRouteEcmpForCvmVpn':
      'every gateway is of version 4.0, on which routes of one priority share the traffic',
  },
  async run(context: CallContext, { VpnGatewayId, Routes }) {
    const isolated = refuseIsolated(await context.reader.get('gateway', VpnGatewayId))
    if (isolated !== undefined) return fail(isolated)
    const changed: GatewayRouteView[] = []
    for (const given of Routes) {
      const named = await namedRoute(context, VpnGatewayId, given.RouteId)
      if (!named.ok) return named
      const route = await change(context, named.value, given)
      if (!route.ok) return route
      changed.push(viewRoute(route.value))
    }
    return ok(changed)
  },
})
