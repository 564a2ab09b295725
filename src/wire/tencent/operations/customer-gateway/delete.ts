import { deleteCustomerGateway as command } from '../../../../commands/customer-gateway.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import { deleting } from '../../../http/executed.ts'
import { id } from '../../ids.ts'
import { about } from '../shared/service.ts'

export const deleteCustomerGateway = operation({
  ...about('DeleteCustomerGateway', 'cgw/{CustomerGatewayId}'),
  summary: 'Deletes a customer gateway that no connection leads to any more.',
  effect: 'write',
  request: { CustomerGatewayId: required(id('customerGateway')) },
  response: {},
  errors: { 'customer-gateway-not-found': true, 'in-use': true },
  documented: [
    'InvalidParameterValue.Malformed',
    'ResourceInUse',
    'ResourceNotFound',
    'UnsupportedOperation.RecordNotExists',
  ],
  neverOccurs: { 'UnsupportedOperation.RecordNotExists': 'what is not there is ResourceNotFound' },
  run: deleting(command, 'CustomerGatewayId'),
})
