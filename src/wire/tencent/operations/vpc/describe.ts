import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import {
  byDefault,
  byFacet,
  byId,
  byNamePart,
  eitherIdsOrFilters,
  type Filterings,
  filtersField,
  ids,
  textPage,
} from '../../paging.ts'
import { pageResponse } from '../shared/page-response.ts'
import { notDeleting, selectedPage, tagFilterings } from '../shared/selection.ts'
import { about } from '../shared/service.ts'
import { vpcFields } from './response.ts'
import { viewVpc } from './view.ts'

const filterings: Filterings = {
  'vpc-name': byNamePart,
  'is-default': byDefault,
  'vpc-id': byId,
  'cidr-block': byFacet('prefix'),
  ...tagFilterings,
}

export const describeVpcs = operation({
  ...about('DescribeVpcs', 'vpc/{VpcIds?}'),
  summary: 'Lists VPCs, newest first.',
  effect: 'read',
  request: {
    VpcIds: optional(ids('vpc'), { note: 'Ids of VPCs that do not exist are left out of the answer.' }),
    Filters: filtersField(Object.keys(filterings)),
    ...textPage,
  },
  rules: [eitherIdsOrFilters('VpcIds')],
  response: pageResponse('VpcSet', 'VPCs', vpcFields),
  errors: {},
  neverOccurs: { ResourceNotFound: 'unknown ids give an empty set: clients that wait for a deletion take both' },
  // Deleting is at once for the caller, so that what is still being torn down is not shown.
  async run(context: CallContext, request) {
    const page = await selectedPage(context, 'network', request.VpcIds, request, filterings, [notDeleting])
    return ok({ total: page.total, items: await Promise.all(page.items.map((vpc) => viewVpc(context, vpc))) })
  },
})
