import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { addGatewayRoute, documentedOfNewRoutes, newRouteErrors } from '../shared/gateway-routes.ts'
import { clientToken, dryRun, id, region } from '../shared/request-fields.ts'
import * as fields from '../shared/route-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { gatewayRouteFields } from './response.ts'

export const createVpnRouteEntry = operation({
  ...about('CreateVpnRouteEntry', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Creates a destination-based route of a VPN gateway into one of its connections.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...region,
    VpnGatewayId: required(id),
    ...fields.destination,
    ...fields.nextHop,
    ...fields.newWeight('Weight'),
    PublishVpc: required(t.boolean),
    ...fields.description,
    ...fields.overlayMode,
    ...dryRun,
    ...clientToken,
  },
  response: gatewayRouteFields,
  shownBy: {
    operation: 'DescribeVpnRouteEntries',
    by: 'VpnGatewayId',
    id: 'VpnInstanceId',
    at: 'VpnRouteEntries.VpnRouteEntry',
  },
  errors: newRouteErrors,
  documented: documentedOfNewRoutes,
  run: (context: CallContext, request) => addGatewayRoute(context, request),
})
