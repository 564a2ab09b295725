import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { eitherIdsOrFilters, type Facets, filtersField, ids, type Page, textPage } from '../../paging.ts'
import { describe, tagFacets } from '../shared/describe.ts'
import { about } from '../shared/service.ts'
import { type Vpc, vpcFields } from './response.ts'

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
  response: {
    TotalCount: r.integer<Page<Vpc>>('how many VPCs were selected', ({ total }) => total),
    VpcSet: r.structures<Page<Vpc>, Vpc>('the page', ({ items }) => items, vpcFields),
  },
  errors: {},
  neverOccurs: { ResourceNotFound: 'unknown ids give an empty set: clients that wait for a deletion take both' },
  // Deleting is at once for the caller, so that what is still being torn down is not shown.
  run: async (context: CallContext, request) =>
    ok(await describe(context, 'network', request.VpcIds, request, facets, ({ deleting }) => !deleting)),
})
