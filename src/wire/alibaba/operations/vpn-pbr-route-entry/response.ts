import * as r from '../../../../operations/response.ts'
import { carryingTunnel } from '../shared/route-response.ts'
import type { MadeRoute, RouteView } from '../shared/route-view.ts'
import { gatewayRouteFields } from '../vpn-route-entry/response.ts'

export const policyFields = {
  ...gatewayRouteFields,
  Priority: r.integer(r.given(['NewPriority', 'Priority']), ({ entry }) => entry.priority),
  RouteSource: r.string(r.given('RouteSource'), ({ entry }) => entry.source),
} satisfies r.ResponseFields<MadeRoute>

export const listedPolicyFields = {
  ...r.pick(policyFields, 'NextHop', 'Priority', 'RouteDest', 'RouteSource', 'State', 'VpnInstanceId', 'Weight'),
  CreateTime: r.integer(
    r.stored('when it was created, or the connection that has it by itself, in milliseconds'),
    ({ createdAt }) => createdAt,
  ),
  NextHopTunnelId: carryingTunnel(({ tunnels }: RouteView) => tunnels),
} satisfies r.ResponseFields<RouteView>
