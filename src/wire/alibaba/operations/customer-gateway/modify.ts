import { modifyCustomerGateway } from '../../../../commands/customer-gateway.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { clearableText, clientToken, id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { authKey, name } from './request.ts'
import { customerGatewayFields } from './response.ts'

export const modifyCustomerGatewayAttribute = operation({
  ...about('ModifyCustomerGatewayAttribute', vpn, 'customergateway/{CustomerGatewayId}'),
  summary: 'Renames or describes a customer gateway, and changes the key of BGP sessions with it.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    CustomerGatewayId: required(id),
    Name: optional(name, { code: 'InvalidName' }),
    Description: optional(clearableText(100), { code: 'InvalidDescription' }),
    AuthKey: optional(authKey, { note: 'of its connections’ BGP sessions, which begin anew with it' }),
    ...clientToken,
  },
  response: r.pick(
    customerGatewayFields,
    'CreateTime',
    'CustomerGatewayId',
    'Description',
    'IpAddress',
    'Name',
    'ResourceGroupId',
  ),
  shownBy: { operation: 'DescribeCustomerGateway', by: 'CustomerGatewayId', id: 'CustomerGatewayId', at: '' },
  errors: { 'customer-gateway-not-found': true },
  run: (context: CallContext, { CustomerGatewayId, Name, Description, AuthKey }) =>
    executed(context, 'customer-gateway', modifyCustomerGateway, {
      id: CustomerGatewayId,
      name: Name,
      description: Description,
      authenticationKey: AuthKey,
    }),
})
