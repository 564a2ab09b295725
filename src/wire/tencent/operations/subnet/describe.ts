import { ok } from '../../../../domain/result.ts'
import { optional, refused } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { eitherIdsOrFilters, type Facets, filtersField, ids, textPage } from '../../paging.ts'
import { pageResponse } from '../shared/page-response.ts'
import { selectedPage, tagFacets } from '../shared/selection.ts'
import { about } from '../shared/service.ts'
import { subnetFields } from './response.ts'
import { type Subnet, viewSubnet } from './view.ts'

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
  response: pageResponse('SubnetSet', 'subnets', subnetFields),
  errors: {},
  neverOccurs: { ResourceNotFound: 'unknown ids give an empty set: clients that wait for a deletion take both' },
  // Deleting is at once for the caller, so that what is still being torn down is not shown.
  async run(context: CallContext, request) {
    const page = await selectedPage(context, 'subnet', request.SubnetIds, request, facets, ({ deleting }) => !deleting)
    return ok({ total: page.total, items: await Promise.all(page.items.map((subnet) => viewSubnet(context, subnet))) })
  },
})
