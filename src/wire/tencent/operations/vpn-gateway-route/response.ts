import * as r from '../../../../operations/response.ts'
import { formatTime } from '../../times.ts'
import type { GatewayRouteView } from './view.ts'

export const statusOf = (enabled: boolean): string => (enabled ? 'ENABLE' : 'DISABLE')

export const instanceTypeOf = ({ type }: GatewayRouteView): string => (type === 'CCN' ? 'CCN' : 'VPNCONN')

const routeFields: r.ResponseFields<GatewayRouteView> = {
  DestinationCidrBlock: r.string(r.given('DestinationCidrBlock'), ({ destination }) => destination),
  InstanceType: r.string(r.derived('CCN where the CCN has given it, else VPNCONN'), instanceTypeOf),
  InstanceId: r.string(r.given('InstanceId'), ({ nextHop }) => nextHop),
  Priority: r.integer(r.given('Priority'), ({ priority }) => priority),
  Status: r.string(r.given('Status'), ({ enabled }) => statusOf(enabled)),
  RouteId: r.string(r.stored('the route’s id'), ({ id }) => id),
  Type: r.string(r.derived('Static, or BGP where a neighbor has told it, or CCN'), ({ type }) => type),
  CreateTime: r.string(r.stored('when it was created, or its session established, in Beijing time'), ({ createdAt }) =>
    formatTime(createdAt),
  ),
  UpdateTime: r.string(r.stored('when it was changed last, in Beijing time'), ({ updatedAt }) => formatTime(updatedAt)),
  Description: r.string(r.given('Description', { otherwise: 'empty' }), ({ description }) => description),
}

export interface GatewayRoutePage {
  readonly total: number
  readonly items: readonly GatewayRouteView[]
}

export const routesField: r.ResponseFields<readonly GatewayRouteView[]> = {
  Routes: r.structures(r.given('Routes', { spelt: 'they are now' }), (all) => all, routeFields),
}

export const routePage: r.ResponseFields<GatewayRoutePage> = {
  Routes: r.structures(r.given('Routes', { spelt: 'they are now' }), ({ items }) => items, routeFields),
  TotalCount: r.integer(r.derived('how many routes were selected'), ({ total }) => total),
}
