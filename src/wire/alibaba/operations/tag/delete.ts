import { operation } from '../../../../operations/operation.ts'
import { region } from '../shared/request-fields.ts'
import { notFoundErrors, ofType, vpcTypes } from '../shared/resource-type.ts'
import { about, dated, vpn } from '../shared/service.ts'
import { untag, untaggingFields, untaggingRules } from '../shared/tagging.ts'

export const unTagResources = operation({
  ...about('UnTagResources', dated(vpn, 'December 2024'), '{ResourceType}/{ResourceId}'),
  summary: 'Takes tags from resources of one type, from all of them or from none.',
  effect: 'write',
  request: { ...region, ...ofType(vpcTypes), ...untaggingFields },
  rules: untaggingRules,
  response: {},
  errors: notFoundErrors(vpcTypes),
  run: untag,
})
