import { ViciError } from './error.ts'

// A name is at most 255 bytes and a value 65,535, since their length fields are a u8 and a u16.
const maximumNameBytes = 0xff
const maximumValueBytes = 0xffff

// charon ignores a packet with any other name without a word (vici_stringify), and its client would wait for nothing.
const printableAscii = /^[\x20-\x7e]*$/

/**
 * A name of a command, event, section, key or list: u8 length and that many printable ASCII bytes, or none
 * (charon's get-counters uses the empty name for the daemon's own counters).
 * Throws ViciError `unencodable`.
 */
export function encodeName(name: string): Uint8Array {
  if (name.length > maximumNameBytes) {
    throw new ViciError('unencodable', `a name of ${name.length} characters is over the limit of ${maximumNameBytes}`)
  }
  if (!printableAscii.test(name)) {
    throw new ViciError('unencodable', `a name must be printable ASCII: ${JSON.stringify(name)}`)
  }
  const encoded = Buffer.allocUnsafe(1 + name.length)
  encoded.writeUInt8(name.length, 0)
  encoded.write(name, 1, 'latin1')
  return encoded
}

/**
 * A value: u16 big-endian length and that many bytes of UTF-8. `key` is for the error's text alone. Throws ViciError
 * `unencodable`, also for a lone surrogate: a replacement character in a secret would be another secret.
 */
export function encodeValue(value: string, key: string): Uint8Array {
  if (!value.isWellFormed()) throw new ViciError('unencodable', `the value of ${key} is not well-formed Unicode`)
  const bytes = Buffer.byteLength(value, 'utf8')
  if (bytes > maximumValueBytes) {
    throw new ViciError('unencodable', `the value of ${key} has ${bytes} bytes, over the limit of ${maximumValueBytes}`)
  }
  const encoded = Buffer.allocUnsafe(2 + bytes)
  encoded.writeUInt16BE(bytes, 0)
  encoded.write(value, 2, 'utf8')
  return encoded
}

/**
 * Reads bytes, names and values in order. Every read past the end throws ViciError `malformed`, with the offset in
 * bytes.
 */
export class ElementReader {
  readonly #bytes: Buffer
  #offset = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get atEnd(): boolean {
    return this.#offset === this.#bytes.length
  }

  get offset(): number {
    return this.#offset
  }

  byte(what: string): number {
    return this.#take(1, what).readUInt8(0)
  }

  name(): string {
    const start = this.#offset
    const name = this.#take(this.byte('the length of a name'), 'a name').toString('latin1')
    if (!printableAscii.test(name)) {
      throw new ViciError('malformed', `the name at byte ${start} is not printable ASCII`)
    }
    return name
  }

  /** Bytes that are not UTF-8 become U+FFFD: see ViciValue. */
  value(): string {
    const length = this.#take(2, 'the length of a value').readUInt16BE(0)
    return this.#take(length, 'a value').toString('utf8')
  }

  rest(): Uint8Array {
    return this.#take(this.#bytes.length - this.#offset, 'the rest')
  }

  #take(length: number, what: string): Buffer {
    const end = this.#offset + length
    if (end > this.#bytes.length) {
      throw new ViciError(
        'malformed',
        `cut off in ${what} at byte ${this.#offset}: ${end - this.#bytes.length} missing`,
      )
    }
    const taken = this.#bytes.subarray(this.#offset, end)
    this.#offset = end
    return taken
  }
}
