import { modifyCustomerGateway } from '../../../../commands/customer-gateway.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { id } from '../../ids.ts'
import { asNumberOrNone } from '../shared/as-number.ts'
import { name } from '../shared/name.ts'
import { about } from '../shared/service.ts'

export const modifyCustomerGatewayAttribute = operation({
  ...about('ModifyCustomerGatewayAttribute', 'cgw/{CustomerGatewayId}'),
  summary: 'Names a customer gateway anew, or gives it another AS number; its address stays.',
  effect: 'write',
  request: {
    CustomerGatewayId: required(id('customerGateway')),
    CustomerGatewayName: required(name('characters')),
    BgpAsn: optional(asNumberOrNone, {
      note: 'Changes only while no connection to it speaks BGP.',
      worldless: 'no session is held with it yet: connections take it when they are made',
    }),
  },
  response: {},
  shownBy: {
    operation: 'DescribeCustomerGateways',
    by: 'CustomerGatewayIds',
    id: 'CustomerGatewayId',
    at: 'CustomerGatewaySet',
  },
  errors: { 'customer-gateway-not-found': true, 'bgp-as-number-in-use': true },
  documented: [
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.TooLong',
    'ResourceNotFound',
    'UnsupportedOperation.VpnUnsupportedModifyBgpAsn',
  ],
  async run(context: CallContext, { CustomerGatewayId, CustomerGatewayName, BgpAsn }) {
    const modified = await context.execute(modifyCustomerGateway, {
      id: CustomerGatewayId,
      name: CustomerGatewayName,
      ...(BgpAsn === undefined ? {} : { asNumber: BgpAsn }),
    })
    return modified.ok ? ok({}) : modified
  },
})
