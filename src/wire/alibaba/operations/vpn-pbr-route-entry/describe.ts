import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields } from '../../paging.ts'
import { routesOfGateway } from '../shared/gateway-routes.ts'
import { wrappedPage } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { pageOf, viewRoutes } from '../shared/route-view.ts'
import { about, vpn } from '../shared/service.ts'
import { listedPolicyFields } from './response.ts'

export const describeVpnPbrRouteEntries = operation({
  ...about('DescribeVpnPbrRouteEntries', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Lists the policy-based routes of a VPN gateway, those among them that its connections have by themselves.',
  effect: 'read',
  request: { ...region, VpnGatewayId: required(id), ...pageFields },
  response: wrappedPage('VpnPbrRouteEntries', 'VpnPbrRouteEntry', listedPolicyFields),
  errors: { 'gateway-not-found': true },
  async run(context: CallContext, request) {
    const routes = await routesOfGateway(context, request.VpnGatewayId)
    if (!routes.ok) return routes
    const { connections, policyBased } = routes.value
    return ok(pageOf(viewRoutes(context, policyBased, connections), request))
  },
})
