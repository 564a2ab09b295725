import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { connectionRoutes } from '../../route-rules.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import { removeRoute } from '../shared/route-changes.ts'
import * as fields from '../shared/route-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { routeOfConnection } from './routes.ts'

export const deleteVcoRouteEntry = operation({
  ...about('DeleteVcoRouteEntry', vpn, 'vpnconnection/{VpnConnectionId}'),
  summary: 'Deletes a route into an IPsec-VPN connection.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    VpnConnectionId: required(id),
    ...fields.destination,
    ...fields.nextHop,
    ...fields.namingWeight,
    ...fields.overlayMode,
    ...clientToken,
  },
  response: {},
  errors: { 'connection-not-found': true, 'route-not-found': true },
  async run(context: CallContext, request) {
    const found = await routeOfConnection(context, request)
    if (!found.ok) return found
    const removed = await removeRoute(context, found.value.route, connectionRoutes(context))
    return removed.ok ? ok({}) : removed
  },
})
