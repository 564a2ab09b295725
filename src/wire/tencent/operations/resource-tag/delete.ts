import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutOther } from '../shared/service.ts'
import { absentErrors, placeRules } from '../tag/resource.ts'
import { changeTag, keyField, namesOf, resourceField, severalFields } from './request.ts'

export const deleteResourceTag = operation({
  ...aboutOther('tag', 'DeleteResourceTag'),
  summary: 'Takes a tag from a resource that has it.',
  effect: 'write',
  request: { TagKey: keyField, Resource: resourceField },
  response: {},
  errors: { ...absentErrors, 'tag-not-attached': true },
  run: (context: CallContext, { Resource, TagKey }) =>
    changeTag(context, [Resource], TagKey, 'have', { unset: [TagKey] }),
})

export const detachResourcesTag = operation({
  ...aboutOther('tag', 'DetachResourcesTag'),
  summary: 'Takes a tag from several resources of one kind that have it.',
  effect: 'write',
  request: { ...severalFields, TagKey: keyField },
  rules: placeRules,
  response: {},
  errors: { ...absentErrors, 'tag-not-attached': true },
  run: (context: CallContext, request) =>
    changeTag(context, namesOf(context, request), request.TagKey, 'have', { unset: [request.TagKey] }),
})
