import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { documentedOfGateways, gatewayErrors, removeGatewayRoute } from '../shared/gateway-routes.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import * as fields from '../shared/route-fields.ts'
import { about, vpn } from '../shared/service.ts'

export const deleteVpnPbrRouteEntry = operation({
  ...about('DeleteVpnPbrRouteEntry', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Deletes a policy-based route of a VPN gateway.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    VpnGatewayId: required(id),
    ...fields.source,
    ...fields.destination,
    ...fields.nextHop,
    ...fields.namingWeight,
    ...fields.namingPriority,
    ...fields.overlayMode,
    ...clientToken,
  },
  response: {},
  errors: { ...gatewayErrors, 'route-not-found': true },
  documented: [...documentedOfGateways, 'InvalidRouteEntry.NotFound'],
  run: (context: CallContext, request) => removeGatewayRoute(context, request),
})
