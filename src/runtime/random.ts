import { randomBytes, randomInt, randomUUID } from 'node:crypto'

export interface Random {
  bytes(count: number): Uint8Array
  /** An integer from 0 up to and without `below`, each as likely as the others. `below` is 1 to 2^32. */
  integer(below: number): number
  /** `length` characters, each one of `alphabet`. */
  token(length: number, alphabet: string): string
  /** A version 4 UUID (RFC 9562 section 5.4), in lower case. */
  uuid(): string
}

function token(integer: (below: number) => number, length: number, alphabet: string): string {
  let text = ''
  while (text.length < length) text += alphabet.charAt(integer(alphabet.length))
  return text
}

/** From the operating system: fit for keys. */
export const systemRandom: Random = {
  bytes: (count) => new Uint8Array(randomBytes(count)),
  integer: (below) => randomInt(below),
  token: (length, alphabet) => token((below) => randomInt(below), length, alphabet),
  uuid: () => randomUUID(),
}

/** SplitMix32, to spread a seed over a generator's whole state: seeds 1 and 2 shall not start alike. */
function splitMix32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
}

/** sfc32 (Doty-Humphrey, PractRand): 128 bits of state, a period of at least 2^32. */
function sfc32(seed: number): () => number {
  const spread = splitMix32(seed)
  let a = spread()
  let b = spread()
  let c = spread()
  let counter = 1
  return () => {
    const result = (a + b + counter) >>> 0
    counter = (counter + 1) >>> 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) >>> 0
    c = (((c << 21) | (c >>> 11)) + result) >>> 0
    return result
  }
}

/** The same sequence for the same seed (a number of 32 bits), everywhere and always. Not fit for keys. */
export function createSeededRandom(seed: number): Random {
  const next = sfc32(seed)
  const bytes = (count: number) => Uint8Array.from({ length: count }, () => next() & 0xff)
  const integer = (below: number): number => {
    if (!Number.isInteger(below) || below < 1 || below > 2 ** 32) throw new RangeError(`not 1 to 2^32: ${below}`)
    // Numbers past the last whole multiple are drawn again, or the low ones would come up more often.
    const fair = 2 ** 32 - (2 ** 32 % below)
    for (;;) {
      const drawn = next()
      if (drawn < fair) return drawn % below
    }
  }
  return {
    bytes,
    integer,
    token: (length, alphabet) => token(integer, length, alphabet),
    uuid() {
      const octets = bytes(16)
      octets[6] = ((octets[6] ?? 0) & 0x0f) | 0x40
      octets[8] = ((octets[8] ?? 0) & 0x3f) | 0x80
      const digits = Buffer.from(octets).toString('hex')
      return [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, digits)
    },
  }
}
