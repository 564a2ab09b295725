import { hash } from 'node:crypto'

export interface NonceWindowOptions {
  /**
   * How long a nonce is remembered at least, in milliseconds. Take the width of the whole accepted time stamp range
   * (twice the tolerance): a request stamped at the far end of the future stays acceptable for that long.
   */
  readonly windowMs: number
  /** The most nonces held at once. At the cap new nonces are refused until old ones expire. */
  readonly maxEntries: number
}

/** A quarter of the window is how much longer than asked a nonce may be held; each bucket is one look-up. */
const BUCKETS = 4

/** Keys longer than this are kept as a digest, so that the cap on entries is a cap on memory. */
const MAX_KEY_LENGTH = 128

/**
 * Remembers which (key id, nonce) pairs were used inside a moving window, in memory only: a restart forgets.
 *
 * Time is divided into buckets and a whole bucket is dropped at once, so a call costs a fixed number of look-ups.
 * The window is counted from the latest time it was told, so while a clock is behind nothing is forgotten; what expired
 * before the clock stepped back is gone, and can be replayed if its time stamp became acceptable again.
 *
 * At the cap it refuses rather than forgets: `seen` answers true for pairs it has no room for, because forgetting one
 * would let its request be replayed. Record only requests whose signature is right, or anybody can fill it.
 */
export class NonceWindow {
  readonly #bucketMs: number
  readonly #maxEntries: number
  readonly #buckets = new Map<number, Set<string>>()
  #newest = Number.NEGATIVE_INFINITY
  #size = 0
  #refused = 0

  constructor(options: NonceWindowOptions) {
    if (!(options.windowMs > 0) || !Number.isFinite(options.windowMs)) {
      throw new RangeError('windowMs must be a positive number of milliseconds')
    }
    if (!Number.isInteger(options.maxEntries) || options.maxEntries < 1) {
      throw new RangeError('maxEntries must be a positive integer')
    }
    this.#bucketMs = options.windowMs / BUCKETS
    this.#maxEntries = options.maxEntries
  }

  /** How many pairs are held, counting those that have expired but were not dropped yet. */
  get size(): number {
    return this.#size
  }

  /** How many calls were answered true only because the cap was reached. */
  get refusedAtCap(): number {
    return this.#refused
  }

  /**
   * Records the pair and says whether it was there already, or could not be recorded because the cap is reached.
   * @throws RangeError when `nowMs` (milliseconds since the epoch) is not finite.
   */
  seen(keyId: string, nonce: string, nowMs: number): boolean {
    if (!Number.isFinite(nowMs)) throw new RangeError('nowMs must be finite')
    this.#advance(Math.floor(nowMs / this.#bucketMs))
    const entry = entryOf(keyId, nonce)
    for (const bucket of this.#buckets.values()) {
      if (bucket.has(entry)) return true
    }
    if (this.#size >= this.#maxEntries) {
      this.#refused++
      return true
    }
    this.#record(entry)
    return false
  }

  #advance(bucket: number): void {
    if (bucket <= this.#newest) return
    this.#newest = bucket
    for (const [index, entries] of this.#buckets) {
      // One bucket more than the window holds, because the oldest one is only partly expired.
      if (index >= bucket - BUCKETS) break
      this.#buckets.delete(index)
      this.#size -= entries.size
    }
  }

  #record(entry: string): void {
    let bucket = this.#buckets.get(this.#newest)
    if (bucket === undefined) {
      bucket = new Set()
      this.#buckets.set(this.#newest, bucket)
    }
    bucket.add(entry)
    this.#size++
  }
}

/** The length in front keeps ("ab", "c") and ("a", "bc") apart; a digest starts with no digit. */
const entryOf = (keyId: string, nonce: string): string => {
  const entry = `${keyId.length}:${keyId}${nonce}`
  return entry.length <= MAX_KEY_LENGTH ? entry : `#${hash('sha256', entry, 'base64')}`
}
