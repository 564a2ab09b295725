import { deleteConnection } from '../../../../commands/connection.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import { deleting } from '../../../http/executed.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import { vpc } from '../shared/service.ts'
import { outcomeFields } from './response.ts'

export const deleteVpnAttachment = operation({
  action: 'DeleteVpnAttachment',
  service: vpc,
  summary: 'Deletes an IPsec-VPN connection that nothing carries.',
  source: 'DeleteVpnAttachment, Alibaba Cloud VPN Gateway documentation',
  permission: {
    action: 'vpc:DeleteVpnAttachment',
    resource: 'acs:vpc:{region}:{account}:vpnconnection/{VpnConnectionId}',
  },
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: { ...region, VpnConnectionId: required(id), ...clientToken },
  response: outcomeFields,
  errors: {
    'connection-not-found': true,
    'in-use': {
      status: 400,
      code: 'IncorrectStatus.VpnConnection',
      message: 'The specified VPN connection is still attached: %d.',
    },
  },
  run: deleting(deleteConnection, 'VpnConnectionId'),
})
