/** What the tag service refuses, of every operation that makes a resource with tags. */
import { admitTags } from '../../../../commands/tag-quota.ts'
import type { DomainError } from '../../../../domain/error.ts'
import type { Kind, Resource, Tag } from '../../../../domain/resource.ts'
import type { Settings } from '../../../../domain/setting.ts'
import type { Rule } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import type { IdKind } from '../../ids.ts'
import { idPrefixes } from '../../ids.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { refusalOf, tagFailureOf, takesTags, unknownPart } from '../../settings/tags.ts'
import { taggableKinds } from './taggable.ts'
import { checkTagging } from './tags.ts'

const most = 1_000_000

/** What no document has a number of is not counted until somebody sets one. */
const limited = (quota: number): number | undefined => (quota >= most ? undefined : quota)

/** Why the account may not have these tags on one resource more of the kind, or without any resource. */
export async function refuseQuotas(
  context: CallContext,
  kind: Kind | 'none',
  tags: readonly Tag[] | undefined = [],
): Promise<DomainError | undefined> {
  if (tags.length === 0) return undefined
  const accountTags = limited(quotaOf(context, 'tags'))
  const uses = kind === 'none' ? undefined : limited(quotaOf(context, 'resources-with-a-tag'))
  const likely = taggableKinds.filter((each) => each === kind)
  const admitted = await context.acrossRegions().execute(admitTags, {
    kinds: [...likely, ...taggableKinds.filter((each) => each !== kind)],
    tags,
    quotas: {
      keys: quotaOf(context, 'tag-keys'),
      values: quotaOf(context, 'tag-values'),
      ...(accountTags === undefined ? {} : { tags: accountTags }),
      ...(uses === undefined ? {} : { uses }),
    },
  })
  return admitted.ok ? undefined : admitted.error
}

/** Why the resource may not have these tags besides its own, of which none is counted again. */
export function refuseMoreTags(
  context: CallContext,
  { kind, labels }: Resource,
  tags: readonly Tag[] | undefined = [],
): Promise<DomainError | undefined> {
  const has = ({ key, value }: Tag) => labels.tags.some((own) => own.key === key && own.value === value)
  return refuseQuotas(
    context,
    kind,
    tags.filter((tag) => !has(tag)),
  )
}

/** Why whoever asks may not make a resource of the kind with these tags. */
export const refuseTags = async (
  context: CallContext,
  kind: Kind,
  tags: readonly Tag[] | undefined,
): Promise<DomainError | undefined> => checkTagging(context, tags) ?? refuseQuotas(context, kind, tags)

/** The quotas of tags, in the words of what makes a resource. */
export const tagQuotaErrors = {
  'tag-keys-exhausted': wireError('LimitExceeded.TagKeyExceeded', 'Reached the upper limit of tag keys: %d.'),
  'tag-values-exhausted': wireError('LimitExceeded.TagTagsExceeded', 'Reached the number limit of tags: `%s`: %d.'),
  'account-tags-exhausted': wireError('LimitExceeded.TagQuotaExceeded', 'Reached the upper limit of tag quota: %d.'),
  'tag-uses-exhausted': wireError('LimitExceeded.TagQuota', 'Exceeded the tag quota: `%s`: %d.'),
} as const

/** The quotas of tags, in the words of what makes a user, a policy or a role, or gives it tags. */
export const camTagQuotaErrors = {
  'tag-keys-exhausted': wireError('InvalidParameter.TagLimitExceeded', 'The account has too many tag keys: %d.'),
  'tag-values-exhausted': wireError('InvalidParameter.TagLimitExceeded', 'The tag key `%s` has too many values: %d.'),
  'account-tags-exhausted': wireError('InvalidParameter.TagLimitExceeded', 'The account has too many tags: %d.'),
  'tag-uses-exhausted': wireError('InvalidParameter.TagLimitExceeded', 'The tag `%s` is used too often: %d.'),
} as const

/** Of what makes a policy or a role with tags. */
export const camTagErrors = {
  'tag-denied': wireError('FailedOperation.TagResourceFailed', 'The tags cannot be set: %d.'),
  ...camTagQuotaErrors,
} as const

interface Tagged {
  readonly Tags: readonly Tag[] | undefined
}

const rule = (code: string, demand: string, brokenBy: (tag: Tag, settings: Settings) => boolean): Rule<Tagged> => ({
  code,
  demand,
  brokenBy({ Tags = [] }, { settings }) {
    const index = Tags.findIndex((tag) => brokenBy(tag, settings))
    return index < 0 ? undefined : `Tags.${index}`
  },
})

const failing = (word: ReturnType<typeof tagFailureOf>) => (_: Tag, settings: Settings) =>
  tagFailureOf(settings) === word

const refused = (word: ReturnType<typeof refusalOf>) => (tag: Tag, settings: Settings) =>
  refusalOf(settings, tag) === word

const missing = (part: ReturnType<typeof unknownPart>) => (tag: Tag, settings: Settings) =>
  unknownPart(settings, tag) === part

const value = 'InvalidParameterValue'
const unsupported = 'UnsupportedOperation'

const own: readonly Rule<Tagged>[] = [
  rule(`${value}.TagDuplicateResourceType`, 'names its type of resource twice', failing('duplicate-resource-type')),
  rule(`${value}.TagResourceFormatError`, 'is of a resource whose name is malformed', failing('resource-format')),
  rule(`${value}.TagTimestampExceeded`, 'came too late', failing('timestamp')),
  rule(`${value}.TagKeyNotExists`, 'has a key that does not exist', missing('key')),
  rule(`${value}.TagValNotExists`, 'has a value that does not exist', missing('value')),
  rule(`${value}.TagNotExisted`, 'does not exist', missing('tag')),
  rule(`${value}.TagNotAllocatedQuota`, 'has no quota', refused('without-quota')),
  rule('LimitExceeded.TagNotEnoughQuota', 'has nothing left of its quota', refused('quota-used-up')),
  rule(`${unsupported}.TagAllocate`, 'is being assigned', refused('being-assigned')),
  rule(`${unsupported}.TagFree`, 'is being released', refused('being-released')),
]

/** Of what an operator has set of the tag service. */
export const tagRules = (kind: IdKind): readonly Rule<Tagged>[] => [
  {
    code: `${value}.TagNotSupportTag`,
    demand: 'must not be given for such a resource',
    brokenBy: ({ Tags = [] }, { settings }) =>
      Tags.length > 0 && !takesTags(settings, idPrefixes[kind]) ? 'Tags' : undefined,
  },
  ...own,
]
