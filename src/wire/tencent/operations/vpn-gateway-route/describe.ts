import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { type Filter, filtersField, rangedPage } from '../../paging.ts'
import { about } from '../shared/service.ts'
import { gatewayField, noFailure } from './request.ts'
import { instanceTypeOf, routePage } from './response.ts'
import { type GatewayRouteView, routesOf } from './view.ts'

const has: Readonly<Record<string, (route: GatewayRouteView) => string>> = {
  DestinationCidr: ({ destination }) => destination,
  InstanceId: ({ nextHop }) => nextHop,
  InstanceType: instanceTypeOf,
}

const meets = (route: GatewayRouteView, { name, values }: Filter): boolean => values.includes(has[name]?.(route) ?? '')

export const describeVpnGatewayRoutes = operation({
  ...about('DescribeVpnGatewayRoutes', 'vpngw/{VpnGatewayId}'),
  summary:
    'Lists the destination routes of a VPN gateway, the oldest first, and after them what BGP has learned and what its CCN leads to.',
  effect: 'read',
  request: {
    ...gatewayField,
    Filters: filtersField(Object.keys(has)),
    ...rangedPage,
  },
  response: routePage,
  errors: { 'gateway-not-found': true },
  documented: [
    'InternalError',
    'InvalidParameter',
    'InvalidParameter.FilterInvalidKey',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.Range',
    'LimitExceeded',
    'MissingParameter',
    'ResourceNotFound',
    'UnknownParameter',
    'UnsupportedOperation',
  ],
  neverOccurs: {
    InternalError: noFailure,
    LimitExceeded: 'nothing is made by it',
    UnsupportedOperation: 'nothing in it is refused',
  },
  async run(context: CallContext, { VpnGatewayId, Filters = [], Offset, Limit }) {
    const all = await routesOf(context, VpnGatewayId)
    if (!all.ok) return all
    const found = all.value.filter((route) => Filters.every((filter) => meets(route, filter)))
    return ok({ total: found.length, items: found.slice(Offset, Offset + Limit) })
  },
})
