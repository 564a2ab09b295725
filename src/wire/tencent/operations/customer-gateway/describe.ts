import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
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
import { type Vendor, vendors } from '../shared/vendors.ts'
import { customerGatewayFields } from './response.ts'
import { viewCustomerGateways } from './view.ts'

const filterings: Filterings = {
  'customer-gateway-id': byId,
  'customer-gateway-name': byName,
  'ip-address': byFacet('address'),
}

export const describeCustomerGateways = operation({
  ...about('DescribeCustomerGateways', 'cgw/{CustomerGatewayIds?}'),
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
  async run(context: CallContext, request) {
    const page = await selectedPage(context, 'customer-gateway', request.CustomerGatewayIds, request, filterings)
    return ok({ total: page.total, items: await viewCustomerGateways(context, page.items) })
  },
})

const known = r.derived('the devices that the cloud has configurations for')

const noFilter = 'nothing can be asked for in it'
const otherProduct = 'it belongs to connections across borders, which are another product'

export const describeCustomerGatewayVendors = operation({
  ...about('DescribeCustomerGatewayVendors', '*'),
  summary: 'Lists the vendors of devices that there are configurations for.',
  effect: 'read',
  request: {},
  response: {
    CustomerGatewayVendorSet: r.structures<readonly Vendor[], Vendor>(known, (all) => all, {
      Platform: r.string(known, ({ Platform }) => Platform),
      SoftwareVersion: r.string(known, ({ SoftwareVersion }) => SoftwareVersion),
      VendorName: r.string(known, ({ VendorName }) => VendorName),
    }),
  },
  errors: {},
  documented: [
    'InternalError',
    'InvalidParameter',
    'InvalidParameter.Coexist',
    'InvalidParameter.FilterInvalidKey',
    'InvalidParameter.FilterNotDict',
    'InvalidParameter.FilterValuesNotList',
    'InvalidParameterValue.Malformed',
    'ResourceNotFound',
    'UnsupportedOperation',
    'UnsupportedOperation.CcnInstanceAccountNotApprovedByUnicom',
    'UnsupportedOperation.CurrentAccountIsNotUnicomAccount',
    'UnsupportedOperation.CurrentQueryRegionIsNotCrossBorder',
    'UnsupportedOperation.UinNotFound',
    'UnsupportedOperation.UnableCrossBorder',
  ],
  neverOccurs: {
    InternalError: 'what it answers is always at hand',
    'InvalidParameter.Coexist': noFilter,
    'InvalidParameter.FilterInvalidKey': noFilter,
    'InvalidParameter.FilterNotDict': noFilter,
    'InvalidParameter.FilterValuesNotList': noFilter,
    'InvalidParameterValue.Malformed': noFilter,
    ResourceNotFound: noFilter,
    UnsupportedOperation: noFilter,
    'UnsupportedOperation.CcnInstanceAccountNotApprovedByUnicom': otherProduct,
    'UnsupportedOperation.CurrentAccountIsNotUnicomAccount': otherProduct,
    'UnsupportedOperation.CurrentQueryRegionIsNotCrossBorder': otherProduct,
    'UnsupportedOperation.UinNotFound': otherProduct,
    'UnsupportedOperation.UnableCrossBorder': otherProduct,
  },
  run: async (_context: CallContext, _request) => ok(vendors),
})
