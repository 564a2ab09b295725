import { deleteSubnet as command } from '../../../../commands/network.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import { deleting } from '../../../http/executed.ts'
import { id } from '../../ids.ts'
import { about } from '../shared/service.ts'

export const deleteSubnet = operation({
  ...about('DeleteSubnet', 'subnet/{SubnetId}'),
  summary: 'Deletes a subnet that no host is in any more.',
  effect: 'write',
  request: { SubnetId: required(id('subnet')) },
  response: {},
  errors: { 'subnet-not-found': true, 'in-use': true },
  documented: [
    'InvalidParameterValue.Malformed',
    'ResourceInUse',
    'ResourceNotFound',
    'UnsupportedOperation.RecordNotExists',
  ],
  neverOccurs: { 'UnsupportedOperation.RecordNotExists': 'what is not there is ResourceNotFound' },
  run: deleting(command, 'SubnetId'),
})
