import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutOther } from '../shared/service.ts'
import { tagKey } from './fields.ts'
import { failuresField, neverOccursOfSeveral, resourcesField, retagEach, tagLimit, upToTen } from './several.ts'

export const unTagResources = operation({
  ...aboutOther('tag', 'UnTagResources'),
  summary: 'Takes tags from up to ten resources; a key that is not there takes nothing.',
  effect: 'write',
  request: {
    ...resourcesField,
    TagKeys: required(upToTen(t.list(tagKey), tagLimit), { worldless: 'tags are for finding things and for policies' }),
  },
  response: failuresField,
  errors: {},
  documented: [
    'AuthFailure.UnauthorizedOperation',
    'FailedOperation',
    'FailedOperation.PolicyEnforcedInvalid',
    'FailedOperation.ResourceTagProcessing',
    'InvalidParameter',
    'InvalidParameter.ReservedTagKey',
    'InvalidParameter.Tag',
    'InvalidParameterValue.ResourceDescriptionError',
    'InvalidParameterValue.TagKeyCharacterIllegal',
    'InvalidParameterValue.TagKeyDuplicate',
    'InvalidParameterValue.TagKeyEmpty',
    'InvalidParameterValue.TagKeyLengthExceeded',
    'InvalidParameterValue.TagValueCharacterIllegal',
    'LimitExceeded.ResourceNumPerRequest',
    'LimitExceeded.TagNumPerRequest',
  ],
  neverOccurs: {
    ...neverOccursOfSeveral,
    'InvalidParameterValue.TagKeyDuplicate': 'a key that is named twice is taken away once',
    'InvalidParameterValue.TagValueCharacterIllegal': 'no value can be named in it',
  },
  run: async (context: CallContext, { ResourceList, TagKeys }) =>
    ok(await retagEach(context, ResourceList, { unset: TagKeys })),
})
