/** Tags as the tag service writes them. */
import type { Tag } from '../../../../domain/resource.ts'
import { refused, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { keyFault, type TagCodes, valueFault } from '../shared/tags.ts'

const value = 'InvalidParameterValue'

const codes: TagCodes = {
  emptyKey: `${value}.TagKeyEmpty`,
  key: `${value}.TagKeyCharacterIllegal`,
  keyLength: `${value}.TagKeyLengthExceeded`,
  value: `${value}.TagValueCharacterIllegal`,
  valueLength: `${value}.TagValueLengthExceeded`,
  reserved: 'InvalidParameter.ReservedTagKey',
}

const { value: badValue, valueLength, ...keyCodes } = codes

export const tagKey = t.refined(t.text(), '1 to 127 printable characters', Object.values(keyCodes), (key) =>
  keyFault(key, keyCodes),
)

export const tagValue = t.refined(t.text(), 'at most 255 printable characters', [badValue, valueLength], (text) =>
  valueFault(text, codes),
)

/** Tags that nobody has set do not exist here. */
export const categoryField = refused(t.word('Custom', 'All', 'System'), 'the platform has no tags of its own here', {
  allow: ['Custom', 'All'],
})

export const tagStructure = t.structure({
  TagKey: required(tagKey),
  TagValue: required(tagValue),
  Category: categoryField,
})

interface WireTag {
  readonly TagKey: string
  readonly TagValue: string
}

export const tagOf = ({ TagKey: key, TagValue: value }: WireTag): Tag => ({ key, value })
