import { deleteRoute } from '../../../../commands/route/route.ts'
import { ok } from '../../../../domain/result.ts'
import { ignored, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { about } from '../shared/service.ts'
import { namedRoutes, namingFields, routeTableField, several } from './request.ts'
import { routeFields, type VpcRoute } from './view.ts'

const named = ignored('the id says which route is meant')

const tooMany = 'InvalidParameterValue.LimitExceeded'

const route = t.refined(
  t.structure({
    ...namingFields,
    DestinationCidrBlock: named,
    GatewayType: named,
    GatewayId: named,
    RouteDescription: named,
    Enabled: named,
    RouteType: named,
    RouteTableId: named,
    DestinationIpv6CidrBlock: named,
    PublishedToVbc: named,
    CreatedTime: named,
    CdcId: named,
  }),
  'named by RouteId or RouteItemId',
  ['InvalidParameterValue.Malformed'],
  ({ RouteId, RouteItemId }) =>
    RouteId === undefined && !RouteItemId
      ? { code: 'InvalidParameterValue.Malformed', detail: 'must have a RouteId or a RouteItemId' }
      : undefined,
)

export const deleteRoutes = operation({
  ...about('DeleteRoutes', 'rtb/{RouteTableId}'),
  summary: 'Deletes routes of a VPC, all of them or none.',
  effect: 'write',
  request: { ...routeTableField, Routes: required(several(route)) },
  response: {
    RouteSet: r.structures<readonly VpcRoute[], VpcRoute>(
      r.derived('those that were deleted'),
      (all) => all,
      routeFields,
    ),
  },
  errors: { 'network-table-not-found': true, 'route-not-found': true },
  documented: [
    tooMany,
    'InvalidParameterValue.Malformed',
    'ResourceNotFound',
    'UnknownParameter.WithGuess',
    'UnsupportedOperation.DisabledNotifyCcn',
    'UnsupportedOperation.SystemRoute',
  ],
  neverOccurs: {
    'UnknownParameter.WithGuess': 'told as UnknownParameter',
    'UnsupportedOperation.DisabledNotifyCcn': 'routes to VPN gateways are not published to a CCN',
    'UnsupportedOperation.SystemRoute': 'what the system routes by itself is not listed, and cannot be named',
  },
  async run(context: CallContext, { RouteTableId, Routes }) {
    const found = await namedRoutes(context, RouteTableId, Routes)
    if (!found.ok) return found
    const routes = [...new Set(found.value)]
    for (const { id } of routes) {
      const deleted = await context.execute(deleteRoute, { id })
      if (!deleted.ok) return deleted
    }
    return ok(routes)
  },
})
