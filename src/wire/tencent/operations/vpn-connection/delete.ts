import { deleteConnection } from '../../../../commands/connection.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { id } from '../../ids.ts'
import { about } from '../shared/service.ts'

export const deleteVpnConnection = operation({
  ...about('DeleteVpnConnection', 'vpnx/{VpnConnectionId}'),
  summary: 'Deletes a VPN connection; it is gone once its task has succeeded. The request’s id is the task’s.',
  effect: 'write',
  request: { VpnGatewayId: required(id('vpnGateway')), VpnConnectionId: required(id('vpnConnection')) },
  response: {},
  errors: { 'connection-not-found': true, busy: true },
  documented: [
    'InvalidParameterValue.Malformed',
    'ResourceNotFound',
    'UnsupportedOperation.DeleteVpnConnInvalidState',
    'UnsupportedOperation.InvalidState',
    'UnsupportedOperation.MutexOperationTaskRunning',
    'UnsupportedOperation.RecordNotExists',
  ],
  neverOccurs: {
    'UnsupportedOperation.DeleteVpnConnInvalidState': 'told as InvalidState, which clients try again after',
    'UnsupportedOperation.MutexOperationTaskRunning': 'told as InvalidState, which clients try again after',
    'UnsupportedOperation.RecordNotExists': 'what is not there is ResourceNotFound',
  },
  async run(context: CallContext, { VpnGatewayId, VpnConnectionId }) {
    const input = { id: VpnConnectionId, gateway: VpnGatewayId }
    const deleted = await executed(context, 'connection', deleteConnection, input)
    if (!deleted.ok) return deleted
    await context.track(context.requestId, deleted.value)
    return ok({})
  },
})
