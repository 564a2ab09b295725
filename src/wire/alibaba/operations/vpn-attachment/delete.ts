import { deleteConnection } from '../../../../commands/connection.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { outcomeFields } from './response.ts'

export const deleteVpnAttachment = operation({
  ...about('DeleteVpnAttachment', vpn, 'vpnconnection/{VpnConnectionId}'),
  summary: 'Deletes an IPsec-VPN connection that nothing carries.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: { ...region, VpnConnectionId: required(id), ...clientToken },
  response: outcomeFields,
  errors: {
    'connection-not-found': true,
    'binding-wrong': true,
    'in-use': {
      status: 400,
      code: 'IncorrectStatus.VpnConnection',
      message: 'The specified VPN connection is still attached: %d.',
    },
  },
  async run(context: CallContext, { VpnConnectionId }) {
    const deleted = await context.execute(deleteConnection, { id: VpnConnectionId, bound: false })
    return deleted.ok ? ok({}) : deleted
  },
})
