import { deleteCustomerGateway as command } from '../../../../commands/customer-gateway.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'

export const deleteCustomerGateway = operation({
  action: 'DeleteCustomerGateway',
  service: 'Vpc 2016-04-28',
  summary: 'Deletes a customer gateway that no connection leads to.',
  source: 'DeleteCustomerGateway, Alibaba Cloud VPN Gateway documentation',
  permission: {
    action: 'vpc:DeleteCustomerGateway',
    resource: 'acs:vpc:{region}:{account}:customergateway/{CustomerGatewayId}',
  },
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
  async run(context: CallContext, { CustomerGatewayId }) {
    const decided = await context.execute(command, { id: CustomerGatewayId })
    return decided.ok ? ok({}) : decided
  },
})
