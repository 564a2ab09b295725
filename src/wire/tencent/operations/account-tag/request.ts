import { ignored, required, withDefault } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { tagKey, tagValue } from '../tag/fields.ts'

const worldless = 'tags are for finding things and for policies'

export const tagFields = { TagKey: required(tagKey, { worldless }), TagValue: required(tagValue, { worldless }) }

const noFilter = 'it says which part of what is found is shown'

/** Pages of the tag service. */
export const pageOf = (most: number) => ({
  Offset: withDefault(
    t.integer('0 or more', (value) => value >= 0),
    0,
    { noFilter },
  ),
  Limit: withDefault(t.integerBetween(1, most), 15, { noFilter }),
})

/** An account's tags are all of its users'. */
export const creatorField = ignored('an account’s tags are shown to all of its users alike', { type: t.integer() })
