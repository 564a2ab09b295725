import { checkTermOver } from '../../../../commands/billing/renewal.ts'
import { deleteGateway } from '../../../../commands/gateway.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { wireError } from '../../errors.ts'
import { id } from '../../ids.ts'
import { timeOnBills } from '../shared/bills.ts'
import { about } from '../shared/service.ts'

export const deleteVpnGateway = operation({
  ...about('DeleteVpnGateway', 'vpngw/{VpnGatewayId}'),
  summary: 'Deletes a VPN gateway without connections; it is gone once Describe no longer shows it.',
  effect: 'write',
  request: { VpnGatewayId: required(id('vpnGateway', 'InvalidVpnGatewayId.Malformed')) },
  response: {},
  errors: {
    'gateway-not-found': true,
    busy: true,
    'term-not-over': true,
    // The document has no code for tunnels that are left; ResourceInUse would make Terraform try for minutes.
    'in-use': wireError('UnsupportedOperation', 'The VPN gateway `%s` still has tunnels, or a CCN: %d.'),
  },
  documented: [
    'InvalidParameterValue.Malformed',
    'InvalidVpnGatewayId.Malformed',
    'InvalidVpnGatewayId.NotFound',
    'ResourceNotFound',
    'UnsupportedOperation',
    'UnsupportedOperation.BindCloudFirewall',
  ],
  neverOccurs: {
    'InvalidParameterValue.Malformed': 'the one id in it has a code of its own',
    'InvalidVpnGatewayId.NotFound': 'told as ResourceNotFound, which clients recognise',
    'UnsupportedOperation.BindCloudFirewall': 'there is no cloud firewall',
  },
  async run(context: CallContext, { VpnGatewayId }) {
    const deleted = await executed(context, 'gateway', deleteGateway, {
      id: VpnGatewayId,
      refusal: checkTermOver(timeOnBills(context)),
    })
    if (!deleted.ok) return deleted
    await context.track(context.requestId, deleted.value)
    return ok({})
  },
})
