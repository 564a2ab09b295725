import { deleteGateway } from '../../../../commands/gateway.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'

export const deleteVpnGateway = operation({
  action: 'DeleteVpnGateway',
  service: 'Vpc 2016-04-28',
  summary: 'Deletes a VPN gateway that has no connections.',
  source: 'DeleteVpnGateway, Alibaba Cloud VPN Gateway documentation',
  permission: { action: 'vpc:DeleteVpnGateway', resource: 'acs:vpc:{region}:{account}:vpngateway/{VpnGatewayId}' },
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
  async run(context: CallContext, { VpnGatewayId }) {
    const decided = await context.execute(deleteGateway, { id: VpnGatewayId })
    return decided.ok ? ok({}) : decided
  },
})
