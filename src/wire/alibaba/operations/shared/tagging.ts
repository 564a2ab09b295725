/** What the products' operations on tags have in common. */
import { modifyLabels } from '../../../../commands/labels.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Condition } from '../../../../domain/page.ts'
import type { Reader } from '../../../../domain/reader.ts'
import type { Resource, Tag } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import type { Rule } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { positionToken, tokenOf } from '../../paging.ts'
import { notDeleting } from './conditions.ts'
import type { ResourceType } from './resource-type.ts'
import { mostTags, newTags, readTags, tagFilter, tagKeys, tagRules, withTags } from './tags.ts'

/** In a request; and as many resources are looked at for a page of tags. */
const mostResources = 50

const ids = t.refined(t.list(t.text()), '1 to 50 ids', ['SizeLimitExceeded.ResourceId'], ({ length }) =>
  length > mostResources
    ? { code: 'SizeLimitExceeded.ResourceId', detail: `must be at most ${mostResources}` }
    : undefined,
)

export const taggingFields = { ResourceId: required(ids), ...newTags }

export const taggingRules = tagRules

export const untaggingFields = {
  ResourceId: required(ids),
  ...tagKeys,
  All: optional(t.boolean, { note: 'all tags are removed; without effect where TagKey is given' }),
}

interface Untagging {
  readonly TagKey: readonly string[] | undefined
  readonly All: boolean | undefined
}

export const untaggingRules: readonly Rule<Untagging>[] = [
  {
    code: 'MissingParameter',
    demand: 'is required where All is not true',
    brokenBy: ({ TagKey, All }) => (TagKey === undefined && All !== true ? 'TagKey' : undefined),
  },
]

type Done = Promise<Result<object, DomainError>>

interface Named {
  readonly ResourceType: ResourceType
  readonly ResourceId: readonly string[]
}

/** All of the resources are labelled, or, since the call is one transaction, none is. */
async function relabel(
  context: CallContext,
  { ResourceType: type, ResourceId }: Named,
  change: { readonly set?: readonly Tag[]; readonly unset?: readonly string[] | 'all' },
): Done {
  for (const id of new Set(ResourceId)) {
    const resource = await context.reader.get(type.kind, id)
    if (resource !== undefined && !type.includes(resource)) {
      return fail(domainError(type.notFound, `is no ${type.word}`, id))
    }
    const changed = await context.execute(modifyLabels(type.kind, type.notFound), { id, mostTags, ...change })
    if (!changed.ok) return changed
  }
  return ok({})
}

export const tag = (context: CallContext, request: Named & Parameters<typeof readTags>[0]): Done =>
  relabel(context, request, { set: readTags(request) })

export const untag = (context: CallContext, request: Named & Untagging): Done =>
  relabel(context, request, { unset: request.TagKey ?? (request.All === true ? 'all' : []) })

/** A tag, and the resource that has it. */
interface Tagged {
  readonly type: ResourceType
  readonly resource: Resource
  readonly tag: Tag
}

export interface TaggedPage {
  readonly items: readonly Tagged[]
  readonly next: string | undefined
}

export const listingFields = {
  ResourceId: optional(ids, { defaultText: 'every resource of the type' }),
  ...tagFilter,
  NextToken: optional(positionToken, { noFilter: 'it says where the page begins' }),
}

export const pageSize = { noFilter: 'it says how many are shown' }

interface Listing {
  readonly ResourceType: ResourceType
  readonly ResourceId: readonly string[] | undefined
  readonly Tag: Parameters<typeof withTags>[0]
  readonly NextToken: number | undefined
}

/** More than the tags of all resources that are looked at for a page. */
const stride = mostResources * mostTags + 1

/**
 * Pages are of tags, and a resource may have more than are left on one. So a page says after which resource it begins, and
 * how many tags of those that follow were on pages before it; always as many resources are looked at, whatever its size.
 */
export async function listTagged(reader: Reader, request: Listing, size: number): Promise<TaggedPage> {
  const { ResourceType: type, ResourceId, Tag, NextToken: position = 0 } = request
  const [after, passed] = [Math.floor(position / stride), position % stride]
  const where: readonly Condition[] = [
    notDeleting,
    { by: 'tag' },
    ...(ResourceId === undefined ? [] : [{ by: 'id', anyOf: ResourceId } as const]),
    ...withTags(Tag),
    ...(type.where ?? []),
  ]
  const page = await reader.page(type.kind, { where, limit: mostResources, ...(after === 0 ? {} : { after }) })
  const resources: readonly Resource[] = page.items
  const rows = resources
    .filter((resource) => type.includes(resource))
    .flatMap((resource) => resource.labels.tags.map((tag) => ({ type, resource, tag })))
    .slice(passed)
  const isCut = rows.length > size
  const next = isCut ? position + size : page.next === undefined ? undefined : page.next * stride
  return { items: rows.slice(0, size), next: next === undefined ? undefined : tokenOf(next) }
}

const there = r.derived('those that match')

export const taggedFields = {
  NextToken: r.string(r.derived('where the next page starts; absent on the last'), ({ next }: TaggedPage) => next),
  TagResources: r.structure(there, ({ items }: TaggedPage) => items, {
    TagResource: r.structures(there, (items: readonly Tagged[]) => items, {
      ResourceId: r.string(r.given('ResourceId', { spelt: 'each of them' }), ({ resource }: Tagged) => resource.id),
      ResourceType: r.string(
        r.given('ResourceType', { spelt: 'the document has it' }),
        ({ type }: Tagged) => type.word,
      ),
      TagKey: r.string(r.given('Tag.Key'), ({ tag }: Tagged) => tag.key),
      TagValue: r.string(r.given('Tag.Value'), ({ tag }: Tagged) => tag.value),
    }),
  }),
} satisfies r.ResponseFields<TaggedPage>
