import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { anyRegion } from '../shared/request-fields.ts'
import { cenTypes, notFoundErrors, ofType } from '../shared/resource-type.ts'
import { about, cen } from '../shared/service.ts'
import { untag, untaggingFields, untaggingRules } from '../shared/tagging.ts'

export const untagResources = operation({
  ...about('UntagResources', cen, '{ResourceType}/{ResourceId}'),
  summary: 'Takes tags from resources of one type, from all of them or from none.',
  effect: 'write',
  request: { ...anyRegion, ...ofType(cenTypes), ...untaggingFields },
  rules: untaggingRules,
  response: {},
  errors: notFoundErrors(cenTypes),
  run: (context: CallContext, request) => untag(context.acrossRegions(), request),
})
