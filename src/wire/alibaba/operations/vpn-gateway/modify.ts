import { modifyGateway } from '../../../../commands/gateway.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { description, name, people } from './request.ts'
import { vpnGatewayFields } from './response.ts'
import { viewGateway } from './view.ts'

export const modifyVpnGatewayAttribute = operation({
  ...about('ModifyVpnGatewayAttribute', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Renames or describes a VPN gateway, and switches the propagation of its routes.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    VpnGatewayId: required(id),
    Name: optional(name, { code: 'InvalidName', worldless: people }),
    Description: optional(description, { code: 'InvalidDescription' }),
    AutoPropagate: optional(t.boolean, {
      note: 'true: the VPC reaches what BGP learns, and neighbors are told of the VPC',
    }),
    ...clientToken,
  },
  response: r.pick(
    vpnGatewayFields,
    'AutoPropagate',
    'BusinessStatus',
    'CreateTime',
    'Description',
    'DisasterRecoveryInternetIp',
    'DisasterRecoveryVSwitchId',
    'EnableBgp',
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
    busy: { status: 400, code: 'VpnGateway.Configuring', message: 'The specified service is configuring.' },
  },
  async run(context: CallContext, { VpnGatewayId, Name, Description, AutoPropagate }) {
    const modified = await executed(context, 'gateway', modifyGateway, {
      id: VpnGatewayId,
      patch: () => ok({ name: Name, description: Description, propagatesRoutes: AutoPropagate }),
    })
    return modified.ok ? ok(await viewGateway(context, modified.value)) : modified
  },
})
