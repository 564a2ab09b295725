import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { eitherIdsOrFilters, type Facets, filtersField, ids, integerPage, type Page } from '../../paging.ts'
import { describe } from '../shared/describe.ts'
import { about } from '../shared/service.ts'
import { type CustomerGateway, customerGatewayFields } from './response.ts'

const facets: Facets<CustomerGateway> = {
  'customer-gateway-id': { of: ({ id }) => [id] },
  'customer-gateway-name': { of: ({ name }) => [name] },
  'ip-address': { of: ({ spec }) => [spec.address] },
}

export const describeCustomerGateways = operation({
  ...about('DescribeCustomerGateways', '*'),
  summary: 'Lists customer gateways, newest first.',
  effect: 'read',
  request: {
    CustomerGatewayIds: optional(ids('customerGateway'), {
      note: 'Ids of customer gateways that do not exist are left out of the answer.',
    }),
    Filters: filtersField(Object.keys(facets)),
    ...integerPage,
  },
  rules: [eitherIdsOrFilters('CustomerGatewayIds')],
  response: {
    CustomerGatewaySet: r.structures<Page<CustomerGateway>, CustomerGateway>(
      'the page',
      ({ items }) => items,
      customerGatewayFields,
    ),
    TotalCount: r.integer<Page<CustomerGateway>>('how many customer gateways were selected', ({ total }) => total),
  },
  errors: {},
  neverOccurs: {
    'InternalError.ModuleError': 'there are no modules behind it that could fail alone',
    ResourceNotFound: 'unknown ids give an empty set: clients that wait for a deletion take both',
  },
  run: async (context: CallContext, request) =>
    ok(await describe(context, 'customer-gateway', request.CustomerGatewayIds, request, facets)),
})
