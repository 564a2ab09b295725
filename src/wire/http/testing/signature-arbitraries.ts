/** What the signature property tests draw from, for both clouds. */
import fc from 'fast-check'
import type { HttpRequest } from '../message.ts'
import type { Parameter } from '../signature-input.ts'

const AWKWARD = [
  "!'()*~ +",
  '',
  'a=b&c=d',
  '%41%',
  '100%',
  '中文 测试',
  '👩‍🚀',
  'é',
  '\u0000\n',
  '{"Psk":"a b"}',
  '/?#[]@:$,;',
]

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom(...AWKWARD),
)

/** Few enough plain names that lists repeat them, and some that need encoding. */
const name = fc.oneof(fc.constantFrom('Name', 'Tag.1.Key', 'Tag.1.Value', 'Action', 'a', 'B', 'z_'), text)

/** Lists of parameters, out of order and with repeats, none of which a signature adds itself. */
export const parametersWithout = (reserved: readonly string[]): fc.Arbitrary<Parameter[]> =>
  fc.array(
    fc.tuple(
      name.filter((candidate) => !reserved.includes(candidate)),
      text,
    ),
    { maxLength: 8 },
  )

/** Groups of the same name in any order, repeats of a name in the order they had. */
export const reordered = (parameters: readonly Parameter[], seed: number): readonly Parameter[] => {
  const weight = (candidate: string): number => {
    let sum = seed
    for (const character of candidate) sum = (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) | 0
    return sum
  }
  return parameters.toSorted((left, right) => weight(left[0]) - weight(right[0]))
}

/** Where to change a text, and to what, as fractions of what there is. */
export interface Mutation {
  readonly at: number
  readonly to: number
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({ at: fc.nat(), to: fc.nat() })

const REPLACEMENTS = 'abcXYZ019-_.~%&=+;/'

/** The text with one character replaced by another one that may stand in a query or header. */
export const mutated = (original: string, { at, to }: Mutation): string => {
  const index = at % original.length
  const others = [...REPLACEMENTS].filter((character) => character !== original[index])
  return `${original.slice(0, index)}${others[to % others.length]}${original.slice(index + 1)}`
}

/** The bytes with one of them changed. */
export const mutatedBytes = (original: Uint8Array, { at, to }: Mutation): Uint8Array => {
  const copy = Uint8Array.from(original)
  const index = at % original.length
  copy[index] = ((copy[index] ?? 0) + 1 + (to % 255)) & 0xff
  return copy
}

/**
 * Requests of every broken kind: some of the right headers replaced by anything at all, by one of the near misses for
 * Authorization, or joined by headers whose names are traps.
 */
export const arbitraryRequest = (
  right: Readonly<Record<string, string>>,
  queries: readonly string[],
  authorizations: readonly string[] = ['SKIP'],
): fc.Arbitrary<HttpRequest> => {
  const anything = fc.string({ unit: 'binary', maxLength: 20 })
  const traps = ['constructor', '__proto__', 'toString', 'x-other', '']
  const spoiled = fc.tuple(fc.constantFrom(...Object.keys(right), ...traps), anything)
  const nearMiss = fc.tuple(fc.constant('authorization'), fc.constantFrom(...authorizations))
  const broken = ['', '%', '%ff=1', 'a=%zz', '&&=', '=', 'a']
  return fc.record({
    method: fc.oneof(fc.constantFrom('GET', 'POST'), anything),
    path: fc.oneof(fc.constant('/'), anything),
    rawQuery: fc.oneof(fc.constantFrom(...queries), fc.constantFrom(...broken), anything),
    headers: fc
      .array(fc.oneof(spoiled, nearMiss), { maxLength: 3 })
      .map((changes) => ({ ...right, ...Object.fromEntries(changes) })),
    body: fc.oneof(
      fc.constant(new Uint8Array()),
      fc.uint8Array({ maxLength: 20 }),
      fc.constantFrom(...queries).map((query) => Uint8Array.from(Buffer.from(query))),
    ),
  })
}
