import { ok } from '../../../../domain/result.ts'
import { ignored, optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields } from '../../paging.ts'
import { barePage } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { entryType } from '../shared/route-fields.ts'
import { countFields, listed } from '../shared/route-response.ts'
import { learnedRoutes, viewRoutes } from '../shared/route-view.ts'
import { about, vpn } from '../shared/service.ts'
import { listedRouteFields } from './response.ts'
import { routesOfConnection } from './routes.ts'

export const describeVcoRouteEntries = operation({
  ...about('DescribeVcoRouteEntries', vpn, 'vpnconnection/{VpnConnectionId}'),
  summary: 'Lists the routes into an IPsec-VPN connection, those that it has by itself and those that BGP learned.',
  effect: 'read',
  request: {
    ...region,
    VpnConnectionId: required(id),
    RouteEntryType: optional(entryType),
    ClientToken: ignored('a list changes nothing that could be repeated'),
    ...pageFields,
  },
  response: {
    ...barePage('VcoRouteEntries', listedRouteFields),
    VpnRouteCounts: r.structures(
      r.derived('both types, whichever is asked for'),
      ({ counts }: ReturnType<typeof listed>) => counts,
      countFields,
    ),
  },
  errors: { 'connection-not-found': true },
  async run(context: CallContext, request) {
    const routes = await routesOfConnection(context, request.VpnConnectionId)
    if (!routes.ok) return routes
    const { connection, attachment, standing } = routes.value
    const root = attachment?.spec.router
    const learned = root === undefined ? [] : learnedRoutes(context, root, [connection])
    const page = listed(viewRoutes(context, standing, [connection]), learned, request)
    return ok({ ...page, items: page.items.map((item) => ({ ...item, attachment })) })
  },
})
