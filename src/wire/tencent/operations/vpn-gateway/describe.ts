import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import {
  byFacet,
  byId,
  byName,
  byReference,
  eitherIdsOrFilters,
  type Filtering,
  type Filterings,
  filtersField,
  ids,
  integerPage,
} from '../../paging.ts'
import { pageResponse } from '../shared/page-response.ts'
import { selectedPage } from '../shared/selection.ts'
import { about } from '../shared/service.ts'
import { byRenewFlag } from './charge.ts'
import { vpnGatewayFields } from './response.ts'
import { viewVpnGateways } from './view.ts'

/** Those for a VPC have no variant. */
const byType: Filtering = (values) => [
  { by: 'facet', facet: 'variant', anyOf: values, ...(values.includes('IPSEC') ? { orNone: true as const } : {}) },
]

const filterings: Filterings = {
  'vpc-id': byReference,
  'vpn-gateway-id': byId,
  'vpn-gateway-name': byName,
  type: byType,
  'public-ip-address': byFacet('address'),
  'renew-flag': byRenewFlag,
  zone: byFacet('zone'),
}

const frontRefusesTypes = 'a value of the wrong type is InvalidParameter'

export const describeVpnGateways = operation({
  ...about('DescribeVpnGateways', 'vpngw/{VpnGatewayIds?}'),
  summary: 'Lists VPN gateways, newest first.',
  effect: 'read',
  request: {
    VpnGatewayIds: optional(ids('vpnGateway', 'InvalidVpnGatewayId.Malformed'), {
      note: 'Ids of gateways that do not exist are left out of the answer.',
    }),
    Filters: filtersField(Object.keys(filterings)),
    ...integerPage,
  },
  rules: [eitherIdsOrFilters('VpnGatewayIds')],
  response: pageResponse('VpnGatewaySet', 'gateways', vpnGatewayFields),
  errors: {},
  documented: [
    'InternalError.ModuleError',
    'InvalidParameter.Coexist',
    'InvalidParameter.FilterInvalidKey',
    'InvalidParameter.FilterNotDict',
    'InvalidParameter.FilterValuesNotList',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.Range',
    'InvalidVpnGatewayId.Malformed',
    'InvalidVpnGatewayId.NotFound',
    'ResourceNotFound',
    'UnsupportedOperation',
  ],
  neverOccurs: {
    'InternalError.ModuleError': 'there are no modules behind it that could fail alone',
    'InvalidParameter.FilterNotDict': frontRefusesTypes,
    'InvalidParameter.FilterValuesNotList': frontRefusesTypes,
    'InvalidParameterValue.Malformed': 'malformed ids have a code of their own',
    'InvalidParameterValue.Range': 'told as LimitExceeded for Limit, as InvalidParameterValue for Offset',
    'InvalidVpnGatewayId.NotFound': 'unknown ids give an empty set: Terraform does not recognise this code',
    ResourceNotFound: 'unknown ids give an empty set: Terraform’s waits take this code for a failure',
    UnsupportedOperation: 'nothing in it is refused',
  },
  async run(context: CallContext, request) {
    const page = await selectedPage(context, 'gateway', request.VpnGatewayIds, request, filterings)
    return ok({ total: page.total, items: await viewVpnGateways(context, page.items) })
  },
})
