import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutOther } from '../shared/service.ts'
import { tagKey, tagStructure } from './fields.ts'
import { resourceName, retag, retagErrors } from './resource.ts'

const badTag = 'InvalidParameter.Tag'

const once = <E extends { readonly TagKey: string }>(tags: readonly E[]): t.Fault | undefined => {
  if (tags.length === 0) return { code: badTag, detail: 'must not be an empty list' }
  const keys = tags.map(({ TagKey }) => TagKey)
  const index = keys.findIndex((key, at) => keys.indexOf(key) < at)
  return index < 0 ? undefined : { code: badTag, detail: 'is given twice', at: `${index}.TagKey` }
}

const tooMany = 'InvalidParameterValue.DeleteTagsParamError'

const mostDeleted = 10

export const modifyResourceTags = operation({
  ...aboutOther('tag', 'ModifyResourceTags'),
  summary: 'Sets tags of a resource and takes others away; a key that is there already gets the new value.',
  effect: 'write',
  request: {
    Resource: required(resourceName, { worldless: 'it says whose tags change' }),
    ReplaceTags: optional(t.refined(t.list(tagStructure), 'at least one tag, each key once', [badTag], once), {
      worldless: 'tags are for finding things and for policies',
    }),
    DeleteTags: optional(
      t.refined(t.list(t.structure({ TagKey: required(tagKey) })), 'at least one key', [badTag], once),
      { worldless: 'tags are for finding things and for policies' },
    ),
  },
  rules: [
    {
      code: badTag,
      demand: 'is required where there are no DeleteTags',
      brokenBy: ({ ReplaceTags, DeleteTags }) =>
        ReplaceTags === undefined && DeleteTags === undefined ? 'ReplaceTags' : undefined,
    },
    {
      code: tooMany,
      demand: `must be at most ${mostDeleted}, and none that ReplaceTags sets`,
      brokenBy: ({ ReplaceTags = [], DeleteTags = [] }) => {
        const set = new Set(ReplaceTags.map(({ TagKey }) => TagKey))
        return DeleteTags.length > mostDeleted || DeleteTags.some(({ TagKey }) => set.has(TagKey))
          ? 'DeleteTags'
          : undefined
      },
    },
  ],
  response: {},
  shownBy: { operation: 'GetResources', by: 'ResourceList', id: 'Resource', at: 'ResourceTagMappingList' },
  errors: retagErrors,
  documented: [
    'FailedOperation',
    'FailedOperation.PolicyEnforcedInvalid',
    'InvalidParameter.ReservedTagKey',
    'InvalidParameter.Tag',
    'InvalidParameterValue.DeleteTagsParamError',
    'InvalidParameterValue.ResourceDescriptionError',
    'InvalidParameterValue.TagKeyCharacterIllegal',
    'InvalidParameterValue.TagKeyEmpty',
    'InvalidParameterValue.TagKeyLengthExceeded',
    'InvalidParameterValue.TagValueCharacterIllegal',
    'InvalidParameterValue.TagValueLengthExceeded',
    'LimitExceeded.Quota',
    'LimitExceeded.ResourceAttachedTags',
    'LimitExceeded.TagKey',
    'LimitExceeded.TagValue',
  ],
  neverOccurs: {
    FailedOperation: 'tags are kept with their resource: nothing is between the two that could fail',
    'FailedOperation.PolicyEnforcedInvalid': 'accounts are in no organisation, which could demand tags of them',
  },
  async run(context: CallContext, { Resource, ReplaceTags = [], DeleteTags = [] }) {
    const changed = await retag(context, Resource, {
      set: ReplaceTags.map(({ TagKey, TagValue }) => ({ key: TagKey, value: TagValue })),
      unset: DeleteTags.map(({ TagKey }) => TagKey),
    })
    return changed.ok ? ok({}) : changed
  },
})
