import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { id, region } from '../shared/request-fields.ts'
import { vpc } from '../shared/service.ts'
import { connectionFields, describedTunnels } from './response.ts'
import { viewConnection } from './view.ts'

export const describeVpnConnection = operation({
  action: 'DescribeVpnConnection',
  service: vpc,
  summary: 'Describes an IPsec-VPN connection, its tunnels and how far their negotiation has come.',
  source: 'DescribeVpnConnection, Alibaba Cloud VPN Gateway documentation',
  permission: {
    action: 'vpc:DescribeVpnConnection',
    resource: 'acs:vpc:{region}:{account}:vpnconnection/{VpnConnectionId}',
  },
  effect: 'read',
  request: { ...region, VpnConnectionId: required(id) },
  response: { ...connectionFields, TunnelOptionsSpecification: describedTunnels },
  errors: { 'connection-not-found': true },
  async run(context: CallContext, { VpnConnectionId }) {
    const connection = await context.reader.get('connection', VpnConnectionId)
    if (connection === undefined) {
      return fail(domainError('connection-not-found', 'no such connection in this region', VpnConnectionId))
    }
    return ok(await viewConnection(context, connection))
  },
})
