/** The kinds of values on the wire. Made to be imported whole: `t.text()`, `t.list(t.structure({…}))`. */
import type { Kind } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import {
  type Decoded,
  declaredNames,
  decodeFields,
  type Fields,
  member,
  type Position,
  type Problem,
  type Values,
  type WireType,
} from './decode.ts'

const problem = (position: Position, kind: Problem['kind'], detail: string): Decoded<never> =>
  fail([{ path: position.path, kind, detail }])

const anywhere: Position = { path: '', textOnly: true, firstIndex: 0 }

/** Those that the type takes. */
const good = (type: Pick<WireType<unknown>, 'decode'>, candidates: readonly unknown[]): readonly unknown[] =>
  candidates.filter((candidate) => type.decode(candidate, anywhere).ok)

/** Text. `accepts` says what `test` demands; `samples` are needed where it takes neither "one" nor "two". */
export function text(
  accepts = '',
  test: (value: string) => boolean = () => true,
  samples: readonly string[] = ['one', 'two'],
): WireType<string> {
  return parsed(accepts, (value) => (test(value) ? value : undefined), samples)
}

/** Text that a parser turns into a domain value; the parser says no by returning undefined. */
export function parsed<T>(
  accepts: string,
  parse: (value: string) => T | undefined,
  samples: readonly string[] = [],
): WireType<T> {
  const type: WireType<T> = {
    name: 'string',
    accepts,
    wrong: { not: 'text' },
    samples: () => good(type, samples),
    decode(value, position) {
      if (typeof value !== 'string') return problem(position, 'type', 'must be a string')
      const result = parse(value)
      return result === undefined ? problem(position, 'value', `must be ${accepts}`) : ok(result)
    },
  }
  return type
}

/** One of a few words; the result is what the word stands for. */
export function oneOf<const T>(words: Readonly<Record<string, T>>): WireType<T> {
  const names = Object.keys(words)
  return parsed(
    `one of ${names.join(', ')}`,
    (value) => (Object.hasOwn(words, value) ? words[value] : undefined),
    names,
  )
}

/** One of a few words, taken as it is. */
export function word<const W extends string>(...words: readonly W[]): WireType<W> {
  return parsed(`one of ${words.join(', ')}`, (value) => words.find((candidate) => candidate === value), words)
}

/** The id of a resource of this kind. */
export const idOf = <T>(kind: Kind, type: WireType<T>): WireType<T> => ({ ...type, refersTo: kind })

const toInteger = (value: unknown, textOnly: boolean): number | undefined => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  return textOnly && typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined
}

/** A whole number. `accepts` says what `test` demands; `samples` are needed where it takes neither 1 nor 2. */
export function integer(
  accepts = '',
  test: (value: number) => boolean = () => true,
  samples: readonly number[] = [1, 2],
): WireType<number> {
  const type: WireType<number> = {
    name: 'integer',
    accepts,
    wrong: 'not a number',
    samples: () => good(type, samples),
    decode(value, position) {
      const number = toInteger(value, position.textOnly)
      if (number === undefined) return problem(position, 'type', 'must be an integer')
      return test(number) ? ok(number) : problem(position, 'value', `must be ${accepts}`)
    },
  }
  return type
}

export const integerBetween = (least: number, most: number): WireType<number> =>
  integer(`${least} to ${most}`, (value) => value >= least && value <= most, [most, most - 1])

export const integerOneOf = (...values: readonly number[]): WireType<number> =>
  integer(`one of ${values.join(', ')}`, (value) => values.includes(value), values)

/** In forms, clients write booleans as true, True or TRUE. */
export const boolean: WireType<boolean> = {
  name: 'boolean',
  accepts: '',
  wrong: 'not a boolean',
  samples: () => [true, false],
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
    ...(element.refersTo === undefined ? {} : { refersTo: element.refersTo }),
    // The first has two elements, so that one that is lost is missed.
    samples() {
      const [first, second] = element.samples?.() ?? []
      if (first === undefined) return []
      if (second === undefined) return [[first]]
      return [limits.most === 1 ? [first] : [first, second], [second]]
    },
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

/** The type, with those of its samples that this one still takes. */
function narrowed<T>(type: WireType<unknown>, rest: Pick<WireType<T>, 'decode'> & Partial<WireType<T>>): WireType<T> {
  const { samples } = type
  return { ...type, ...(samples === undefined ? {} : { samples: () => good(rest, samples()) }), ...rest }
}

/** Narrows a type's values with a rule over the decoded value. */
export function checked<T, U>(type: WireType<T>, accepts: string, check: (value: T) => U | undefined): WireType<U> {
  return narrowed<U>(type, {
    accepts,
    decode(value, position) {
      const decoded = type.decode(value, position)
      if (!decoded.ok) return decoded
      const result = check(decoded.value)
      return result === undefined ? problem(position, 'value', `must be ${accepts}`) : ok(result)
    },
  })
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
  return narrowed<T>(type, {
    accepts,
    codes: [...(type.codes ?? []), ...codes],
    decode(value, position) {
      const decoded = type.decode(value, position)
      if (!decoded.ok) return decoded
      // A look at a value that only judges it does not use it: `onRead` hears nothing of it.
      const judged = position.onRead === undefined ? decoded : type.decode(value, unheard(position))
      const found = judged.ok ? fault(judged.value) : undefined
      if (found === undefined) return decoded
      const { path } = found.at === undefined ? position : member(position, found.at)
      return fail([{ path, kind: 'value', detail: found.detail, code: found.code }])
    },
  })
}

const unheard = ({ onRead: _, ...position }: Position): Position => position

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

/** A key or a password: no refusal repeats it. */
export const secret = <T>(type: WireType<T>): WireType<T> => ({
  ...type,
  decode(value, position) {
    const decoded = type.decode(value, position)
    return decoded.ok ? decoded : fail(decoded.error.map((each) => ({ ...each, secret: true })))
  },
})

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Two objects that have what is required, each with other values than the other's as far as there are any. */
function samplesOf(fields: Fields): readonly unknown[] {
  const needed = Object.entries(fields).flatMap(([name, field]) =>
    field.use === 'used' && field.required ? [[name, field.type.samples?.() ?? []] as const] : [],
  )
  return [0, 1].map((place) =>
    Object.fromEntries(needed.map(([name, samples]) => [name, samples[place] ?? samples[0]])),
  )
}

export function structure<F extends Fields>(fields: F): WireType<Values<F>> {
  return {
    name: 'object',
    accepts: '',
    wrong: 'not an object',
    members: fields,
    samples: () => samplesOf(fields),
    decode(value, position) {
      if (!isObject(value)) return fail([{ path: position.path, kind: 'type', detail: 'must be an object' }])
      return decodeFields(fields, declaredNames(fields, value, position), position)
    },
  }
}

/** An object written as JSON in a string. Its members may be native or text, whatever the client's language did. */
export function jsonText<F extends Fields>(fields: F): WireType<Values<F>> {
  return {
    name: 'JSON in a string',
    accepts: 'a JSON object',
    wrong: '{not json',
    members: fields,
    samples: () => samplesOf(fields).map((sample) => JSON.stringify(sample)),
    decode(value, position) {
      const parsed = typeof value === 'string' ? parseJson(value) : value
      if (!isObject(parsed))
        return fail([{ path: position.path, kind: 'type', detail: 'must be a JSON object in a string' }])
      const inside = { ...position, textOnly: true }
      return decodeFields(fields, declaredNames(fields, parsed, inside), inside)
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
