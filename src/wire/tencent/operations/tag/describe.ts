import { principalRegion } from '../../../../domain/principal.ts'
import { isPrincipalKind } from '../../../../domain/principal-kinds.ts'
import type { Resource, Tag } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import type { WireType } from '../../../../operations/decode.ts'
import { optional, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { type Page, pageOf, wholePages } from '../account-tag/request.ts'
import { aboutOther } from '../shared/service.ts'
import { categoryField, tagKey, tagValue } from './fields.ts'
import { mappingToken, taggedPage } from './page.ts'
import {
  type NamedPrefix,
  placeRules,
  resourceName,
  resourcePrefix,
  resourceRegion,
  serviceType,
  taggedKind,
} from './resource.ts'
import { category, mappingFields, type ResourceTag, resourceTagFields } from './response.ts'

const noFilter = 'it says which part of what is found is shown'

const badId = 'InvalidParameterValue.ResourceIdInvalid'

const idsUpTo = (most: number) =>
  t.refined(t.list(t.text()), `1 to ${most} ids`, [badId], (values) =>
    values.length === 0 || values.length > most || values.includes('')
      ? { code: badId, detail: `must be 1 to ${most} ids` }
      : undefined,
  )

/** Resources of one kind, in the order in which they are named, each once. */
async function namedResources(
  context: CallContext,
  { ResourcePrefix, ResourceIds, ResourceRegion }: NamedResources,
): Promise<readonly Resource[]> {
  const kind = taggedKind(ResourcePrefix)
  if (kind === undefined) return []
  const { reader } = context.inRegion(isPrincipalKind(kind) ? principalRegion : ResourceRegion)
  const found = await Promise.all([...new Set(ResourceIds)].map((id) => reader.get(kind, id)))
  return found.filter((resource) => resource !== undefined)
}

interface NamedResources {
  readonly ResourcePrefix: NamedPrefix
  readonly ResourceIds: readonly string[]
  readonly ResourceRegion: string
}

const namedFields = (most: number) => ({
  ServiceType: required(serviceType, { readBy: 'a rule: a prefix is of one product' }),
  ResourcePrefix: required(resourcePrefix),
  ResourceIds: required(idsUpTo(most), { note: 'Ids of resources that do not exist have no tags.' }),
  ResourceRegion: required(resourceRegion),
})

const documentedOfNamed = [
  'InvalidParameterValue.RegionInvalid',
  'InvalidParameterValue.ResourceIdInvalid',
  'InvalidParameterValue.ResourcePrefixInvalid',
  'InvalidParameterValue.ServiceTypeInvalid',
  'InvalidParameterValue.UinInvalid',
]

const noUin = { 'InvalidParameterValue.UinInvalid': 'no account can be named in it' }

const oneStore = { FailedOperation: 'tags are kept with their resource: nothing is between the two that could fail' }

async function tagsOfNamed(context: CallContext, request: NamedResources & Page) {
  const { Offset, Limit } = request
  const found = await namedResources(context, request)
  const all = found.flatMap((resource) => resource.labels.tags.map((tag): ResourceTag => ({ resource, tag })))
  return ok({ total: all.length, offset: Offset, limit: Limit, items: all.slice(Offset, Offset + Limit) })
}

export const describeResourceTagsByResourceIds = operation({
  ...aboutOther('tag', 'DescribeResourceTagsByResourceIds'),
  summary: 'Lists the tags of resources of one kind, in the order in which these are named.',
  effect: 'read',
  request: { ...namedFields(50), ...pageOf(200), Category: categoryField },
  rules: placeRules,
  response: resourceTagFields,
  errors: {},
  documented: ['FailedOperation', ...documentedOfNamed, 'UnsupportedOperation'],
  neverOccurs: { ...oneStore, ...noUin },
  run: tagsOfNamed,
})

export const describeResourceTagsByResourceIdsSeq = operation({
  ...aboutOther('tag', 'DescribeResourceTagsByResourceIdsSeq'),
  summary: 'Lists the tags of resources of one kind, in the order in which these are named, by whole pages.',
  effect: 'read',
  request: { ...namedFields(50), ...pageOf(200) },
  rules: [...placeRules, wholePages],
  response: resourceTagFields,
  errors: {},
  documented: ['InvalidParameterValue.OffsetInvalid', ...documentedOfNamed],
  neverOccurs: noUin,
  run: tagsOfNamed,
})

const badTag = 'InvalidParameter.Tag'

const mostNamed = 20

const keys = t.refined(t.list(tagKey), `1 to ${mostNamed} keys`, [badTag], ({ length }) =>
  length === 0 || length > mostNamed ? { code: badTag, detail: `must be 1 to ${mostNamed} keys` } : undefined,
)

interface TaggedPage {
  readonly total: number
  readonly offset: number
  readonly limit: number
  readonly items: readonly { readonly id: string; readonly tags: readonly Tag[] }[]
}

export const describeResourceTagsByTagKeys = operation({
  ...aboutOther('tag', 'DescribeResourceTagsByTagKeys'),
  summary: 'Lists the tags of some keys that resources of one kind have, in the order in which these are named.',
  effect: 'read',
  request: { ...namedFields(mostNamed), TagKeys: required(keys), ...pageOf(400, 400) },
  rules: placeRules,
  response: {
    TotalCount: r.integer(
      r.derived('how many of the resources have one of the keys'),
      ({ total }: TaggedPage) => total,
    ),
    Offset: r.integer(r.given('Offset'), ({ offset }: TaggedPage) => offset),
    Limit: r.integer(r.given('Limit'), ({ limit }: TaggedPage) => limit),
    Rows: r.structures(r.derived('the page that Offset and Limit ask for'), ({ items }: TaggedPage) => items, {
      ResourceId: r.string(r.given('ResourceIds'), ({ id }) => id),
      TagKeyValues: r.structures(r.stored('those of its tags that have one of the keys'), ({ tags }) => tags, {
        TagKey: r.string(r.given('TagKeys'), ({ key }: Tag) => key),
        TagValue: r.string(r.stored('the value'), ({ value }: Tag) => value),
        Category: category,
      }),
    }),
  },
  errors: {},
  documented: [
    'FailedOperation',
    'InvalidParameter.Tag',
    'InvalidParameterValue.RegionInvalid',
    'InvalidParameterValue.ResourceIdInvalid',
    'InvalidParameterValue.ResourcePrefixInvalid',
    'InvalidParameterValue.TagKeyCharacterIllegal',
    'InvalidParameterValue.TagKeyEmpty',
    'InvalidParameterValue.TagKeyLengthExceeded',
  ],
  neverOccurs: oneStore,
  async run(context: CallContext, request) {
    const { TagKeys, Offset, Limit } = request
    const found = await namedResources(context, request)
    const all = found
      .map(({ id, labels }) => ({ id, tags: labels.tags.filter(({ key }) => TagKeys.includes(key)) }))
      .filter(({ tags }) => tags.length > 0)
    return ok({ total: all.length, offset: Offset, limit: Limit, items: all.slice(Offset, Offset + Limit) })
  },
})

const mostResources = 'LimitExceeded.ResourceNumPerRequest'
const mostTags = 'LimitExceeded.TagNumPerRequest'
const mostValues = 'LimitExceeded.TagValue'

const atMost = <T>(type: WireType<readonly T[]>, most: number, code: string) =>
  t.refined(type, `at most ${most}`, [code], ({ length }) =>
    length > most ? { code, detail: `must be at most ${most}` } : undefined,
  )

const tagFilter = t.structure({
  TagKey: required(tagKey),
  TagValue: optional(atMost(t.list(tagValue), 10, mostValues), { defaultText: 'any value' }),
})

export const getResources = operation({
  ...aboutOther('tag', 'GetResources'),
  summary: 'Lists resources that have tags, of every kind and region, with their tags.',
  effect: 'read',
  request: {
    ResourceList: optional(atMost(t.list(resourceName), 10, mostResources), {
      note: 'Only these, and all of them at once.',
    }),
    TagFilters: optional(atMost(t.list(tagFilter), 6, mostTags), {
      note: 'Resources that have a tag for each of these.',
    }),
    PaginationToken: optional(mappingToken, { noFilter: 'it says where the page begins' }),
    MaxResults: withDefault(t.integerBetween(1, 200), 50, { noFilter }),
  },
  response: mappingFields,
  errors: {},
  documented: [
    'AuthFailure.UnauthorizedOperation',
    'FailedOperation',
    'FailedOperation.ResourceTagProcessing',
    'InvalidParameter',
    'InvalidParameter.PaginationTokenInvalid',
    'InvalidParameter.ReservedTagKey',
    'InvalidParameter.Tag',
    'InvalidParameterValue.ResourceDescriptionError',
    'InvalidParameterValue.TagKeyDuplicate',
    'InvalidParameterValue.TagKeyEmpty',
    'InvalidParameterValue.TagKeyLengthExceeded',
    'InvalidParameterValue.TagValueCharacterIllegal',
    'InvalidParameterValue.TagValueLengthExceeded',
    'LimitExceeded.ResourceNumPerRequest',
    'LimitExceeded.TagNumPerRequest',
    'LimitExceeded.TagValue',
  ],
  neverOccurs: {
    FailedOperation: 'tags are kept with their resource: nothing is between the two that could fail',
    'FailedOperation.ResourceTagProcessing': 'tags are set at once',
    'InvalidParameter.Tag': 'what is wrong with a tag has a code of its own',
    'InvalidParameterValue.TagKeyDuplicate': 'filters of one key must both hold, like those of two',
  },
  run: async (context: CallContext, { ResourceList, TagFilters = [], PaginationToken, MaxResults }) =>
    ok(
      await taggedPage(context, { names: ResourceList, filters: TagFilters, token: PaginationToken, size: MaxResults }),
    ),
})
