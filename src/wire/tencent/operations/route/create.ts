import { ok } from '../../../../domain/result.ts'
import { ignored, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { routeTableFields } from '../route-table/response.ts'
import { findTable, placeOf, type RouteTableView, viewRouteTable } from '../route-table/view.ts'
import { pageResponse } from '../shared/page-response.ts'
import { about } from '../shared/service.ts'
import { makeRoute, newRouteErrors, newRouteNeverOccurs } from './make.ts'
import { newRouteFields, routeTableField, several, shownBy } from './request.ts'
import type { VpcRoute } from './view.ts'

const answered = 'it is told, and not asked for'

export const createRoutes = operation({
  ...about('CreateRoutes', 'rtb/{RouteTableId}'),
  summary:
    'Creates routes of a table to VPN gateways of its VPC, all of them or none; the answer’s table has the new ones alone.',
  effect: 'write',
  request: {
    ...routeTableField,
    Routes: required(
      several(t.structure({ ...newRouteFields, RouteId: ignored(answered), RouteItemId: ignored(answered) })),
    ),
  },
  response: pageResponse<RouteTableView>('RouteTableSet', 'tables', routeTableFields),
  shownBy,
  errors: newRouteErrors,
  documented: [
    'InvalidParameterValue',
    'InvalidParameterValue.CidrNotInPeerVpc',
    'InvalidParameterValue.Duplicate',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.RouteNextHopInvalid',
    'InvalidParameterValue.RoutePolicyPriorityConflict',
    'InvalidParameterValue.SubnetOverlapRoute',
    'InvalidParameterValue.VpcCidrConflict',
    'InvalidParameterValue.VpcCidrOverlapRoute',
    'LimitExceeded',
    'ResourceNotFound',
    'UnknownParameter.WithGuess',
    'UnsupportedOperation',
    'UnsupportedOperation.CdcSubnetNotSupportUnLocalGateway',
    'UnsupportedOperation.ConflictWithDockerRoute',
    'UnsupportedOperation.Ecmp',
    'UnsupportedOperation.EcmpWithCcnRoute',
    'UnsupportedOperation.EcmpWithUserRoute',
    'UnsupportedOperation.NormalSubnetNotSupportLocalGateway',
    'UnsupportedOperation.SystemRoute',
  ],
  neverOccurs: {
    ...newRouteNeverOccurs,
    'InvalidParameterValue.RoutePolicyPriorityConflict': 'routes of a VPC have no priorities',
    'UnsupportedOperation.EcmpWithUserRoute': 'routes that users make share the traffic',
  },
  async run(context: CallContext, { RouteTableId, Routes }) {
    const table = await findTable(context, RouteTableId)
    if (!table.ok) return table
    const made: VpcRoute[] = []
    for (const route of Routes) {
      const created = await makeRoute(context, placeOf(table.value), route)
      if (!created.ok) return created
      made.push(created.value)
    }
    return ok({ total: 1, items: [await viewRouteTable(context, table.value, made)] })
  },
})
