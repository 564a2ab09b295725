/** The time, and a call later: what everything that waits is given instead of the machine's own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back once, `milliseconds` from now and never within this call. The answer calls it off; calling it off twice is harmless. */
  after(milliseconds: number, callback: () => void): () => void
}

/** Node fires a longer timer at once (its delay is a signed 32-bit number), and lifetimes of SAs may be longer. */
const longestTimer = 0x7fffffff

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    let left = Math.max(0, milliseconds)
    let timer: NodeJS.Timeout
    const start = () => {
      const part = Math.min(left, longestTimer)
      left -= part
      timer = setTimeout(() => (left > 0 ? start() : callback()), part)
    }
    start()
    return () => clearTimeout(timer)
  },
}
