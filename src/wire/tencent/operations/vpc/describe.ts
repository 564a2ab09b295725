import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { eitherIdsOrFilters, type Facets, filtersField, ids, textPage } from '../../paging.ts'
import { pageResponse } from '../shared/page-response.ts'
import { selectedPage, tagFacets } from '../shared/selection.ts'
import { about } from '../shared/service.ts'
import { vpcFields } from './response.ts'
import type { Vpc } from './view.ts'

const facets: Facets<Vpc> = {
  'vpc-name': { of: ({ name }) => [name], fuzzy: true },
  'is-default': { of: () => ['false'] },
  'vpc-id': { of: ({ id }) => [id] },
  'cidr-block': { of: ({ spec }) => [spec.prefix] },
  ...tagFacets,
}

export const describeVpcs = operation({
  ...about('DescribeVpcs', '*'),
  summary: 'Lists VPCs, newest first.',
  effect: 'read',
  request: {
    VpcIds: optional(ids('vpc'), { note: 'Ids of VPCs that do not exist are left out of the answer.' }),
    Filters: filtersField(Object.keys(facets)),
    ...textPage,
  },
  rules: [eitherIdsOrFilters('VpcIds')],
  response: pageResponse('VpcSet', 'VPCs', vpcFields),
  errors: {},
  neverOccurs: { ResourceNotFound: 'unknown ids give an empty set: clients that wait for a deletion take both' },
  // Deleting is at once for the caller, so that what is still being torn down is not shown.
  run: async (context: CallContext, request) =>
    ok(await selectedPage(context, 'network', request.VpcIds, request, facets, ({ deleting }) => !deleting)),
})
