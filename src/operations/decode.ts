/** What a declaration's fields are, and how an object of the wire is read by them. */
import type { Kind } from '../domain/resource.ts'
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
  /** Whether the value is one that a refusal must not repeat. */
  readonly secret?: true
}

/** Where a value stands, and how its dialect writes lists and plain values. */
export interface Position {
  readonly path: string
  /** True where the wire has text only (forms, queries): "5" is then an integer and "true" a boolean. */
  readonly textOnly: boolean
  /** Whether clients write the names of members in any case, as long as it is told which is meant. */
  readonly anyCase?: true
  /** The number of a list's first element in paths: 1 in one cloud's, 0 in the other's. */
  readonly firstIndex: 0 | 1
  /** Told the path of each value that somebody reads after it was decoded; tests alone ask for it. */
  readonly onRead?: (path: string) => void
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
  /**
   * Good values as the wire has them, no two of which mean the same, for the tests that derive from declarations. Absent
   * where a type cannot know any.
   */
  readonly samples?: () => readonly unknown[]
  /** Why nothing that the data plane is told depends on any value of the kind. */
  readonly worldless?: string
  /** What it is the id of: tests make one, and send its id. */
  readonly refersTo?: Kind
  /** A value of the wrong kind, for the tests that derive from declarations; absent where there is none on this wire. */
  readonly wrong?: unknown
  /** Empty text is a value: it is there to clear one. Where it is not said, a wire may take it for none. */
  readonly takesEmpty?: true
  /** The members, when it is an object or a list of objects. */
  readonly members?: Fields
  /** Error codes of its own that a value may be refused with, for the reference and the tests. */
  readonly codes?: readonly string[]
}

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
  /** Who reads it, where no handler does: "the pipeline, which …". */
  readonly readBy?: string
  /** Why nothing that the data plane is told depends on it. */
  readonly worldless?: string
  /** Of an operation that lists things: why what it finds does not depend on it. */
  readonly noFilter?: string
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
  /** What a value must be all the same, where the cloud refuses others; its code for those. */
  readonly type?: WireType<unknown>
  readonly code?: string
}

export type Field = UsedField<unknown, boolean> | RefusedField | IgnoredField
export type Fields = Readonly<Record<string, Field>>

type UsedNames<F extends Fields> = { [N in keyof F]: F[N] extends UsedField<unknown, boolean> ? N : never }[keyof F]

type ValueOf<F> =
  F extends UsedField<infer T, infer R> ? (R extends true ? T : F extends { fallback: T } ? T : T | undefined) : never

/** What a declaration's fields decode to: the used ones, by their wire names. */
export type Values<F extends Fields> = { readonly [N in UsedNames<F>]: ValueOf<F[N]> }

const isAbsent = (value: unknown, position: Position): boolean =>
  value === undefined || value === null || (value === '' && position.textOnly)

function decodeUsed(field: UsedField<unknown, boolean>, value: unknown, position: Position): Decoded<unknown> {
  if (isAbsent(value, position) && !(value === '' && field.type.takesEmpty === true)) {
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

function decodeIgnored({ type, code }: IgnoredField, value: unknown, position: Position): Decoded<undefined> {
  if (type === undefined || isAbsent(value, position)) return ok(undefined)
  const decoded = type.decode(value, position)
  return decoded.ok ? ok(undefined) : fail(decoded.error.map((problem) => withCode(problem, code)))
}

function decodeField(field: Field, value: unknown, position: Position): Decoded<unknown> {
  switch (field.use) {
    case 'used':
      return decodeUsed(field, value, position)
    case 'refused':
      return decodeRefused(field, value, position)
    case 'ignored':
      return decodeIgnored(field, value, position)
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
    const place = member(position, name)
    const decoded = decodeField(field, value[name], place)
    if (!decoded.ok) problems.push(...decoded.error)
    else if (field.use === 'used') put(values, name, decoded.value, place)
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

function put(values: Record<string, unknown>, name: string, value: unknown, { path, onRead }: Position): void {
  if (onRead === undefined) {
    values[name] = value
    return
  }
  const get = () => {
    onRead(path)
    return value
  }
  Object.defineProperty(values, name, { enumerable: true, get })
}

/** The object with its members by their declared names, where clients write these in any case. */
export function declaredNames(
  fields: Fields,
  value: Readonly<Record<string, unknown>>,
  { anyCase }: Position,
): Readonly<Record<string, unknown>> {
  if (anyCase === undefined || Object.keys(value).every((name) => Object.hasOwn(fields, name))) return value
  const declared = new Map(Object.keys(fields).map((name) => [name.toLowerCase(), name]))
  const folded = new Map<string, unknown>()
  for (const [name, item] of Object.entries(value)) {
    const known = Object.hasOwn(fields, name) ? name : (declared.get(name.toLowerCase()) ?? name)
    // One that is there twice is left as it was written, and so is told of as unknown.
    folded.set(folded.has(known) || (known !== name && Object.hasOwn(value, known)) ? name : known, item)
  }
  return Object.fromEntries(folded)
}

/** What an object's members are when none of them is given; every one must be able to do without. */
export function defaultsOf<F extends Fields>(fields: F): Values<F> {
  const decoded = decodeFields(fields, {}, { path: '', textOnly: false, firstIndex: 0 })
  if (!decoded.ok) throw new TypeError(`not all have a default: ${decoded.error.map(({ path }) => path).join(', ')}`)
  return decoded.value
}
