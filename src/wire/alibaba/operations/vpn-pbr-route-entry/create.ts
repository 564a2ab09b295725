import { usualPriority } from '../../../../domain/automatic-routes.ts'
import { required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { addGatewayRoute, documentedOfNewRoutes, newRouteErrors } from '../shared/gateway-routes.ts'
import { clientToken, dryRun, id, region } from '../shared/request-fields.ts'
import * as fields from '../shared/route-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { policyFields } from './response.ts'

export const createVpnPbrRouteEntry = operation({
  ...about('CreateVpnPbrRouteEntry', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Creates a policy-based route of a VPN gateway into one of its connections.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...region,
    VpnGatewayId: required(id),
    ...fields.source,
    ...fields.destination,
    ...fields.nextHop,
    ...fields.newWeight('Weight'),
    Priority: withDefault(fields.priority, usualPriority, { note: 'the lowest that matches a packet decides' }),
    PublishVpc: required(t.boolean),
    ...fields.description,
    ...fields.overlayMode,
    ...dryRun,
    ...clientToken,
  },
  response: policyFields,
  shownBy: {
    operation: 'DescribeVpnPbrRouteEntries',
    by: 'VpnGatewayId',
    id: 'VpnInstanceId',
    at: 'VpnPbrRouteEntries.VpnPbrRouteEntry',
  },
  errors: { ...newRouteErrors, 'route-source-invalid': true },
  documented: documentedOfNewRoutes,
  run: (context: CallContext, request) => addGatewayRoute(context, request),
})
