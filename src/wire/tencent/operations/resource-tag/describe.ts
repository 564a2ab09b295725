import type { Condition } from '../../../../domain/page.ts'
import { principalRegion } from '../../../../domain/principal.ts'
import { isPrincipalKind } from '../../../../domain/principal-kinds.ts'
import type { Resource, Tag } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import { allOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { creatorField, pageOf } from '../account-tag/request.ts'
import { notDeleting } from '../shared/selection.ts'
import { aboutOther } from '../shared/service.ts'
import { kindOf, type TaggablePrefix, taggableKinds } from '../shared/taggable.ts'
import { tagKey, tagValue } from '../tag/fields.ts'
import { prefixOf, productOf, resourceRegion, serviceType, taggablePrefix } from '../tag/resource.ts'
import { category, type ResourceTag, resourceTagFields } from '../tag/response.ts'

const placeFields = {
  ServiceType: optional(serviceType),
  ResourcePrefix: optional(taggablePrefix),
  ResourceRegion: optional(resourceRegion),
  ResourceId: optional(t.text()),
  ...pageOf(200),
  CreateUin: creatorField,
}

interface Place {
  readonly ServiceType: string | undefined
  readonly ResourcePrefix: TaggablePrefix | undefined
  readonly ResourceRegion: string | undefined
  readonly ResourceId: string | undefined
}

/** Of one kind after the other, each newest first. */
async function taggedIn(
  context: CallContext,
  { ServiceType, ResourcePrefix, ResourceRegion, ResourceId }: Place,
  tags: readonly Condition[],
): Promise<readonly Resource[]> {
  const where: readonly Condition[] = [
    ...(ResourceId === undefined ? [] : [{ by: 'id' as const, anyOf: [ResourceId] }]),
    // The empty region is that of what is in none.
    ...(ResourceRegion === undefined ? [] : [{ by: 'region' as const, region: ResourceRegion || principalRegion }]),
    ...[notDeleting, ...tags],
  ]
  const named = ResourcePrefix === undefined ? taggableKinds : [kindOf(ResourcePrefix)]
  const kinds = named.filter((kind) => ServiceType === undefined || productOf(kind) === ServiceType)
  const { reader } = context.acrossRegions()
  return (await Promise.all(kinds.map((kind) => allOf(reader, kind, where)))).flat()
}

export const describeResourceTags = operation({
  ...aboutOther('tag', 'DescribeResourceTags'),
  summary: 'Lists the tags that resources have.',
  effect: 'read',
  request: { ...placeFields, CosResourceId: refused(t.integer(), 'there are no buckets', { allow: [0] }) },
  response: { ...r.pick(resourceTagFields, 'TotalCount', 'Offset', 'Limit'), Rows: resourceTagFields.Tags },
  errors: {},
  async run(context: CallContext, request) {
    const { Offset, Limit } = request
    const found = await taggedIn(context, request, [{ by: 'tag' }])
    const all = found.flatMap((resource) => resource.labels.tags.map((tag): ResourceTag => ({ resource, tag })))
    return ok({ total: all.length, offset: Offset, limit: Limit, items: all.slice(Offset, Offset + Limit) })
  },
})

interface ResourcePage {
  readonly total: number
  readonly offset: number
  readonly limit: number
  readonly items: readonly Resource[]
}

const tagFilter = t.structure({
  TagKey: required(tagKey),
  TagValue: optional(t.list(tagValue), { defaultText: 'any value' }),
})

const mostFilters = 6
const noFilters = 'InvalidParameterValue.TagFilters'
const tooManyFilters = 'InvalidParameterValue.TagFiltersLengthExceeded'

const tagFilters = t.refined(
  t.list(tagFilter),
  `1 to ${mostFilters} filters`,
  [noFilters, tooManyFilters],
  ({ length }) => {
    if (length === 0) return { code: noFilters, detail: 'must not be empty' }
    return length > mostFilters ? { code: tooManyFilters, detail: `must be at most ${mostFilters}` } : undefined
  },
)

interface TagFilter {
  readonly TagKey: string
  readonly TagValue: readonly string[] | undefined
}

const meets = ({ TagKey, TagValue = [] }: TagFilter, tags: readonly Tag[]): boolean =>
  tags.some(({ key, value }) => key === TagKey && (TagValue.length === 0 || TagValue.includes(value)))

/** The resources that have tags, found by some conditions and what is left of them to judge. */
const taggedResources = (
  action: string,
  summary: string,
  select: (filters: readonly TagFilter[]) => {
    readonly where: readonly Condition[]
    readonly fits: (tags: readonly Tag[]) => boolean
  },
) =>
  operation({
    ...aboutOther('tag', action),
    summary,
    effect: 'read',
    request: { TagFilters: required(tagFilters), ...placeFields },
    response: {
      TotalCount: r.integer<ResourcePage>(r.derived('how many were selected'), ({ total }) => total),
      Offset: r.integer<ResourcePage>(r.given('Offset'), ({ offset }) => offset),
      Limit: r.integer<ResourcePage>(r.given('Limit'), ({ limit }) => limit),
      Rows: r.structures<ResourcePage, Resource>(r.derived('the page that is asked for'), ({ items }) => items, {
        ResourceRegion: r.string(r.stored('its region; empty where it is in none'), ({ kind, region }) =>
          isPrincipalKind(kind) ? '' : region,
        ),
        ServiceType: r.string(r.derived('the product that it is of'), ({ kind }) => productOf(kind)),
        ResourcePrefix: r.string(r.derived('what its kind’s ids begin with'), prefixOf),
        ResourceId: r.string(r.stored('its id'), ({ id }) => id),
        Tags: r.structures(r.stored('its tags'), ({ labels }) => labels.tags, {
          TagKey: r.string(r.stored('the key'), ({ key }: Tag) => key),
          TagValue: r.string(r.stored('the value'), ({ value }: Tag) => value),
          Category: category,
        }),
      }),
    },
    errors: {},
    async run(context: CallContext, request) {
      const { TagFilters, Offset, Limit } = request
      const { where, fits } = select(TagFilters)
      const found = await taggedIn(context, request, where)
      const all = found.filter(({ labels }) => fits(labels.tags))
      return ok({ total: all.length, offset: Offset, limit: Limit, items: all.slice(Offset, Offset + Limit) })
    },
  })

export const describeResourcesByTags = taggedResources(
  'DescribeResourcesByTags',
  'Lists resources that have a tag for each of up to six filters.',
  (filters) => ({
    where: filters.map(({ TagKey, TagValue = [] }) => ({
      ...{ by: 'tag', keys: [TagKey] },
      ...(TagValue.length === 0 ? {} : { values: TagValue }),
    })),
    fits: () => true,
  }),
)

export const describeResourcesByTagsUnion = taggedResources(
  'DescribeResourcesByTagsUnion',
  'Lists resources that have a tag for one of up to six filters.',
  (filters) => {
    const anyValue = filters.some(({ TagValue = [] }) => TagValue.length === 0)
    const values = anyValue ? {} : { values: filters.flatMap(({ TagValue = [] }) => TagValue) }
    return {
      // What has a key of one filter with a value of another is found too.
      where: [{ by: 'tag', keys: filters.map(({ TagKey }) => TagKey), ...values }],
      fits: (tags) => filters.some((filter) => meets(filter, tags)),
    }
  },
)
