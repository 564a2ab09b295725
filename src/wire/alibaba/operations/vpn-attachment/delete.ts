import { deleteConnection } from '../../../../commands/connection.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'

const response: r.ResponseFields<null> = {
  Code: r.string('constant "200": this operation has it, few others do', () => '200'),
  Message: r.string('constant "successful"', () => 'successful'),
  Success: r.boolean('constant true', () => true),
}

export const deleteVpnAttachment = operation({
  action: 'DeleteVpnAttachment',
  service: 'Vpc 2016-04-28',
  summary: 'Deletes an IPsec-VPN connection that nothing carries.',
  source: 'DeleteVpnAttachment, Alibaba Cloud VPN Gateway documentation',
  permission: {
    action: 'vpc:DeleteVpnAttachment',
    resource: 'acs:vpc:{region}:{account}:vpnconnection/{VpnConnectionId}',
  },
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: { ...region, VpnConnectionId: required(id), ...clientToken },
  response,
  errors: {
    'connection-not-found': true,
    'in-use': {
      status: 400,
      code: 'IncorrectStatus.VpnConnection',
      message: 'The specified VPN connection is still attached: %d.',
    },
  },
  async run(context: CallContext, { VpnConnectionId }) {
    const decided = await context.execute(deleteConnection, { id: VpnConnectionId })
    return decided.ok ? ok(null) : decided
  },
})
