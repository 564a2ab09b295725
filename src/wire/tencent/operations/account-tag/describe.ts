import type { Distinct } from '../../../../domain/page.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, refused, required, withDefault } from '../../../../operations/field.ts'
import { operation, type Rule } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutOther } from '../shared/service.ts'
import { taggableKinds } from '../shared/taggable.ts'
import { categoryField, tagKey, tagValue } from '../tag/fields.ts'
import { category } from '../tag/response.ts'
import { distinctOf, distinctToken, pageAfter, type TokenPage } from './distinct.ts'
import { creatorField, pageOf, wholePages } from './request.ts'

interface DistinctPage {
  readonly total: number
  readonly offset: number
  readonly limit: number
  readonly items: readonly Distinct[]
}

interface Asked {
  readonly Offset: number
  readonly Limit: number
}

const cut = (all: readonly Distinct[], { Offset, Limit }: Asked): DistinctPage => ({
  ...{ total: all.length, offset: Offset, limit: Limit },
  items: all.slice(Offset, Offset + Limit),
})

const pageFields: r.ResponseFields<DistinctPage> = {
  TotalCount: r.integer(r.derived('how many there are'), ({ total }) => total),
  Offset: r.integer(r.given('Offset'), ({ offset }) => offset),
  Limit: r.integer(r.given('Limit'), ({ limit }) => limit),
}

const thePage = r.derived('the page that Offset and Limit ask for, in the order of their bytes')

const tagOf: r.ResponseFields<Distinct> = {
  TagKey: r.string(r.given('TagKey'), ([key]) => key),
  TagValue: r.string(r.given('TagValue'), ([, value]) => value),
  Category: category,
}

interface ShownTag {
  readonly tag: Distinct
  readonly isUsed: boolean
}

/** Of all of the page at once: one by one, each costs a statement a kind. */
async function showUse(context: CallContext, tags: readonly Distinct[]): Promise<readonly ShownTag[]> {
  if (tags.length === 0) return []
  const keys = [...new Set(tags.map(([key = '']) => key))]
  const used = new Set((await distinctOf(context, 'tag', keys, taggableKinds)).map((tag) => JSON.stringify(tag)))
  return tags.map((tag) => ({ tag, isUsed: used.has(JSON.stringify(tag)) }))
}

const tagList = (action: string, summary: string, rules: readonly Rule<Asked>[] = []) =>
  operation({
    ...aboutOther('tag', action),
    summary,
    effect: 'read',
    request: {
      TagKey: optional(tagKey),
      TagValue: optional(tagValue),
      TagKeys: optional(t.list(tagKey), { defaultText: 'TagKey, else all' }),
      ...pageOf(1000),
      CreateUin: creatorField,
      ShowProject: refused(t.integer(), 'there are no projects', { allow: [0] }),
    },
    rules,
    response: {
      ...pageFields,
      Tags: r.structures<DistinctPage & { readonly shown: readonly ShownTag[] }, ShownTag>(
        thePage,
        ({ shown }) => shown,
        {
          TagKey: r.string(r.given(['TagKey', 'Tags.TagKey']), ({ tag: [key] }) => key),
          TagValue: r.string(r.given(['TagValue', 'Tags.TagValue']), ({ tag: [, value] }) => value),
          CanDelete: r.integer(r.derived('1 where no resource has it, else 0'), (shown) => (shown.isUsed ? 0 : 1)),
          Category: category,
        },
      ),
    },
    errors: {},
    async run(context: CallContext, { TagKey, TagValue, TagKeys, ...asked }) {
      const keys = TagKeys ?? (TagKey === undefined ? [] : [TagKey])
      const all = (await distinctOf(context, 'tag', keys)).filter(
        ([, value]) => TagValue === undefined || value === TagValue,
      )
      const page = cut(all, asked)
      return ok({ ...page, shown: await showUse(context, page.items) })
    },
  })

export const describeTags = tagList(
  'DescribeTags',
  'Lists tags: those that resources have, and those that are kept without any.',
)

export const describeTagsSeq = tagList('DescribeTagsSeq', 'Lists tags as DescribeTags does, by whole pages.', [
  wholePages,
])

export const describeTagKeys = operation({
  ...aboutOther('tag', 'DescribeTagKeys'),
  summary: 'Lists the keys of tags.',
  effect: 'read',
  request: {
    ...pageOf(1000),
    CreateUin: creatorField,
    ShowProject: refused(t.integer(), 'there are no projects', { allow: [0] }),
    Category: categoryField,
  },
  response: {
    ...pageFields,
    Tags: r.strings<DistinctPage>(thePage, ({ items }) => items.map(([key = '']) => key)),
  },
  errors: {},
  run: async (context: CallContext, asked) => ok(cut(await distinctOf(context, 'tag-key', []), asked)),
})

export const describeTagValues = operation({
  ...aboutOther('tag', 'DescribeTagValues'),
  summary: 'Lists the values that tags of some keys have.',
  effect: 'read',
  request: {
    TagKeys: required(t.list(tagKey)),
    ...pageOf(1000),
    CreateUin: creatorField,
    Category: categoryField,
  },
  response: { ...pageFields, Tags: r.structures<DistinctPage, Distinct>(thePage, ({ items }) => items, tagOf) },
  errors: {},
  run: async (context: CallContext, { TagKeys, ...asked }) =>
    ok(cut(TagKeys.length === 0 ? [] : await distinctOf(context, 'tag', TagKeys), asked)),
})

const tokenFields = {
  PaginationToken: withDefault(distinctToken, [], {
    defaultText: 'the first page',
    noFilter: 'it says where the page begins',
  }),
  MaxResults: withDefault(t.integerBetween(1, 1000), 50, { noFilter: 'it says how long the page is' }),
  Category: categoryField,
}

const nextToken = {
  PaginationToken: r.string(r.derived('where the next page begins; empty on the last'), ({ next }: TokenPage) => next),
}

const tooManyKeys = 'LimitExceeded.TagNumPerRequest'

/** Of one request. */
const most = 20

const keyList = t.refined(t.list(tagKey), `at most ${most}`, [tooManyKeys], ({ length }) =>
  length > most ? { code: tooManyKeys, detail: `must be at most ${most}` } : undefined,
)

const inOrderOfBytes = r.derived('those of this page, in the order of their bytes')

export const getTags = operation({
  ...aboutOther('tag', 'GetTags'),
  summary: 'Lists tags page after page, as DescribeTags does by number.',
  effect: 'read',
  request: { TagKeys: optional(keyList, { defaultText: 'all' }), ...tokenFields },
  response: { ...nextToken, Tags: r.structures<TokenPage, Distinct>(inOrderOfBytes, ({ items }) => items, tagOf) },
  errors: {},
  run: async (context: CallContext, { TagKeys = [], PaginationToken, MaxResults }) =>
    ok(pageAfter(await distinctOf(context, 'tag', TagKeys), PaginationToken, MaxResults)),
})

export const getTagKeys = operation({
  ...aboutOther('tag', 'GetTagKeys'),
  summary: 'Lists the keys of tags page after page.',
  effect: 'read',
  request: tokenFields,
  response: {
    ...nextToken,
    TagKeys: r.strings<TokenPage>(inOrderOfBytes, ({ items }) => items.map(([key = '']) => key)),
  },
  errors: {},
  run: async (context: CallContext, { PaginationToken, MaxResults }) =>
    ok(pageAfter(await distinctOf(context, 'tag-key', []), PaginationToken, MaxResults)),
})

export const getTagValues = operation({
  ...aboutOther('tag', 'GetTagValues'),
  summary: 'Lists the values that tags of some keys have, page after page.',
  effect: 'read',
  request: { TagKeys: required(keyList), ...tokenFields },
  response: { ...nextToken, Tags: r.structures<TokenPage, Distinct>(inOrderOfBytes, ({ items }) => items, tagOf) },
  errors: {},
  async run(context: CallContext, { TagKeys, PaginationToken, MaxResults }) {
    const all = TagKeys.length === 0 ? [] : await distinctOf(context, 'tag', TagKeys)
    return ok(pageAfter(all, PaginationToken, MaxResults))
  },
})
