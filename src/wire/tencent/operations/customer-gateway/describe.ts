import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import {
  byFacet,
  byId,
  byName,
  eitherIdsOrFilters,
  type Filterings,
  filtersField,
  ids,
  integerPage,
} from '../../paging.ts'
import { pageResponse } from '../shared/page-response.ts'
import { selectedPage } from '../shared/selection.ts'
import { about } from '../shared/service.ts'
import { customerGatewayFields } from './response.ts'

const filterings: Filterings = {
  'customer-gateway-id': byId,
  'customer-gateway-name': byName,
  'ip-address': byFacet('address'),
}

export const describeCustomerGateways = operation({
  ...about('DescribeCustomerGateways', '*'),
  summary: 'Lists customer gateways, newest first.',
  effect: 'read',
  request: {
    CustomerGatewayIds: optional(ids('customerGateway'), {
      note: 'Ids of customer gateways that do not exist are left out of the answer.',
    }),
    Filters: filtersField(Object.keys(filterings)),
    ...integerPage,
  },
  rules: [eitherIdsOrFilters('CustomerGatewayIds')],
  response: pageResponse('CustomerGatewaySet', 'customer gateways', customerGatewayFields),
  errors: {},
  documented: [
    'InternalError.ModuleError',
    'InvalidParameter.FilterInvalidKey',
    'InvalidParameterValue.Malformed',
    'ResourceNotFound',
  ],
  neverOccurs: {
    'InternalError.ModuleError': 'there are no modules behind it that could fail alone',
    ResourceNotFound: 'unknown ids give an empty set: clients that wait for a deletion take both',
  },
  run: async (context: CallContext, request) =>
    ok(await selectedPage(context, 'customer-gateway', request.CustomerGatewayIds, request, filterings)),
})
