import type { Clock } from '../runtime/clock.ts'
import type { Gates } from './scheduler.ts'

/** The clock of one run of the server: when the server is killed, its timers never fire. */
export function gatedClock(clock: Clock, gates: Gates): Clock {
  return {
    now: () => clock.now(),
    after: (milliseconds, callback) =>
      clock.after(milliseconds, () => {
        if (!gates.killed) callback()
      }),
  }
}
