import { operation } from '../../../../operations/operation.ts'
import { region } from '../shared/request-fields.ts'
import { notFoundErrors, ofType, vpcTypes } from '../shared/resource-type.ts'
import { about, dated, vpn } from '../shared/service.ts'
import { tag, taggingFields, taggingRules } from '../shared/tagging.ts'

export const tagResources = operation({
  ...about('TagResources', dated(vpn, 'December 2024'), '{ResourceType}/{ResourceId}'),
  summary: 'Tags resources of one type, all of them or none; a key that is there already gets the new value.',
  effect: 'write',
  request: { ...region, ...ofType(vpcTypes), ...taggingFields },
  rules: taggingRules,
  response: {},
  shownBy: { operation: 'ListTagResources', by: 'ResourceId', id: 'ResourceId', at: 'TagResources' },
  errors: { ...notFoundErrors(vpcTypes), 'tags-exhausted': true },
  run: tag,
})
