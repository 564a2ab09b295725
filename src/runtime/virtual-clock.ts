import type { Clock } from './clock.ts'

export interface VirtualClock extends Clock {
  /** Moves time on and makes the calls that fall due on the way, each at its own time, those of one time in the order asked for. */
  advance(milliseconds: number): void
  /** Moves time to the next call that is due and makes it. False when there is none. */
  runNext(): boolean
  /** The number of calls that are still to be made. */
  pending(): number
  /** When the next call is due, or undefined when there is none. */
  nextAt(): number | undefined
}

interface Timer {
  readonly at: number
  readonly callback: () => void
}

/**
 * A clock that stands still until it is told to move. A call that is made runs to its end within `advance`; what it
 * resolves is picked up only once the caller awaits, so a caller that drives asynchronous code goes on with `runNext`
 * and lets the promises settle in between.
 */
export function createVirtualClock(startMs: number): VirtualClock {
  let now = startMs
  /** By time; those of one time in the order in which they were asked for. */
  const timers: Timer[] = []

  const place = (at: number): number => {
    let low = 0
    let high = timers.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((timers[middle]?.at ?? 0) <= at) low = middle + 1
      else high = middle
    }
    return low
  }

  const runUntil = (limit: number): boolean => {
    const [first] = timers
    if (first === undefined || first.at > limit) return false
    timers.shift()
    now = Math.max(now, first.at)
    first.callback()
    return true
  }

  return {
    now: () => now,
    after(milliseconds, callback) {
      // The system's clock has no parts of a millisecond either.
      const timer = { at: now + Math.max(0, Math.ceil(milliseconds)), callback }
      timers.splice(place(timer.at), 0, timer)
      return () => {
        const index = timers.indexOf(timer)
        if (index >= 0) timers.splice(index, 1)
      }
    },
    advance(milliseconds) {
      const until = now + milliseconds
      while (runUntil(until));
      now = Math.max(now, until)
    },
    runNext: () => runUntil(Number.POSITIVE_INFINITY),
    pending: () => timers.length,
    nextAt: () => timers[0]?.at,
  }
}
