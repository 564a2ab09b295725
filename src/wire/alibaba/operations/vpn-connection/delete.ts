import { deleteConnection } from '../../../../commands/connection.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'

export const deleteVpnConnection = operation({
  ...about('DeleteVpnConnection', vpn, 'vpnconnection/{VpnConnectionId}'),
  summary: 'Deletes an IPsec-VPN connection on a VPN gateway, and the route entries that lead into it.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: { ...region, VpnConnectionId: required(id), ...clientToken },
  response: {},
  errors: {
    'connection-not-found': true,
    'binding-wrong': true,
    busy: { status: 400, code: 'VpnGateway.Configuring', message: 'The specified service is configuring.' },
  },
  documented: ['InvalidVpnConnectionInstanceId.NotFound', 'VpnGateway.Configuring'],
  async run(context: CallContext, { VpnConnectionId }) {
    const deleted = await context.execute(deleteConnection, { id: VpnConnectionId, bound: true })
    return deleted.ok ? ok({}) : deleted
  },
})
