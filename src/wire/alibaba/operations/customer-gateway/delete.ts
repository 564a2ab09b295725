import { deleteCustomerGateway as command } from '../../../../commands/customer-gateway.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import { deleting } from '../../../http/executed.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'

export const deleteCustomerGateway = operation({
  ...about('DeleteCustomerGateway', vpn, 'customergateway/{CustomerGatewayId}'),
  summary: 'Deletes a customer gateway that no connection leads to.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: { ...region, CustomerGatewayId: required(id), ...clientToken },
  response: {},
  errors: {
    'customer-gateway-not-found': true,
    'in-use': {
      status: 400,
      code: 'DependencyViolation.VpnConnection',
      message: 'There are vpn connections on specified customer gateway not deleted: %d.',
    },
  },
  documented: [
    'InvalidCustomerGatewayInstanceId.NotFound',
    'DependencyViolation.VpnConnection',
    'VpnGateway.task.conflict',
  ],
  neverOccurs: {
    'VpnGateway.task.conflict': 'a customer gateway is changed at once, with no task that could be under way',
  },
  run: deleting(command, 'CustomerGatewayId'),
})
