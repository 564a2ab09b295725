import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { byId, byName, eitherIdsOrFilters, type Filterings, filtersField, ids, integerPage } from '../../paging.ts'
import { inOrderOf, orderFields } from '../shared/order.ts'
import { pageResponse } from '../shared/page-response.ts'
import { notDeleting, selectedPage, tagFilterings } from '../shared/selection.ts'
import { about } from '../shared/service.ts'
import { ccnFields } from './response.ts'
import { type CcnView, viewCcns } from './view.ts'

const filterings: Filterings = { 'ccn-id': byId, 'ccn-name': byName, ...tagFilterings }

const orders = {
  CcnId: ({ ccn }: CcnView) => ccn.id,
  CcnName: ({ ccn }: CcnView) => ccn.name,
  CreateTime: ({ ccn }: CcnView) => ccn.createdAt,
}

const frontRefusesTypes = 'a value of the wrong type is InvalidParameter'

/** More than an account can be granted. */
const every = 1_000_000

export const describeCcns = operation({
  ...about('DescribeCcns', '*'),
  summary: 'Lists CCNs, newest first where no order is asked for.',
  effect: 'read',
  request: {
    CcnIds: optional(ids('ccn'), { note: 'Ids of CCNs that do not exist are left out of the answer.' }),
    Filters: filtersField(Object.keys(filterings)),
    ...integerPage,
    ...orderFields(orders),
  },
  rules: [eitherIdsOrFilters('CcnIds')],
  response: pageResponse('CcnSet', 'CCNs', ccnFields),
  errors: {},
  documented: [
    'InvalidParameter',
    'InvalidParameter.Coexist',
    'InvalidParameter.FilterInvalidKey',
    'InvalidParameter.FilterNotDict',
    'InvalidParameter.FilterValuesNotList',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.Range',
    'InvalidParameterValue.TooLong',
    'ResourceNotFound',
    'UnsupportedOperation',
    'UnsupportedOperation.ActionNotFound',
  ],
  neverOccurs: {
    'InvalidParameter.FilterNotDict': frontRefusesTypes,
    'InvalidParameter.FilterValuesNotList': frontRefusesTypes,
    'InvalidParameterValue.Range': 'told as LimitExceeded for Limit, as InvalidParameterValue for Offset',
    'InvalidParameterValue.TooLong': 'a filter’s value of any length is looked for',
    ResourceNotFound: 'unknown ids give an empty set: clients that wait for a deletion look for that',
    UnsupportedOperation: 'nothing in it is refused',
    'UnsupportedOperation.ActionNotFound': 'what is not offered is InvalidAction',
  },
  async run(context: CallContext, request) {
    // All that there are, so that they can be put in the order asked for.
    const whole = { ...request, Offset: 0, Limit: every }
    const page = await selectedPage(context, 'router', request.CcnIds, whole, filterings, [notDeleting])
    const views = inOrderOf(await viewCcns(context, page.items), orders, request)
    return ok({ total: page.total, items: views.slice(request.Offset, request.Offset + request.Limit) })
  },
})
