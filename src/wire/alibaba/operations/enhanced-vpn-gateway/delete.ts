import { deleteGateway } from '../../../../commands/gateway.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { enhancedErrors, refuseOthers } from './errors.ts'

export const deleteEnhancedVpnGateway = operation({
  ...about('DeleteEnhancedVpnGateway', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Deletes an enhanced VPN gateway that has no connections.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: { ...region, VpnGatewayId: required(id), ...clientToken },
  response: {},
  errors: {
    ...enhancedErrors,
    'in-use': {
      status: 400,
      code: 'VpnDependencyViolation.VpnConnection',
      message: 'There are vpn connections on specified vpn gateway not deleted: %d.',
    },
  },
  documented: [
    'VpnGateway.Configuring',
    'TaskConflict',
    'VpnDependencyViolation.VpnConnection',
    'InvalidVpnGatewayInstanceId.NotFound',
    'InternalError',
  ],
  neverOccurs: {
    TaskConflict: 'a gateway on which something is under way is VpnGateway.Configuring, or lets it finish',
  },
  async run(context: CallContext, { VpnGatewayId }) {
    const change = await context.execute(deleteGateway, { id: VpnGatewayId, refusal: refuseOthers })
    return change.ok ? ok({}) : change
  },
})
