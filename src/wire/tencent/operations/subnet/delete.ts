import { deleteSubnet as deleteSubnetCommand } from '../../../../commands/network.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { id } from '../../ids.ts'
import { about } from '../shared/service.ts'

export const deleteSubnet = operation({
  ...about('DeleteSubnet', 'subnet/{SubnetId}'),
  summary: 'Deletes a subnet that no host is in any more.',
  effect: 'write',
  request: { SubnetId: required(id('subnet')) },
  response: {},
  errors: { 'subnet-not-found': true, 'in-use': true },
  neverOccurs: { 'UnsupportedOperation.RecordNotExists': 'what is not there is ResourceNotFound' },
  async run(context: CallContext, { SubnetId }) {
    const deleted = await context.execute(deleteSubnetCommand, { id: SubnetId })
    return deleted.ok ? ok({}) : deleted
  },
})
