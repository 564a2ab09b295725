import { setTimeout } from 'node:timers/promises'

/**
 * For how long those who wait for the clouds' port have it to themselves, in milliseconds, or until one is answered: loading
 * the other port keeps the only thread busy for longer than an answer takes.
 */
export const longestPause = 25

/** `end` is called at every answer; the first is sent before anything that waits for it goes on. */
export function firstAnswerOr(milliseconds: number): { end(): void; over(): Promise<void> } {
  let ended = false
  const answered = Promise.withResolvers<void>()
  return {
    end() {
      if (ended) return
      ended = true
      setImmediate(answered.resolve)
    },
    over: () => Promise.race([answered.promise, setTimeout(milliseconds, undefined, { ref: false })]),
  }
}
