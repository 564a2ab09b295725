import { fail, ok } from '../domain/result.ts'
import {
  type Decoded,
  type Field,
  type Fields,
  type IgnoredField,
  member,
  type Position,
  type Problem,
  type RefusedField,
  type UsedField,
  type Values,
  type WireType,
} from './wire-type.ts'

interface Codes {
  readonly code?: string
  readonly missingCode?: string
  readonly note?: string
}

export const required = <T>(type: WireType<T>, codes: Codes = {}): UsedField<T, true> => ({
  use: 'used',
  required: true,
  type,
  ...codes,
})

/** Undefined when it is not given. `defaultText` is for a default that depends on other things. */
export const optional = <T>(type: WireType<T>, codes: Codes & { defaultText?: string } = {}): UsedField<T, false> => ({
  use: 'used',
  required: false,
  type,
  ...codes,
})

export const withDefault = <T>(
  type: WireType<T>,
  fallback: T,
  codes: Codes & { defaultText?: string } = {},
): UsedField<T, false> & { readonly fallback: T } => ({
  use: 'used',
  required: false,
  type,
  fallback,
  defaultText: codes.defaultText ?? String(fallback),
  ...codes,
})

/** Turned down with a reason, except for values that ask for nothing (`allow`). */
export const refused = (
  type: WireType<unknown>,
  reason: string,
  options: { allow?: readonly unknown[]; code?: string } = {},
): RefusedField => ({
  use: 'refused',
  reason,
  type,
  allow: options.allow ?? [],
  ...(options.code === undefined ? {} : { code: options.code }),
})

export const ignored = (reason: string): IgnoredField => ({ use: 'ignored', reason })

const isAbsent = (value: unknown, position: Position): boolean =>
  value === undefined || value === null || (value === '' && position.textOnly)

function decodeUsed(field: UsedField<unknown, boolean>, value: unknown, position: Position): Decoded<unknown> {
  if (isAbsent(value, position)) {
    if (!field.required) return ok(field.fallback)
    return fail([withCode({ path: position.path, kind: 'missing', detail: 'is required' }, field.missingCode)])
  }
  const decoded = field.type.decode(value, position)
  if (decoded.ok || field.code === undefined) return decoded
  return fail(decoded.error.map((problem) => (problem.code === undefined ? withCode(problem, field.code) : problem)))
}

const withCode = (problem: Problem, code: string | undefined): Problem =>
  code === undefined ? problem : { ...problem, code }

function decodeRefused(field: RefusedField, value: unknown, position: Position): Decoded<undefined> {
  if (isAbsent(value, position)) return ok(undefined)
  const decoded = field.type.decode(value, position)
  if (!decoded.ok) return decoded
  if (field.allow.includes(decoded.value)) return ok(undefined)
  return fail([withCode({ path: position.path, kind: 'refused', detail: field.reason }, field.code)])
}

function decodeField(field: Field, value: unknown, position: Position): Decoded<unknown> {
  switch (field.use) {
    case 'used':
      return decodeUsed(field, value, position)
    case 'refused':
      return decodeRefused(field, value, position)
    case 'ignored':
      return ok(undefined)
  }
}

/** Reads an object by its declared fields. Every problem is found, in the order of the declaration, unknown names last. */
export function decodeFields<F extends Fields>(
  fields: F,
  value: Readonly<Record<string, unknown>>,
  position: Position,
): Decoded<Values<F>> {
  const values: Record<string, unknown> = {}
  const problems: Problem[] = []
  for (const name in fields) {
    const field = fields[name]
    if (field === undefined) continue
    const decoded = decodeField(field, value[name], member(position, name))
    if (!decoded.ok) problems.push(...decoded.error)
    else if (field.use === 'used') values[name] = decoded.value
  }
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(fields, name)) {
      problems.push({
        path: member(position, name).path,
        kind: 'unknown',
        detail: 'is not a parameter of this operation',
      })
    }
  }
  // The loop above has put a value of the declared type under each used name, which the compiler cannot follow.
  return problems.length > 0 ? fail(problems) : ok(values as Values<F>)
}

/** What an object's members are when none of them is given; every one must be able to do without. */
export function defaultsOf<F extends Fields>(fields: F): Values<F> {
  const decoded = decodeFields(fields, {}, { path: '', textOnly: false, firstIndex: 0 })
  if (!decoded.ok) throw new TypeError(`not all have a default: ${decoded.error.map(({ path }) => path).join(', ')}`)
  return decoded.value
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function object<F extends Fields>(fields: F): WireType<Values<F>> {
  return {
    name: 'object',
    accepts: '',
    wrong: 'not an object',
    members: fields,
    decode(value, position) {
      if (!isObject(value)) return fail([{ path: position.path, kind: 'type', detail: 'must be an object' }])
      return decodeFields(fields, value, position)
    },
  }
}

/**
 * An object written as JSON in a string. Its members may be native or text, whatever the client's language did;
 * `nameOf` folds spellings of a member that clients are known to send into the declared one.
 */
export function jsonText<F extends Fields>(
  fields: F,
  nameOf: (name: string) => string = (name) => name,
): WireType<Values<F>> {
  return {
    name: 'JSON in a string',
    accepts: 'a JSON object',
    wrong: '{not json',
    members: fields,
    decode(value, position) {
      const parsed = typeof value === 'string' ? parseJson(value) : value
      if (!isObject(parsed))
        return fail([{ path: position.path, kind: 'type', detail: 'must be a JSON object in a string' }])
      const folded = Object.fromEntries(Object.entries(parsed).map(([name, item]) => [nameOf(name), item]))
      return decodeFields(fields, folded, { ...position, textOnly: true })
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
