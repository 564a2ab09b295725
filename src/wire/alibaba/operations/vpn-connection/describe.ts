import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { connectionFields, describedTunnels } from './response.ts'
import { viewConnection } from './view.ts'

export const describeVpnConnection = operation({
  ...about('DescribeVpnConnection', vpn, 'vpnconnection/{VpnConnectionId}'),
  summary: 'Describes an IPsec-VPN connection, its tunnels and how far their negotiation has come.',
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
