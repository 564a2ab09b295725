import type { Condition } from '../../../../domain/page.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, readPage } from '../../paging.ts'
import { globalRegion } from '../../regions.ts'

import { wrappedPage } from '../shared/page-response.ts'
import { anyRegion } from '../shared/request-fields.ts'
import { inResourceGroup } from '../shared/resource-group.ts'
import { about, cen } from '../shared/service.ts'
import { tagFilter, withTags } from '../shared/tags.ts'
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
    const given = Filter.map(
      ({ Key, Value = [] }): Condition => ({ by: Key === 'CenId' ? 'id' : 'name', anyOf: Value }),
    )
    const where = [...given, ...inResourceGroup(context, ResourceGroupId), ...withTags(Tag)]
    return ok(await readPage(context.inRegion(globalRegion).reader, 'router-group', where, request))
  },
})
