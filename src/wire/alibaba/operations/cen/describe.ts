import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, pageOf } from '../../paging.ts'
import { wrappedPage } from '../shared/page-response.ts'
import { anyRegion } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { labelsOf } from '../shared/sidecars.ts'
import { matchesTags, tagFilter } from '../shared/tags.ts'
import { cenFields } from './response.ts'

const filter = t.structure({ Key: required(t.word('CenId', 'Name')), Value: optional(t.list(t.text())) })

export const describeCens = operation({
  ...about('DescribeCens', cen, 'ceninstance/*'),
  summary: 'Lists CEN instances.',
  effect: 'read',
  request: {
    ...anyRegion,
    Filter: optional(t.list(filter, { most: 20 })),
    ResourceGroupId: optional(t.text()),
    ...tagFilter,
    ...pageFields,
  },
  response: wrappedPage('Cens', 'Cen', cenFields),
  errors: {},
  async run(context: CallContext, request) {
    const { Filter = [], ResourceGroupId, Tag } = request
    const found = (await context.acrossRegions().reader.list('router-group')).filter(
      (group) =>
        Filter.every(({ Key, Value = [] }) => Value.includes(Key === 'CenId' ? group.id : group.name)) &&
        (ResourceGroupId === undefined || labelsOf(group).resourceGroup === ResourceGroupId) &&
        matchesTags(labelsOf(group).tags, Tag),
    )
    return ok(pageOf(found, request))
  },
})
