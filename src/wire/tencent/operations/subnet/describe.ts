import { ok } from '../../../../domain/result.ts'
import { optional, refused } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import {
  byConstant,
  byDefault,
  byFacet,
  byId,
  byNamePart,
  byReference,
  eitherIdsOrFilters,
  type Filterings,
  filtersField,
  ids,
  textPage,
} from '../../paging.ts'
import { pageResponse } from '../shared/page-response.ts'
import { notDeleting, selectedPage, tagFilterings } from '../shared/selection.ts'
import { about } from '../shared/service.ts'
import { subnetFields } from './response.ts'
import { viewSubnet } from './view.ts'

const filterings: Filterings = {
  'subnet-id': byId,
  'vpc-id': byReference,
  'cidr-block': byFacet('prefix'),
  'is-default': byDefault,
  'is-remote-vpc-snat': byConstant('false'),
  'subnet-name': byNamePart,
  zone: byFacet('zone'),
  'cdc-id': byConstant(undefined),
  'is-cdc-subnet': byConstant('0'),
  ...tagFilterings,
}

const pagesByOffset = 'pages are asked for with Offset and Limit'

export const describeSubnets = operation({
  ...about('DescribeSubnets', 'subnet/{SubnetIds?}'),
  summary: 'Lists subnets, newest first.',
  effect: 'read',
  request: {
    SubnetIds: optional(ids('subnet'), { note: 'Ids of subnets that do not exist are left out of the answer.' }),
    Filters: filtersField(Object.keys(filterings)),
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
    const page = await selectedPage(context, 'subnet', request.SubnetIds, request, filterings, [notDeleting])
    return ok({ total: page.total, items: await Promise.all(page.items.map((subnet) => viewSubnet(context, subnet))) })
  },
})
