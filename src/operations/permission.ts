import type { Fields, UsedField } from './decode.ts'

/** What a caller must be allowed: the word for it in a policy, and the resources that it is asked for. */
export interface Permission {
  /** "vpc:CreateVpnGateway". */
  readonly action: string
  /**
   * Each must be allowed. A name in braces stands for the region, the account, or a field of the request: for each of its
   * values, and for `*` where it was not sent. A pattern with `{Name?}` is asked for only where the field was sent.
   */
  readonly resource: string | readonly string[]
}

type Named<Pattern extends string> = Pattern extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${infer Optional}?` ? Optional : Name) | Named<Rest>
  : never

type TextFields<F extends Fields> = {
  [N in keyof F]: F[N] extends UsedField<infer T, boolean>
    ? NonNullable<T> extends string | readonly string[]
      ? N
      : never
    : never
}[keyof F]

type Misnamed<Pattern extends string, F extends Fields> = Exclude<Named<Pattern>, 'region' | 'account' | TextFields<F>>

/** Whatever a pattern may be when all that it names is there; otherwise a type that no pattern has, which tells the name. */
export type NamesFieldsOf<Pattern extends string, F extends Fields> = string extends Pattern
  ? { readonly 'the pattern must be written out': never }
  : [Misnamed<Pattern, F>] extends [never]
    ? unknown
    : { readonly 'not a text field of the request': Misnamed<Pattern, F> }

const name = /\{(\w+)(\?)?\}/

/** One field may carry several ids, as a list or separated by commas. */
function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)]
  if (typeof value !== 'string') return []
  return value
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
}

function fill(pattern: string, values: Readonly<Record<string, unknown>>): readonly string[] {
  const found = name.exec(pattern)
  if (found === null) return [pattern]
  const [braces, field = '', optional] = found
  const texts = Object.hasOwn(values, field) ? textsOf(values[field]) : []
  if (texts.length === 0 && optional !== undefined) return []
  const before = pattern.slice(0, found.index)
  const rests = fill(pattern.slice(found.index + braces.length), values)
  return (texts.length === 0 ? ['*'] : texts).flatMap((text) => rests.map((rest) => `${before}${text}${rest}`))
}

export const patternsOf = ({ resource }: Permission): readonly string[] =>
  typeof resource === 'string' ? [resource] : resource

/** What one call is about, each once and never none: "acs:vpc:cn-hangzhou:1234567890123456:vpc/vpc-1". */
export function resourcesOf(
  permission: Permission,
  values: Readonly<Record<string, unknown>>,
  place: { readonly region: string; readonly account: string },
): readonly string[] {
  const filled = patternsOf(permission).flatMap((pattern) => fill(pattern, { ...values, ...place }))
  return filled.length === 0 ? ['*'] : [...new Set(filled)]
}
