import { ignored, required, withDefault } from '../../../../operations/field.ts'
import type { Rule } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import { tagKey, tagStructure, tagValue } from '../tag/fields.ts'
import { upToTen } from '../tag/several.ts'

const worldless = 'tags are for finding things and for policies'

export const tagFields = { TagKey: required(tagKey, { worldless }), TagValue: required(tagValue, { worldless }) }

/** `code` is told where there are more than one request may have, and where one is given twice. */
export const severalTags = (code: string) =>
  required(
    t.refined(upToTen(t.list(tagStructure), code), 'up to 10 tags, each once', [code], (tags) => {
      const written = tags.map(({ TagKey, TagValue }) => JSON.stringify([TagKey, TagValue]))
      const index = written.findIndex((tag, at) => written.indexOf(tag) < at)
      return index < 0 ? undefined : { code, detail: 'is given twice', at: String(index) }
    }),
    { worldless },
  )

const noFilter = 'it says which part of what is found is shown'

/** Pages of the tag service. */
export const pageOf = (most: number, usual = 15) => ({
  Offset: withDefault(
    t.integer('0 or more', (value) => value >= 0),
    0,
    { noFilter },
  ),
  Limit: withDefault(t.integerBetween(1, most), usual, { noFilter }),
})

export interface Page {
  readonly Offset: number
  readonly Limit: number
}

/** Of the lists whose documents have a code for it. */
export const wholePages: Rule<Page> = {
  code: 'InvalidParameterValue.OffsetInvalid',
  demand: 'must be a multiple of Limit',
  brokenBy: ({ Offset, Limit }) => (Offset % Limit === 0 ? undefined : 'Offset'),
}

/** An account's tags are all of its users'. */
export const creatorField = ignored('an account’s tags are shown to all of its users alike', { type: t.integer() })
