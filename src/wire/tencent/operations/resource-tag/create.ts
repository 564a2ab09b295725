import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutOther } from '../shared/service.ts'
import { tagOf } from '../tag/fields.ts'
import { placeRules, retagErrors } from '../tag/resource.ts'
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

export const addResourceTag = operation({
  ...aboutOther('tag', 'AddResourceTag'),
  summary: 'Gives a resource a tag of a key that it has no tag of.',
  effect: 'write',
  request: { TagKey: keyField, TagValue: valueField, Resource: resourceField },
  response: {},
  shownBy,
  errors: { ...retagErrors, 'tag-attached': true },
  run: (context: CallContext, request) =>
    changeTag(context, [request.Resource], request.TagKey, 'lack', { set: [tagOf(request)] }),
})

export const attachResourcesTag = operation({
  ...aboutOther('tag', 'AttachResourcesTag'),
  summary: 'Gives several resources of one kind a tag of a key that none of them has a tag of.',
  effect: 'write',
  request: { ...severalFields, TagKey: keyField, TagValue: valueField },
  rules: placeRules,
  response: {},
  shownBy: severalShownBy,
  errors: { ...retagErrors, 'tag-attached': true },
  run: (context: CallContext, request) =>
    changeTag(context, namesOf(context, request), request.TagKey, 'lack', { set: [tagOf(request)] }),
})
