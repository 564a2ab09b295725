import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { documentedOfGateways, gatewayErrors, removeGatewayRoute } from '../shared/gateway-routes.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import * as fields from '../shared/route-fields.ts'
import { about, vpn } from '../shared/service.ts'

export const deleteVpnRouteEntry = operation({
  ...about('DeleteVpnRouteEntry', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Deletes a destination-based route of a VPN gateway.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    VpnGatewayId: required(id),
    ...fields.destination,
    ...fields.nextHop,
    ...fields.namingWeight,
    ...fields.overlayMode,
    ...clientToken,
  },
  response: {},
  errors: { ...gatewayErrors, 'route-not-found': true },
  documented: [...documentedOfGateways, 'InvalidRouteEntry.NotFound'],
  run: (context: CallContext, request) => removeGatewayRoute(context, request),
})
