import { ok } from '../../../../domain/result.ts'
import { withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { anyRegion } from '../shared/request-fields.ts'
import { cenTypes, ofType } from '../shared/resource-type.ts'
import { about, cen } from '../shared/service.ts'
import { listingFields, listTagged, pageSize, taggedFields } from '../shared/tagging.ts'

export const listTagResources = operation({
  ...about('ListTagResources', cen, '{ResourceType}/{ResourceId?}'),
  summary: 'Lists the tags of resources of one type, each with the resource that has it.',
  effect: 'read',
  request: {
    ...anyRegion,
    ...ofType(cenTypes),
    ...listingFields,
    PageSize: withDefault(t.integerBetween(1, 50), 50, pageSize),
  },
  response: taggedFields,
  errors: {},
  run: async (context: CallContext, request) =>
    ok(await listTagged(context.acrossRegions().reader, request, request.PageSize)),
})
