import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields } from '../../paging.ts'
import { routesOfGateway } from '../shared/gateway-routes.ts'
import { wrappedPage } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { entryType } from '../shared/route-fields.ts'
import { countFields, type Listing, listed } from '../shared/route-response.ts'
import { learnedRoutes, viewRoutes } from '../shared/route-view.ts'
import { about, vpn } from '../shared/service.ts'
import { listedRouteFields } from './response.ts'

const counts: r.ResponseField<Listing> = r.structure(r.derived('both types, whichever is asked for'), (page) => page, {
  VpnRouteCount: r.structures(r.derived('each type of routes'), ({ counts: each }: Listing) => each, countFields),
})

export const describeVpnRouteEntries = operation({
  ...about('DescribeVpnRouteEntries', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Lists the destination-based routes of a VPN gateway, and those that BGP learned.',
  effect: 'read',
  request: { ...region, VpnGatewayId: required(id), RouteEntryType: optional(entryType), ...pageFields },
  response: { ...wrappedPage('VpnRouteEntries', 'VpnRouteEntry', listedRouteFields), VpnRouteCounts: counts },
  errors: { 'gateway-not-found': true },
  async run(context: CallContext, request) {
    const { VpnGatewayId } = request
    const routes = await routesOfGateway(context, VpnGatewayId)
    if (!routes.ok) return routes
    const { connections, destinationBased, takesLearned } = routes.value
    const learned = learnedRoutes(context, VpnGatewayId, connections)
    const page = listed(viewRoutes(context, destinationBased, connections), learned, request)
    return ok({ ...page, items: page.items.map((item) => ({ ...item, takesLearned })) })
  },
})
