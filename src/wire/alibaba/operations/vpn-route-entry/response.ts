import * as r from '../../../../operations/response.ts'
import { carryingTunnel, type ListedRoute, listedFields, routeFields } from '../shared/route-response.ts'
import type { MadeRoute } from '../shared/route-view.ts'

const stateOf = (isPublished: boolean): string => (isPublished ? 'published' : 'normal')

const spelt = 'published or normal'

export const gatewayRouteFields = {
  ...routeFields,
  State: r.string(r.given('PublishVpc', { spelt }), ({ entry }) => stateOf(entry.published)),
  VpnInstanceId: r.string(r.given('VpnGatewayId'), ({ entry }) => entry.place.id),
} satisfies r.ResponseFields<MadeRoute>

export type ListedOfGateway = ListedRoute & { readonly takesLearned: boolean }

export const listedRouteFields = {
  ...listedFields,
  NextHopTunnelId: carryingTunnel(({ route }: ListedRoute) => route.tunnels),
  State: r.string(
    r.given('PublishVpc', { spelt, otherwise: 'whether the VPC takes what BGP learns' }),
    ({ takesLearned, ...listed }) => stateOf(listed.isLearned ? takesLearned : listed.route.entry.published),
  ),
  VpnInstanceId: r.string(r.given('VpnGatewayId'), (listed) =>
    listed.isLearned ? listed.route.place : listed.route.entry.place.id,
  ),
} satisfies r.ResponseFields<ListedOfGateway>
