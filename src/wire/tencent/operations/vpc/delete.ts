import { deleteNetwork } from '../../../../commands/network.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import { deleting } from '../../../http/executed.ts'
import { id } from '../../ids.ts'
import { about } from '../shared/service.ts'

export const deleteVpc = operation({
  ...about('DeleteVpc', 'vpc/{VpcId}'),
  summary: 'Deletes a VPC that nothing is in any more.',
  effect: 'write',
  request: { VpcId: required(id('vpc')) },
  response: {},
  errors: { 'network-not-found': true, 'in-use': true },
  documented: [
    'ResourceInUse',
    'ResourceNotFound',
    'InvalidParameterValue.Malformed',
    'UnsupportedOperation.RecordNotExists',
    'UnsupportedOperation.RouteTableHasSubnetRule',
    'LimitExceeded.ActionLimited',
  ],
  neverOccurs: {
    'UnsupportedOperation.RecordNotExists': 'what is not there is ResourceNotFound',
    'UnsupportedOperation.RouteTableHasSubnetRule': 'there are no rules between subnets',
    'LimitExceeded.ActionLimited': 'there is no limit on how often it is called',
  },
  run: deleting(deleteNetwork, 'VpcId'),
})
