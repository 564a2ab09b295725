import { checkTermOver } from '../../../../commands/billing/renewal.ts'
import { deleteGateway } from '../../../../commands/gateway.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { timeOnBills } from '../shared/bills.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { configuring } from './errors.ts'

export const deleteVpnGateway = operation({
  ...about('DeleteVpnGateway', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Deletes a VPN gateway that has no connections.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: { ...region, VpnGatewayId: required(id), ...clientToken },
  response: {},
  errors: {
    'gateway-not-found': true,
    busy: configuring,
    'term-not-over': true,
    'in-use': {
      status: 400,
      code: 'DependencyViolation.VpnConnection',
      message: 'There are vpn connections on specified vpn gateway not deleted: %d.',
    },
  },
  neverOccurs: { 'DependencyViolation.GreTunnel': 'no operation of the API makes a GRE tunnel' },
  async run(context: CallContext, { VpnGatewayId }) {
    const change = await context.execute(deleteGateway, {
      id: VpnGatewayId,
      refusal: checkTermOver(timeOnBills(context)),
    })
    return change.ok ? ok({}) : change
  },
})
