import type { Condition } from '../../../../domain/page.ts'
import type { Tag } from '../../../../domain/resource.ts'
import { optional, required } from '../../../../operations/field.ts'
import type { Rule } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'

const allowed = (value: string): boolean => !/^(aliyun|acs:)/.test(value) && !/https?:\/\//.test(value)

const forbidden = 'not starting with aliyun or acs:, without http:// and https://'

const keyOf = (most: number) =>
  t.text(`1 to ${most} characters, ${forbidden}`, (value) => value.length <= most && allowed(value))
const tagValue = (most: number) =>
  t.text(`at most ${most} characters, ${forbidden}`, (text) => text.length <= most && allowed(text))

interface WireTag {
  readonly Key: string
  readonly Value: string | undefined
}

/** On a resource, and in a request. */
export const mostTags = 20

const hasRepeats = (tags: readonly WireTag[]): boolean => new Set(tags.map(({ Key }) => Key)).size < tags.length

const keyCodes = { code: 'InvalidParameter.TagKey', missingCode: 'InvalidParameter.TagKey' }

const tagsOf = (longestKey: number, longestValue = 128) =>
  t.list(
    t.structure({
      Key: required(keyOf(longestKey), keyCodes),
      Value: optional(tagValue(longestValue), { code: 'InvalidParameter.TagValue', defaultText: 'empty' }),
    }),
  )

const tagList = tagsOf(64)

const note = 'at most 20 and no key twice, Tag and Tags together'

const worldless = 'tags are for finding things and for policies'

const alone = { note: 'at most 20 and no key twice', worldless }

/** For what is there already; keys may be longer than where something is created. */
export const newTags = { Tag: required(tagsOf(128), alone) }

/** RAM's keys and values may be longer. */
const longTags = tagsOf(128, 256)
export const ramTags = { Tag: optional(longTags, alone) }
export const newRamTags = { Tag: required(longTags, alone) }

export const tagKeys = {
  TagKey: optional(t.list(t.text(), { most: mostTags }), { worldless }),
}

/** Documents differ in the name, and Terraform's provider sends the one where the document has the other. */
export const tagFields = { Tag: optional(tagList, { note, worldless }), Tags: optional(tagList, { note, worldless }) }

/** Where there is one name alone. */
export const tags = optional(tagList, alone)

interface Tagged {
  readonly Tag: readonly WireTag[] | undefined
  readonly Tags?: readonly WireTag[] | undefined
}

const both = ({ Tag = [], Tags = [] }: Tagged): readonly WireTag[] => [...Tag, ...Tags]

const last = ({ Tags }: Tagged): string => (Tags === undefined ? 'Tag' : 'Tags')

export const tagRules: readonly Rule<Tagged>[] = [
  {
    code: 'SizeLimitExceeded.TagNum',
    demand: `must be at most ${mostTags}, Tag and Tags together`,
    brokenBy: (request) => (both(request).length > mostTags ? last(request) : undefined),
  },
  {
    code: 'Duplicated.TagKey',
    demand: 'must not hold a key twice, Tag and Tags together',
    brokenBy: (request) => (hasRepeats(both(request)) ? last(request) : undefined),
  },
]

export const readTags = (request: Tagged): readonly Tag[] =>
  both(request).map(({ Key, Value = '' }) => ({ key: Key, value: Value }))

/** Tag codes of the documents that a new resource cannot run into. */
export const tagsNeverOccur = {
  'Forbidden.TagKey.Duplicated': 'a new resource has no tags yet that a key could be among',
}

const filters = t.list(t.structure({ Key: optional(t.text()), Value: optional(t.text()) }), { most: mostTags })

export const tagFilter = { Tag: optional(filters, { note: 'those that have all of these tags' }) }

type Filter = readonly { readonly Key: string | undefined; readonly Value: string | undefined }[] | undefined

/** A filter without a value takes any value of the key. */
export const withTags = (wanted: Filter): readonly Condition[] =>
  (wanted ?? []).map(({ Key, Value }) => ({
    by: 'tag',
    ...(Key === undefined ? {} : { keys: [Key] }),
    ...(Value === undefined ? {} : { values: [Value] }),
  }))

export const bareTags = <V>(get: (view: V) => readonly Tag[]): r.ResponseField<V> =>
  r.structures(r.given(['Tag', 'Tags']), get, {
    Key: r.string(r.given('Key'), ({ key }) => key),
    Value: r.string(r.given('Value'), ({ value }) => value),
  })

/** "Tags": {"Tag": […]}. */
export const wrappedTags = <V>(get: (view: V) => readonly Tag[]): r.ResponseField<V> =>
  r.structure(r.derived('the tags that it was created with'), get, { Tag: bareTags((tags: readonly Tag[]) => tags) })
