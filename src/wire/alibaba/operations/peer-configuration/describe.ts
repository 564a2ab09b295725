import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { viewConnection } from '../vpn-connection/view.ts'
import { peerConfiguration } from './response.ts'

export const downloadVpnConnectionConfig = operation({
  ...about('DownloadVpnConnectionConfig', vpn, 'vpnconnection/{VpnConnectionId}'),
  summary: 'Answers what the device at the other end of an IPsec-VPN connection is to be configured with.',
  effect: 'read',
  request: { ...region, VpnConnectionId: required(id) },
  response: peerConfiguration,
  errors: { 'connection-not-found': true },
  async run(context: CallContext, { VpnConnectionId }) {
    const connection = await context.reader.get('connection', VpnConnectionId)
    if (connection === undefined) {
      return fail(domainError('connection-not-found', 'no such connection in this region', VpnConnectionId))
    }
    return ok(await viewConnection(context, connection))
  },
})
