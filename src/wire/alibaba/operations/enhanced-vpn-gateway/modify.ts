import { modifyGateway } from '../../../../commands/gateway.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { about, vpn } from '../shared/service.ts'
import { changeFields } from '../vpn-gateway/request.ts'
import { vpnGatewayFields } from '../vpn-gateway/response.ts'
import { viewGateway } from '../vpn-gateway/view.ts'
import { enhancedErrors, refuseOthers } from './errors.ts'

export const updateEnhancedVpnGateway = operation({
  ...about('UpdateEnhancedVpnGateway', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Renames or describes an enhanced VPN gateway, and switches the propagation of its routes.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: changeFields,
  response: r.pick(
    vpnGatewayFields,
    'AutoPropagate',
    'CreateTime',
    'Description',
    'DisasterRecoveryVSwitchId',
    'EnableBgp',
    'EniInstanceIds',
    'GatewayType',
    'Name',
    'NetworkType',
    'ResourceGroupId',
    'Status',
    'Tag',
    'Tags',
    'VSwitchId',
    'VpcId',
    'VpnGatewayId',
    'VpnType',
  ),
  shownBy: { operation: 'DescribeVpnGateway', by: 'VpnGatewayId', id: 'VpnGatewayId', at: '' },
  errors: enhancedErrors,
  async run(context: CallContext, { VpnGatewayId, Name, Description, AutoPropagate }) {
    const modified = await executed(context, 'gateway', modifyGateway, {
      id: VpnGatewayId,
      patch(standing) {
        const refusal = refuseOthers(standing)
        if (refusal !== undefined) return fail(refusal)
        return ok({ name: Name, description: Description, propagatesRoutes: AutoPropagate })
      },
    })
    return modified.ok ? ok(await viewGateway(context, modified.value)) : modified
  },
})
