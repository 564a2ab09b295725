import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { connectionRoutes, preferenceOf } from '../../route-rules.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import { changeRoute } from '../shared/route-changes.ts'
import * as fields from '../shared/route-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { routeOfConnection } from './routes.ts'

export const modifyVcoRouteEntryWeight = operation({
  ...about('ModifyVcoRouteEntryWeight', vpn, 'vpnconnection/{VpnConnectionId}'),
  summary: 'Changes the weight that is shown of a route into an IPsec-VPN connection.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    VpnConnectionId: required(id),
    ...fields.worldless(fields.alone, {
      ...fields.destination,
      ...fields.nextHop,
      ...fields.namingWeight,
      ...fields.newWeight('NewWeight'),
    }),
    ...fields.overlayMode,
    ...clientToken,
  },
  response: {},
  shownBy: {
    operation: 'DescribeVcoRouteEntries',
    by: 'VpnConnectionId',
    id: 'VpnConnectionId',
    at: 'VcoRouteEntries',
  },
  errors: { 'connection-not-found': true, 'route-not-found': true },
  async run(context: CallContext, request) {
    const found = await routeOfConnection(context, request)
    if (!found.ok) return found
    const { route } = found.value
    const patch = { preference: preferenceOf(request.NewWeight) }
    const changed = await changeRoute(context, route, { patch, rules: connectionRoutes(context) })
    return changed.ok ? ok({}) : changed
  },
})
