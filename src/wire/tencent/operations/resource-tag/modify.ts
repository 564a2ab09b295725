import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutOther } from '../shared/service.ts'
import { tagOf } from '../tag/fields.ts'
import { placeRules, revalueErrors } from '../tag/resource.ts'
import {
  changeTag,
  keyField,
  namesOf,
  resourceField,
  severalFields,
  severalShownBy,
  shownBy,
  valueField,
} from './request.ts'

export const updateResourceTagValue = operation({
  ...aboutOther('tag', 'UpdateResourceTagValue'),
  summary: 'Gives a tag that a resource has another value.',
  effect: 'write',
  request: { TagKey: keyField, TagValue: valueField, Resource: resourceField },
  response: {},
  shownBy,
  errors: { ...revalueErrors, 'tag-not-attached': true },
  run: (context: CallContext, request) =>
    changeTag(context, [request.Resource], request.TagKey, 'have', { set: [tagOf(request)] }),
})

export const modifyResourcesTagValue = operation({
  ...aboutOther('tag', 'ModifyResourcesTagValue'),
  summary: 'Gives a tag that several resources of one kind have another value.',
  effect: 'write',
  request: { ...severalFields, TagKey: keyField, TagValue: valueField },
  rules: placeRules,
  response: {},
  shownBy: severalShownBy,
  errors: { ...revalueErrors, 'tag-not-attached': true },
  run: (context: CallContext, request) =>
    changeTag(context, namesOf(context, request), request.TagKey, 'have', { set: [tagOf(request)] }),
})
