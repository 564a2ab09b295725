import { ok } from '../../../../domain/result.ts'
import { optional, refused } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { eitherIdsOrFilters, type Facets, filtersField, ids, type Page, textPage } from '../../paging.ts'
import { describe, tagFacets } from '../shared/describe.ts'
import { about } from '../shared/service.ts'
import { type Subnet, type SubnetView, subnetFields, viewSubnet } from './response.ts'

const facets: Facets<Subnet> = {
  'subnet-id': { of: ({ id }) => [id] },
  'vpc-id': { of: ({ spec }) => [spec.network] },
  'cidr-block': { of: ({ spec }) => [spec.prefix] },
  'is-default': { of: () => ['false'] },
  'is-remote-vpc-snat': { of: () => ['false'] },
  'subnet-name': { of: ({ name }) => [name], fuzzy: true },
  zone: { of: ({ spec }) => [spec.zone] },
  'cdc-id': { of: () => [] },
  'is-cdc-subnet': { of: () => ['0'] },
  ...tagFacets,
}

const pagesByOffset = 'pages are asked for with Offset and Limit'

export const describeSubnets = operation({
  ...about('DescribeSubnets', '*'),
  summary: 'Lists subnets, newest first.',
  effect: 'read',
  request: {
    SubnetIds: optional(ids('subnet'), { note: 'Ids of subnets that do not exist are left out of the answer.' }),
    Filters: filtersField(Object.keys(facets)),
    ...textPage,
    MaxResults: refused(t.integer(), pagesByOffset),
    NextToken: refused(t.text(), pagesByOffset, { allow: [''] }),
  },
  rules: [eitherIdsOrFilters('SubnetIds')],
  response: {
    TotalCount: r.integer<Page<SubnetView>>('how many subnets were selected', ({ total }) => total),
    SubnetSet: r.structures<Page<SubnetView>, SubnetView>('the page', ({ items }) => items, subnetFields),
  },
  errors: {},
  neverOccurs: { ResourceNotFound: 'unknown ids give an empty set: clients that wait for a deletion take both' },
  // Deleting is at once for the caller, so that what is still being torn down is not shown.
  async run(context: CallContext, request) {
    const page = await describe(context, 'subnet', request.SubnetIds, request, facets, ({ deleting }) => !deleting)
    return ok({ total: page.total, items: await Promise.all(page.items.map((subnet) => viewSubnet(context, subnet))) })
  },
})
