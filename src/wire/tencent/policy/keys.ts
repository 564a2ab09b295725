/** What conditions are asked of: "Condition Keys and Condition Operators" (January 2024), and those of VPC's resources. */
import type { Question } from '../../../access/authorize.ts'
import type { Kind } from '../../../domain/resource.ts'

/** The values that a request has; undefined where it has none. */
export type Key = (question: Question) => readonly string[] | undefined

const one = (value: string | undefined): readonly string[] | undefined => (value === undefined ? undefined : [value])

/** To the second, as the cloud writes times. */
const isoTime = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** The tag service writes a tag's parts with a word before them, and has a list of its own for those that replace others. */
function requestTags({ conditions }: Question): readonly string[] | undefined {
  const { Tags, ReplaceTags } = conditions.parameters ?? {}
  const lists = [Tags, ReplaceTags].filter((list): list is readonly unknown[] => Array.isArray(list))
  if (lists.length === 0) return undefined
  return lists
    .flat()
    .filter(isObject)
    .map((tag) => `${String(tag.Key ?? tag.TagKey ?? '')}&${String(tag.Value ?? tag.TagValue ?? '')}`)
}

const resourceTags: Key = ({ tags }) => tags?.map(({ key, value }) => `${key}&${value}`)

const of =
  (kind: Kind): Key =>
  ({ wholes = [] }) => {
    const ids = wholes.flatMap((whole) => (whole.kind === kind ? [whole.id] : []))
    return ids.length === 0 ? undefined : ids
  }

const regionOf = ({ resource }: Question): string | undefined => resource.split(':')[3] || undefined

/** Whose the key is, by his number. */
const uinOf = ({ principal, conditions }: Question): string | undefined =>
  principal.kind === 'user' ? principal.id : conditions.owner

const keys: Readonly<Record<string, Key>> = {
  'qcs:ip': ({ conditions }) => one(conditions.address),
  'qcs:current_time': ({ conditions }) => one(isoTime(conditions.at)),
  'qcs:resource_tag': resourceTags,
  'qcs:tag': resourceTags,
  'qcs:request_tag': requestTags,
  'qcs:uin': (question) => one(uinOf(question)),
  'qcs:owner_uin': ({ conditions }) => one(conditions.owner),
  // Access keys are used without a second factor.
  'qcs:mfa': () => one('0'),
  'vpc:region': (question) => one(regionOf(question)),
  'vpc:vpc': of('network'),
  'vpc:subnet': of('subnet'),
  'vpc:vpngw': of('gateway'),
  'vpc:usergw': of('customer-gateway'),
  'sts:external_id': ({ conditions }) => {
    const id = conditions.parameters?.ExternalId
    return typeof id === 'string' ? [id] : undefined
  },
}

const unknown: Key = () => undefined

/** Keys are told apart by case too. What is not known here no request has. */
export const keyOf = (name: string): Key => (Object.hasOwn(keys, name) ? (keys[name] ?? unknown) : unknown)
