/** Tags, as every Create operation takes them and most views show them. */
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Tag } from '../../../../domain/resource.ts'
import type { WireType } from '../../../../operations/decode.ts'
import { optional, required, withDefault } from '../../../../operations/field.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'

interface WireTag {
  readonly Key: string
  readonly Value: string
}

/** Of a resource, of a key and of a value. */
export const most = { tags: 50, key: 127, value: 255 }

const codes = {
  duplicate: 'InvalidParameterValue.TagDuplicateKey',
  emptyKey: 'InvalidParameterValue.TagInvalidKey',
  key: 'InvalidParameterValue.TagInvalidKey',
  keyLength: 'InvalidParameterValue.TagInvalidKeyLen',
  value: 'InvalidParameterValue.TagInvalidVal',
  valueLength: 'InvalidParameterValue.TagInvalidVal',
  reserved: 'UnsupportedOperation.TagSystemReservedTagKey',
  count: 'LimitExceeded.TagKeyPerResourceExceeded',
}

/** The codes that a product has for what is wrong with a tag. */
export type TagCodes = Omit<typeof codes, 'duplicate' | 'count'>

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u001f\u007f]/

const reservedKeys: readonly string[] = ['project', '项目', 'qcloud', 'tencent']

/** "Tag Overview", Tencent Cloud Tag: keys that the platform keeps for itself. */
const isReserved = (key: string): boolean => key.startsWith('qcs:') || reservedKeys.includes(key)

type KeyCodes = Pick<TagCodes, 'emptyKey' | 'key' | 'keyLength' | 'reserved'>

/** What is wrong with a key, if anything is. */
export function keyFault(key: string, own: KeyCodes): t.Fault | undefined {
  if (key.trim() === '') return { code: own.emptyKey, detail: 'must not be blank' }
  if (control.test(key)) return { code: own.key, detail: 'must not hold control characters' }
  if (key.length > most.key) return { code: own.keyLength, detail: `must be at most ${most.key} characters` }
  return isReserved(key) ? { code: own.reserved, detail: 'is reserved for the platform' } : undefined
}

/** What is wrong with a value, if anything is. */
export function valueFault(value: string, own: Pick<TagCodes, 'value' | 'valueLength'>): t.Fault | undefined {
  if (control.test(value)) return { code: own.value, detail: 'must not hold control characters' }
  if (value.length <= most.value) return undefined
  return { code: own.valueLength, detail: `must be at most ${most.value} characters` }
}

function tagFault({ Key, Value }: WireTag): t.Fault | undefined {
  const inKey = keyFault(Key, codes)
  if (inKey !== undefined) return { ...inKey, at: 'Key' }
  const inValue = valueFault(Value, codes)
  return inValue === undefined ? undefined : { ...inValue, at: 'Value' }
}

function tagsFault(tags: readonly WireTag[]): t.Fault | undefined {
  if (tags.length > most.tags) return { code: codes.count, detail: `at most ${most.tags} tags are taken` }
  const seen = new Set<string>()
  for (const [index, tag] of tags.entries()) {
    const fault = tagFault(tag)
    if (fault !== undefined) return { ...fault, at: `${index}.${fault.at}` }
    if (seen.has(tag.Key)) return { code: codes.duplicate, detail: 'is given twice', at: `${index}.Key` }
    seen.add(tag.Key)
  }
  return undefined
}

const tag = t.structure({ Key: required(t.text()), Value: withDefault(t.text(), '', { defaultText: 'empty' }) })

const accepts = `at most ${most.tags} tags, each key once`

const tags: WireType<readonly Tag[]> = t.checked(
  t.refined(t.list(tag), accepts, [...new Set(Object.values(codes))], tagsFault),
  accepts,
  (given) => given.map(({ Key, Value }) => ({ key: Key, value: Value })),
)

export const tagsField = optional(tags, { worldless: 'tags are for finding things and for policies' })

const tagging = 'tag:TagResources'

/** Whoever may make a resource is to be allowed its tags besides ("Error Code", CreateVpnConnection: TagNotPermit). */
export function checkTagging({ may }: CallContext, given: readonly Tag[] | undefined): DomainError | undefined {
  if (given === undefined || given.length === 0 || may(tagging, '*')) return undefined
  return domainError('tag-denied', `${tagging} is not allowed`)
}

export const tagSet = <V>(get: (view: V) => readonly Tag[]): r.ResponseField<V> =>
  r.structures(r.given('Tags'), get, {
    Key: r.string(r.given('Key'), ({ key }) => key),
    Value: r.string(r.given('Value'), ({ value }) => value),
  })

/** The error codes of tags, which every Create operation's document has ("Error Code", CreateVpnConnection). */
export const documentedTagErrors: readonly string[] = [
  'InvalidParameterValue.TagDuplicateKey',
  'InvalidParameterValue.TagDuplicateResourceType',
  'InvalidParameterValue.TagInvalidKey',
  'InvalidParameterValue.TagInvalidKeyLen',
  'InvalidParameterValue.TagInvalidVal',
  'InvalidParameterValue.TagKeyNotExists',
  'InvalidParameterValue.TagNotAllocatedQuota',
  'InvalidParameterValue.TagNotExisted',
  'InvalidParameterValue.TagNotSupportTag',
  'InvalidParameterValue.TagResourceFormatError',
  'InvalidParameterValue.TagTimestampExceeded',
  'InvalidParameterValue.TagValNotExists',
  'LimitExceeded.TagKeyExceeded',
  'LimitExceeded.TagKeyPerResourceExceeded',
  'LimitExceeded.TagNotEnoughQuota',
  'LimitExceeded.TagQuota',
  'LimitExceeded.TagQuotaExceeded',
  'LimitExceeded.TagTagsExceeded',
  'UnsupportedOperation.TagAllocate',
  'UnsupportedOperation.TagFree',
  'UnsupportedOperation.TagNotPermit',
  'UnsupportedOperation.TagSystemReservedTagKey',
]
