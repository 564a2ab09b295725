import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutOther } from '../shared/service.ts'
import { tagStructure } from './fields.ts'
import { failuresField, neverOccursOfSeveral, resourcesField, retagEach, tagLimit, upToTen } from './several.ts'

const twice = 'InvalidParameterValue.TagKeyDuplicate'

const tags = t.refined(upToTen(t.list(tagStructure), tagLimit), 'up to 10 tags, each key once', [twice], (given) => {
  const keys = given.map(({ TagKey }) => TagKey)
  const index = keys.findIndex((key, at) => keys.indexOf(key) < at)
  return index < 0 ? undefined : { code: twice, detail: 'is given twice', at: `${index}.TagKey` }
})

export const tagResources = operation({
  ...aboutOther('tag', 'TagResources'),
  summary: 'Sets tags of up to ten resources; a key that is there already gets the new value.',
  effect: 'write',
  request: { ...resourcesField, Tags: required(tags, { worldless: 'tags are for finding things and for policies' }) },
  response: failuresField,
  shownBy: { operation: 'GetResources', by: 'ResourceList', id: 'ResourceList', at: 'ResourceTagMappingList' },
  errors: {},
  documented: [
    'AuthFailure.UnauthorizedOperation',
    'FailedOperation',
    'FailedOperation.PolicyEnforcedInvalid',
    'FailedOperation.ResourceTagProcessing',
    'InvalidParameter',
    'InvalidParameter.ReservedTagKey',
    'InvalidParameter.Tag',
    'InvalidParameter.UnsupportedService',
    'InvalidParameterValue.ResourceDescriptionError',
    'InvalidParameterValue.TagKeyCharacterIllegal',
    'InvalidParameterValue.TagKeyDuplicate',
    'InvalidParameterValue.TagKeyEmpty',
    'InvalidParameterValue.TagKeyLengthExceeded',
    'InvalidParameterValue.TagValueCharacterIllegal',
    'InvalidParameterValue.TagValueEmpty',
    'InvalidParameterValue.TagValueLengthExceeded',
    'LimitExceeded.ResourceNumPerRequest',
    'LimitExceeded.TagNumPerRequest',
    'LimitExceeded.TagValue',
  ],
  neverOccurs: {
    ...neverOccursOfSeveral,
    'InvalidParameter.UnsupportedService': 'a resource of another service is ResourceDescriptionError',
    'InvalidParameterValue.TagValueEmpty': 'an empty value is one, as when a resource is created',
    'LimitExceeded.TagValue': 'told in FailedResources, of each resource that cannot have the tag',
  },
  async run(context: CallContext, { ResourceList, Tags }) {
    const set = Tags.map(({ TagKey, TagValue }) => ({ key: TagKey, value: TagValue }))
    return ok(await retagEach(context, ResourceList, { set }))
  },
})
