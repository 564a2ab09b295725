import { fail, ok, type Result } from '../domain/result.ts'

/** Why a request's value was not taken. Each dialect has a code of its own for each kind. */
export interface Problem {
  /** From the request's root, as the dialect spells it: "TunnelOptionsSpecification.1.TunnelIkeConfig.Psk". */
  readonly path: string
  readonly kind: 'missing' | 'unknown' | 'type' | 'value' | 'refused'
  /** What is wrong and what would be right, for a person. */
  readonly detail: string
  /** The error code that this field has of its own in the cloud's documents. */
  readonly code?: string
}

/** Where a value stands, and how its dialect writes lists and plain values. */
export interface Position {
  readonly path: string
  /** True where the wire has text only (forms, queries): "5" is then an integer and "true" a boolean. */
  readonly textOnly: boolean
  /** The number of a list's first element in paths: 1 in one cloud's, 0 in the other's. */
  readonly firstIndex: 0 | 1
}

export const member = (position: Position, name: string | number): Position => ({
  ...position,
  path: position.path === '' ? String(name) : `${position.path}.${name}`,
})

export type Decoded<T> = Result<T, readonly Problem[]>

/** A kind of value on the wire: how it is read, and how the reference describes it. */
export interface WireType<T> {
  /** "string", "integer", "list of string", … */
  readonly name: string
  /** What it accepts, in words: "1 to 100 characters without spaces". Empty when every value of the kind will do. */
  readonly accepts: string
  decode(value: unknown, position: Position): Decoded<T>
  /** A value of the wrong kind, for the tests that derive from declarations; absent where there is none on this wire. */
  readonly wrong?: unknown
  /** The members, when it is an object or a list of objects. */
  readonly members?: Fields
  /** Error codes of its own that a value may be refused with, for the reference and the tests. */
  readonly codes?: readonly string[]
}

const problem = (position: Position, kind: Problem['kind'], detail: string): Decoded<never> =>
  fail([{ path: position.path, kind, detail }])

/** Text. `accepts` says what `test` demands. */
export function text(accepts = '', test: (value: string) => boolean = () => true): WireType<string> {
  return {
    name: 'string',
    accepts,
    wrong: { not: 'text' },
    decode(value, position) {
      if (typeof value !== 'string') return problem(position, 'type', 'must be a string')
      return test(value) ? ok(value) : problem(position, 'value', `must be ${accepts}`)
    },
  }
}

/** Text that a parser turns into a domain value; the parser says no by returning undefined. */
export function parsed<T>(accepts: string, parse: (value: string) => T | undefined): WireType<T> {
  return {
    name: 'string',
    accepts,
    wrong: { not: 'text' },
    decode(value, position) {
      if (typeof value !== 'string') return problem(position, 'type', 'must be a string')
      const result = parse(value)
      return result === undefined ? problem(position, 'value', `must be ${accepts}`) : ok(result)
    },
  }
}

/** One of a few words; the result is what the word stands for. */
export function oneOf<const T>(words: Readonly<Record<string, T>>): WireType<T> {
  const accepts = `one of ${Object.keys(words).join(', ')}`
  return parsed(accepts, (value) => (Object.hasOwn(words, value) ? words[value] : undefined))
}

/** One of a few words, taken as it is. */
export function word<const W extends string>(...words: readonly W[]): WireType<W> {
  return parsed(`one of ${words.join(', ')}`, (value) => words.find((candidate) => candidate === value))
}

const toInteger = (value: unknown, textOnly: boolean): number | undefined => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  return textOnly && typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined
}

/** A whole number. `accepts` says what `test` demands. */
export function integer(accepts = '', test: (value: number) => boolean = () => true): WireType<number> {
  return {
    name: 'integer',
    accepts,
    wrong: 'not a number',
    decode(value, position) {
      const number = toInteger(value, position.textOnly)
      if (number === undefined) return problem(position, 'type', 'must be an integer')
      return test(number) ? ok(number) : problem(position, 'value', `must be ${accepts}`)
    },
  }
}

export const integerBetween = (least: number, most: number): WireType<number> =>
  integer(`${least} to ${most}`, (value) => value >= least && value <= most)

export const integerOneOf = (...values: readonly number[]): WireType<number> =>
  integer(`one of ${values.join(', ')}`, (value) => values.includes(value))

/** In forms, clients write booleans as true, True or TRUE. */
export const boolean: WireType<boolean> = {
  name: 'boolean',
  accepts: '',
  wrong: 'not a boolean',
  decode(value, position) {
    if (typeof value === 'boolean') return ok(value)
    const lower = position.textOnly && typeof value === 'string' ? value.toLowerCase() : undefined
    if (lower === 'true') return ok(true)
    if (lower === 'false') return ok(false)
    return problem(position, 'type', 'must be a boolean')
  },
}

export function list<T>(element: WireType<T>, limits: { most?: number } = {}): WireType<readonly T[]> {
  return {
    name: `list of ${element.name}`,
    accepts: limits.most === undefined ? element.accepts : `at most ${limits.most}; ${element.accepts}`,
    wrong: 'not a list',
    ...(element.members === undefined ? {} : { members: element.members }),
    ...(element.codes === undefined ? {} : { codes: element.codes }),
    decode(value, position) {
      if (!Array.isArray(value)) return problem(position, 'type', 'must be a list')
      if (limits.most !== undefined && value.length > limits.most) {
        return problem(position, 'value', `must have at most ${limits.most} elements`)
      }
      const values: T[] = []
      const problems: Problem[] = []
      for (const [index, item] of value.entries()) {
        const decoded = element.decode(item, member(position, index + position.firstIndex))
        if (decoded.ok) values.push(decoded.value)
        else problems.push(...decoded.error)
      }
      return problems.length > 0 ? fail(problems) : ok(values)
    },
  }
}

/** Narrows a type's values with a rule over the decoded value. */
export function checked<T, U>(type: WireType<T>, accepts: string, check: (value: T) => U | undefined): WireType<U> {
  return {
    ...type,
    accepts,
    decode(value, position) {
      const decoded = type.decode(value, position)
      if (!decoded.ok) return decoded
      const result = check(decoded.value)
      return result === undefined ? problem(position, 'value', `must be ${accepts}`) : ok(result)
    },
  }
}

/** What a value is refused for; `at` is the place inside it, as the dialect spells it: "0.Key". */
export interface Fault {
  readonly code: string
  readonly detail: string
  readonly at?: string
}

/** Narrows a type's values with a rule that has codes of its own. */
export function refined<T>(
  type: WireType<T>,
  accepts: string,
  codes: readonly string[],
  fault: (value: T) => Fault | undefined,
): WireType<T> {
  return {
    ...type,
    accepts,
    codes: [...(type.codes ?? []), ...codes],
    decode(value, position) {
      const decoded = type.decode(value, position)
      if (!decoded.ok) return decoded
      const found = fault(decoded.value)
      if (found === undefined) return decoded
      const { path } = found.at === undefined ? position : member(position, found.at)
      return fail([{ path, kind: 'value', detail: found.detail, code: found.code }])
    },
  }
}

/** Gives bad values a code of the cloud's own; a value of the wrong kind keeps the common one. */
export const coded = <T>(type: WireType<T>, code: string): WireType<T> => ({
  ...type,
  codes: [...(type.codes ?? []), code],
  decode(value, position) {
    const decoded = type.decode(value, position)
    if (decoded.ok) return decoded
    return fail(
      decoded.error.map((each) => (each.kind === 'value' && each.code === undefined ? { ...each, code } : each)),
    )
  },
})

/** A field that has a purpose. */
export interface UsedField<T, Required extends boolean> {
  readonly use: 'used'
  readonly required: Required
  readonly type: WireType<T>
  /** The value when it is not given, as the reference prints it. */
  readonly defaultText?: string
  readonly fallback?: T
  /** The cloud's code for a bad value, where it has one of its own. */
  readonly code?: string
  /** The cloud's code for its absence, where it has one of its own. */
  readonly missingCode?: string
  readonly note?: string
}

/** A field that is understood and turned down; `allow` are the values that ask for nothing and may pass. */
export interface RefusedField {
  readonly use: 'refused'
  readonly reason: string
  readonly type: WireType<unknown>
  readonly allow: readonly unknown[]
  readonly code?: string
}

/** A field that cannot mislead anyone by having no effect; the reason says why. */
export interface IgnoredField {
  readonly use: 'ignored'
  readonly reason: string
}

export type Field = UsedField<unknown, boolean> | RefusedField | IgnoredField
export type Fields = Readonly<Record<string, Field>>

type UsedNames<F extends Fields> = { [N in keyof F]: F[N] extends UsedField<unknown, boolean> ? N : never }[keyof F]

type ValueOf<F> =
  F extends UsedField<infer T, infer R> ? (R extends true ? T : F extends { fallback: T } ? T : T | undefined) : never

/** What a declaration's fields decode to: the used ones, by their wire names. */
export type Values<F extends Fields> = { readonly [N in UsedNames<F>]: ValueOf<F[N]> }
