import { deleteGateway } from '../../../../commands/gateway.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import { deleting } from '../../../http/executed.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'

export const deleteVpnGateway = operation({
  ...about('DeleteVpnGateway', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Deletes a VPN gateway that has no connections.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: { ...region, VpnGatewayId: required(id), ...clientToken },
  response: {},
  errors: {
    'gateway-not-found': true,
    busy: { status: 400, code: 'VpnGateway.Configuring', message: 'The specified service is configuring.' },
    'in-use': {
      status: 400,
      code: 'DependencyViolation.VpnConnection',
      message: 'The specified VPN gateway has dependent VPN connections: %d.',
    },
  },
  neverOccurs: {
    ForbiddenRelease: 'nothing is billed, so no term has to run out',
    'DependencyViolation.SslVpnServer': 'SSL-VPN is not served',
  },
  run: deleting(deleteGateway, 'VpnGatewayId'),
})
