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
      message: 'The specified customer gateway has dependent VPN connections: %d.',
    },
  },
  run: deleting(command, 'CustomerGatewayId'),
})
