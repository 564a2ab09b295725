import { fail } from '../../../../domain/result.ts'
import type { WireType } from '../../../../operations/decode.ts'
import * as t from '../../../../operations/wire-type.ts'

/** A domain value by the cloud's word for it; no two words stand for the same. */
export type Words<T extends string> = Readonly<Record<string, T>>

const unsupportedCode = 'UnsupportedOperation'

/** One of the words; those that the cloud knows and that cannot be carried here are turned down with the reason. */
export function algorithm<const T extends string>(
  words: Words<T>,
  unsupported: Readonly<Record<string, string>> = {},
): WireType<T> {
  const known = t.oneOf(words)
  return {
    ...known,
    codes: Object.keys(unsupported).length > 0 ? [unsupportedCode] : [],
    decode(value, position) {
      const reason = typeof value === 'string' && Object.hasOwn(unsupported, value) ? unsupported[value] : undefined
      if (reason === undefined) return known.decode(value, position)
      return fail([{ path: position.path, kind: 'refused', detail: reason, code: unsupportedCode }])
    },
  }
}

/** The cloud's word for a domain value; the domain's own where the cloud has none. */
export const wordFor = (words: Words<string>, value: string): string =>
  Object.keys(words).find((word) => words[word] === value) ?? value
