import type { Fields, UsedField } from './decode.ts'

/** What a caller must be allowed: the word for it in a policy, and the resources that it is asked for. */
export interface Permission {
  /** "vpc:CreateVpnGateway". */
  readonly action: string
  /**
   * Each must be allowed. A name in braces stands for the region, the account, or a field of the request: for each of its
   * values, and for `*` where it was not sent. A name with a dot is a field of a list's elements. A pattern with `{Name?}` is asked for only where the field was sent,
   * and one with `{Name^vpc-?}` for those of its values that begin so.
   */
  readonly resource: string | readonly string[]
  /** Everybody may, whatever his policies say. */
  readonly needless?: true
}

type Named<Pattern extends string> = Pattern extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${infer Some}^${string}` ? Some : Name extends `${infer Optional}?` ? Optional : Name) | Named<Rest>
  : never

/** A value that policies have a word of their own for. */
export interface PolicyWord {
  /** `{account}` for the caller's account. */
  readonly inPolicies: string
}

type TextFields<F extends Fields> = {
  [N in keyof F]: F[N] extends UsedField<infer T, boolean>
    ? NonNullable<T> extends string | readonly string[] | PolicyWord
      ? N
      : never
    : never
}[keyof F]

/** "RouteEntries.RouteTableId": a text of each element of a list. */
type ElementFields<F extends Fields> = {
  [N in keyof F & string]: F[N] extends UsedField<infer T, boolean>
    ? NonNullable<T> extends readonly (infer Element)[]
      ? {
          [M in keyof Element & string]: NonNullable<Element[M]> extends string ? `${N}.${M}` : never
        }[keyof Element & string]
      : never
    : never
}[keyof F & string]

type Misnamed<Pattern extends string, F extends Fields> = Exclude<
  Named<Pattern>,
  'region' | 'account' | TextFields<F> | ElementFields<F>
>

/** Whatever a pattern may be when all that it names is there; otherwise a type that no pattern has, which tells the name. */
export type NamesFieldsOf<Pattern extends string, F extends Fields> = string extends Pattern
  ? { readonly 'the pattern must be written out': never }
  : [Misnamed<Pattern, F>] extends [never]
    ? unknown
    : { readonly 'not a text field of the request': Misnamed<Pattern, F> }

/** What stands at a place in braces of a pattern. */
interface Hole {
  readonly field: string
  readonly isOptional: boolean
  /** What those of the field's values that it stands for begin with. */
  readonly beginning: string
}

interface Pattern {
  /** What stands before each hole, and after the last. */
  readonly texts: readonly string[]
  readonly holes: readonly Hole[]
}

function readPattern(pattern: string): Pattern {
  const pieces = pattern.split(/\{([\w.]+(?:\^[\w-]+)?\??)\}/)
  const names = pieces.filter((_, index) => index % 2 === 1)
  return {
    texts: pieces.filter((_, index) => index % 2 === 0),
    holes: names.map((name) => {
      const [field = '', beginning = ''] = name.replace('?', '').split('^')
      return { field, beginning, isOptional: name.endsWith('?') }
    }),
  }
}

const isPolicyWord = (value: unknown): value is PolicyWord =>
  typeof value === 'object' && value !== null && 'inPolicies' in value && typeof value.inPolicies === 'string'

/** One field may carry several ids, as a list or separated by commas. */
function textsOf(value: unknown, account: string): readonly string[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value.flatMap((each) => textsOf(each, account))
  if (isPolicyWord(value)) return [value.inPolicies === '{account}' ? account : value.inPolicies]
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)]
  if (typeof value !== 'string') return []
  return value
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
}

interface Place {
  readonly region: string
  readonly account: string
}

function valueAt(field: string, values: Readonly<Record<string, unknown>>, { region, account }: Place): unknown {
  if (field === 'region') return region
  if (field === 'account') return account
  const [name = '', member] = field.split('.')
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  return member === undefined ? value : membersOf(value, member)
}

/** Of a list's elements; of a text, which is no list, nothing. */
const membersOf = (value: unknown, member: string): readonly unknown[] =>
  (Array.isArray(value) ? value : []).map((element: unknown) =>
    typeof element === 'object' && element !== null && Object.hasOwn(element, member)
      ? (element as Readonly<Record<string, unknown>>)[member]
      : undefined,
  )

function fill({ texts, holes }: Pattern, values: Readonly<Record<string, unknown>>, place: Place): readonly string[] {
  if (holes.length === 0) return texts
  let filled: readonly string[] = texts.slice(0, 1)
  for (const [index, { field, isOptional, beginning }] of holes.entries()) {
    const all = textsOf(valueAt(field, values, place), place.account)
    const found = beginning === '' ? all : all.filter((text) => text.startsWith(beginning))
    if (found.length === 0 && isOptional) return []
    const rest = texts[index + 1] ?? ''
    const ends = found.length === 0 ? [`*${rest}`] : found.map((text) => `${text}${rest}`)
    filled = filled.flatMap((before) => ends.map((end) => `${before}${end}`))
  }
  return filled
}

export const patternsOf = ({ resource }: Permission): readonly string[] =>
  typeof resource === 'string' ? [resource] : resource

/** Each permission is one of a declaration's, asked for with every request. */
const read = new WeakMap<Permission, readonly Pattern[]>()

function readPatterns(permission: Permission): readonly Pattern[] {
  const known = read.get(permission)
  if (known !== undefined) return known
  const patterns = patternsOf(permission).map(readPattern)
  read.set(permission, patterns)
  return patterns
}

const anything: readonly string[] = ['*']

/** What one call is about, each once and never none: "acs:vpc:cn-hangzhou:1234567890123456:vpc/vpc-1". */
export function resourcesOf(
  permission: Permission,
  values: Readonly<Record<string, unknown>>,
  place: Place,
): readonly string[] {
  const patterns = readPatterns(permission)
  const [only] = patterns
  const filled =
    patterns.length === 1 && only !== undefined
      ? fill(only, values, place)
      : patterns.flatMap((pattern) => fill(pattern, values, place))
  if (filled.length === 0) return anything
  return filled.length === 1 ? filled : [...new Set(filled)]
}
