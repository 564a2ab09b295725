import { modifyGateway } from '../../../../commands/gateway.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { about, vpn } from '../shared/service.ts'
import { configuring } from './errors.ts'
import { changeFields } from './request.ts'
import { vpnGatewayFields } from './response.ts'
import { viewGateway } from './view.ts'

export const modifyVpnGatewayAttribute = operation({
  ...about('ModifyVpnGatewayAttribute', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Renames or describes a VPN gateway, and switches the propagation of its routes.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: changeFields,
  response: r.pick(
    vpnGatewayFields,
    'AutoPropagate',
    'BusinessStatus',
    'CreateTime',
    'Description',
    'DisasterRecoveryInternetIp',
    'DisasterRecoveryVSwitchId',
    'EnableBgp',
    'EndTime',
    'InternetIp',
    'Name',
    'ResourceGroupId',
    'Spec',
    'Status',
    'VSwitchId',
    'VpcId',
    'VpnGatewayId',
  ),
  shownBy: { operation: 'DescribeVpnGateway', by: 'VpnGatewayId', id: 'VpnGatewayId', at: '' },
  errors: {
    'gateway-not-found': true,
    busy: configuring,
  },
  async run(context: CallContext, { VpnGatewayId, Name, Description, AutoPropagate }) {
    const modified = await executed(context, 'gateway', modifyGateway, {
      id: VpnGatewayId,
      patch: () => ok({ name: Name, description: Description, propagatesRoutes: AutoPropagate }),
    })
    return modified.ok ? ok(await viewGateway(context, modified.value)) : modified
  },
})
