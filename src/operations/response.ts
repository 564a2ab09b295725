/** What a response is made of, and where each field comes from. Made to be imported whole: `r.string(…)`. */
import { type Constant, describeSource, type Source } from './source.ts'

export { derived, given, observed, stored } from './source.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** The part of a response field that the reference prints. */
export interface DescribedField {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'list of string' | 'list of object'
  /** Where the value comes from: "the connection's name", "constant: there is no billing". */
  readonly source: string
  /** The same as a value, for what derives from it. */
  readonly origin: Source
  readonly fields?: Readonly<Record<string, DescribedField>>
}

export interface ResponseField<View> extends DescribedField {
  /** Undefined leaves the field out. */
  readonly encode: (view: View) => Json | undefined
}

export type ResponseFields<View> = Readonly<Record<string, ResponseField<View>>>

const from = (origin: Source): Pick<DescribedField, 'source' | 'origin'> => ({ source: describeSource(origin), origin })

export const string = <V>(source: Source, get: (view: V) => string | undefined): ResponseField<V> => ({
  type: 'string',
  ...from(source),
  encode: get,
})

export const integer = <V>(source: Source, get: (view: V) => number | undefined): ResponseField<V> => ({
  type: 'integer',
  ...from(source),
  encode: get,
})

export const number = <V>(source: Source, get: (view: V) => number | undefined): ResponseField<V> => ({
  type: 'number',
  ...from(source),
  encode: get,
})

export const boolean = <V>(source: Source, get: (view: V) => boolean | undefined): ResponseField<V> => ({
  type: 'boolean',
  ...from(source),
  encode: get,
})

export const strings = <V>(source: Source, get: (view: V) => readonly string[] | undefined): ResponseField<V> => ({
  type: 'list of string',
  ...from(source),
  encode: get,
})

export const structure = <V, W>(
  source: Source,
  get: (view: V) => W | undefined,
  fields: ResponseFields<W>,
): ResponseField<V> => ({
  type: 'object',
  ...from(source),
  fields,
  encode(view) {
    const inner = get(view)
    return inner === undefined ? undefined : encodeFields(fields, inner)
  },
})

export const structures = <V, W>(
  source: Source,
  get: (view: V) => readonly W[] | undefined,
  fields: ResponseFields<W>,
): ResponseField<V> => ({
  type: 'list of object',
  ...from(source),
  fields,
  encode: (view) => get(view)?.map((inner) => encodeFields(fields, inner)),
})

const typeOf = (value: Json): DescribedField['type'] => {
  if (Array.isArray(value)) return 'list of object'
  if (typeof value === 'object') return 'object'
  return typeof value === 'number' ? 'integer' : typeof value === 'boolean' ? 'boolean' : 'string'
}

/** A value that does not depend on anything; the reason says why that is the truth. */
export const constant = <V>(value: Constant, reason: string): ResponseField<V> => ({
  type: typeOf(value),
  ...from({ kind: 'constant', value, why: reason }),
  encode: () => value,
})

/**
 * Those of a noun's fields that one operation answers with, in the order of the names. The fields are declared with
 * `satisfies ResponseFields<View>`, so that a name that is none of theirs does not compile.
 */
export const pick = <F extends ResponseFields<never>, N extends keyof F & string>(
  fields: F,
  ...names: readonly N[]
): Pick<F, N> => Object.fromEntries(names.map((name) => [name, fields[name]])) as Pick<F, N>

/** The fields, of which what was given was given inside of another: "TunnelOptionsSpecification". */
export const within = <V>(around: string, fields: ResponseFields<V>): ResponseFields<V> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const { origin } = field
      if (origin.kind !== 'given') return [name, field]
      return [name, { ...field, ...from({ ...origin, fields: origin.fields.map((each) => `${around}.${each}`) }) }]
    }),
  )

/** The fields, in an answer that other operations gave them to: there it is only shown what they are. */
export const shown = <V>(fields: ResponseFields<V>): ResponseFields<V> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, { ...field, ...withoutGiven(field) }]),
  ) as ResponseFields<V>

function withoutGiven({ origin, fields }: DescribedField): Pick<DescribedField, 'source' | 'origin' | 'fields'> {
  const inner =
    fields === undefined
      ? {}
      : {
          fields: Object.fromEntries(
            Object.entries(fields).map(([name, field]) => [name, { ...field, ...withoutGiven(field) }]),
          ),
        }
  return { ...from(origin.kind === 'given' ? { kind: 'stored', what: describeSource(origin) } : origin), ...inner }
}

export function encodeFields<V>(fields: ResponseFields<V>, view: V): { [name: string]: Json } {
  const out: { [name: string]: Json } = {}
  for (const name in fields) {
    const value = fields[name]?.encode(view)
    if (value !== undefined) out[name] = value
  }
  return out
}
