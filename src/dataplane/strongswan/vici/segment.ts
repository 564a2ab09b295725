import { ViciError } from './error.ts'

/**
 * Bytes in the longest segment, its length field not counted (VICI_MESSAGE_SIZE_MAX, strongSwan
 * src/libcharon/plugins/vici/vici_socket.h).
 */
export const maximumSegmentBytes = 512 * 1024

const headerBytes = 4

/**
 * Puts the 32-bit big-endian length before a segment (strongSwan src/libcharon/plugins/vici/README.md, "Transport
 * protocol"). Throws ViciError `too-large`; charon would drop the connection.
 */
export function frameSegment(segment: Uint8Array): Uint8Array {
  if (segment.length === 0) throw new ViciError('unencodable', 'an empty segment holds no packet')
  if (segment.length > maximumSegmentBytes) {
    throw new ViciError('too-large', `a segment of ${segment.length} bytes is over the limit of ${maximumSegmentBytes}`)
  }
  const framed = Buffer.allocUnsafe(headerBytes + segment.length)
  framed.writeUInt32BE(segment.length, 0)
  framed.set(segment, headerBytes)
  return framed
}

/**
 * Cuts a byte stream into segments, whatever the sizes the bytes come in. Holds one segment at most; a length is
 * checked before anything is allocated for it. After an error the stream has no known boundary any more, so every
 * later push throws the same.
 */
export class SegmentReader {
  readonly #header = Buffer.alloc(headerBytes)
  #headerFill = 0
  #body: Buffer | undefined
  #bodyFill = 0
  #failure: ViciError | undefined

  /** Whether the stream stands inside a segment: if it ends now, something was cut off. */
  get midSegment(): boolean {
    return this.#headerFill > 0
  }

  /**
   * Hands each segment that `chunk` completes to `deliver`, in order, and only then throws for what follows it:
   * ViciError `too-large`, or `malformed` for a length of zero. A delivered segment shares no memory with `chunk`.
   */
  push(chunk: Uint8Array, deliver: (segment: Uint8Array) => void): void {
    if (this.#failure) throw this.#failure
    let offset = 0
    while (offset < chunk.length) {
      offset = this.#body === undefined ? this.#takeHeader(chunk, offset) : this.#takeBody(this.#body, chunk, offset)
      const body = this.#body
      if (body !== undefined && this.#bodyFill === body.length) {
        this.#body = undefined
        this.#headerFill = 0
        deliver(body)
      }
    }
  }

  #takeHeader(chunk: Uint8Array, offset: number): number {
    const taken = chunk.subarray(offset, offset + headerBytes - this.#headerFill)
    this.#header.set(taken, this.#headerFill)
    this.#headerFill += taken.length
    if (this.#headerFill === headerBytes) {
      const length = this.#header.readUInt32BE(0)
      if (length === 0) this.#fail(new ViciError('malformed', 'a segment of no bytes holds no packet'))
      if (length > maximumSegmentBytes) {
        this.#fail(
          new ViciError('too-large', `a segment of ${length} bytes is over the limit of ${maximumSegmentBytes}`),
        )
      }
      this.#body = Buffer.alloc(length)
      this.#bodyFill = 0
    }
    return offset + taken.length
  }

  #takeBody(body: Buffer, chunk: Uint8Array, offset: number): number {
    const taken = chunk.subarray(offset, offset + body.length - this.#bodyFill)
    body.set(taken, this.#bodyFill)
    this.#bodyFill += taken.length
    return offset + taken.length
  }

  #fail(failure: ViciError): never {
    this.#failure = failure
    throw failure
  }
}
