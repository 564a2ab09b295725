import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { anyRegion } from '../shared/request-fields.ts'
import { cenTypes, notFoundErrors, ofType } from '../shared/resource-type.ts'
import { about, cen } from '../shared/service.ts'
import { tag, taggingFields, taggingRules } from '../shared/tagging.ts'

export const tagResources = operation({
  ...about('TagResources', cen, '{ResourceType}/{ResourceId}'),
  summary: 'Tags resources of one type, all of them or none; a key that is there already gets the new value.',
  effect: 'write',
  request: { ...anyRegion, ...ofType(cenTypes), ...taggingFields },
  rules: taggingRules,
  response: {},
  shownBy: { operation: 'ListTagResources', by: 'ResourceId', id: 'ResourceId', at: 'TagResources' },
  errors: { ...notFoundErrors(cenTypes), 'tags-exhausted': true },
  run: (context: CallContext, request) => tag(context.acrossRegions(), request),
})
