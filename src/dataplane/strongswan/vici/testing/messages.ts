import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { ViciMessage, ViciValue } from '../message.ts'

/** The same tree of ordinary objects, which `deepEqual` tells from those without a prototype. */
export function plain(message: ViciMessage): unknown {
  return JSON.parse(JSON.stringify(message))
}

export const anyName: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', maxLength: 255 }),
  fc.constantFrom('', '__proto__', 'constructor', 'toString', '0', '17', 'local_addrs', 'n'.repeat(255)),
)

export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '\0', '\ufeffmarked', 'é'.repeat(32_767), 'x'.repeat(65_535)),
)

function section(content: fc.Arbitrary<ViciValue>): fc.Arbitrary<ViciMessage> {
  const entries = fc.uniqueArray(fc.tuple(anyName, content), { maxLength: 6, selector: ([name]) => name })
  return entries.map((pairs) => {
    const made: Record<string, ViciValue> = Object.create(null)
    for (const [name, value] of pairs) made[name] = value
    return made
  })
}

/** Messages with every kind of value, some levels deep. */
export const anyMessage: fc.Arbitrary<ViciMessage> = fc.letrec<{ value: ViciValue; message: ViciMessage }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, anyText, fc.array(anyText, { maxLength: 4 }), tie('message')),
  message: section(tie('value')),
})).message

export interface CorpusFile {
  /** `<outcome>.<reason>`; the outcome is `packet`, `incomplete`, or the kind of the error. */
  readonly name: string
  readonly outcome: string
  /** What arrives on the stream, length fields included. */
  readonly stream: Uint8Array
}

const folder = new URL('./corpus/', import.meta.url)

export function readCorpus(): readonly CorpusFile[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.hex'))
    .map((file) => {
      const name = file.slice(0, -'.hex'.length)
      const hex = readFileSync(new URL(file, folder), 'latin1').replaceAll('\n', '')
      return { name, outcome: name.slice(0, name.indexOf('.')), stream: Buffer.from(hex, 'hex') }
    })
}

/** A segment as it came from a charon 5.9.8, its length field cut off. */
export function capturedSegment(what: string): Uint8Array {
  const file = readCorpus().find(({ name }) => name === `packet.charon-5.9.8-${what}`)
  if (file === undefined) throw new Error(`nothing captured of ${what}`)
  return file.stream.subarray(4)
}
