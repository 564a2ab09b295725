import { deleteRoute } from '../../../../commands/route/route.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { about } from '../shared/service.ts'
import { gatewayField, noFailure, routeId, several } from './request.ts'
import { namedRoute } from './view.ts'

export const deleteVpnGatewayRoutes = operation({
  ...about('DeleteVpnGatewayRoutes', 'vpngw/{VpnGatewayId}'),
  summary: 'Deletes destination routes of a VPN gateway, all of them or none.',
  effect: 'write',
  request: { ...gatewayField, RouteIds: required(several(routeId)) },
  response: {},
  errors: { 'gateway-not-found': true, 'route-not-found': true, 'route-derived': true },
  documented: ['InternalServerError', 'InvalidParameter', 'InvalidParameterValue.Malformed', 'ResourceNotFound'],
  neverOccurs: { InternalServerError: noFailure },
  async run(context: CallContext, { VpnGatewayId, RouteIds }) {
    for (const id of new Set(RouteIds)) {
      const named = await namedRoute(context, VpnGatewayId, id)
      if (!named.ok) return named
      const deleted = await context.execute(deleteRoute, { id })
      if (!deleted.ok) return deleted
    }
    return ok({})
  },
})
