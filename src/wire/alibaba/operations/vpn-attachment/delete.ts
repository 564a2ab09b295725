import { deleteConnection } from '../../../../commands/connection.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import { boolean, type ResponseFields, string } from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'

const response: ResponseFields<null> = {
  Code: string('constant "200": this operation has it, few others do', () => '200'),
  Message: string('constant "successful"', () => 'successful'),
  Success: boolean('constant true', () => true),
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
