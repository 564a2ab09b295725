import type { Clock } from '../../runtime/clock.ts'

/** The calls that something still has to come, so that they end with it. */
export interface Timers {
  /** Gives what calls this one off. */
  after(milliseconds: number, callback: () => void): () => void
  cancel(): void
}

export function createTimers(clock: Clock): Timers {
  const running = new Set<() => void>()
  return {
    after(milliseconds, callback) {
      const cancel = clock.after(milliseconds, () => {
        running.delete(cancel)
        callback()
      })
      running.add(cancel)
      return () => {
        running.delete(cancel)
        cancel()
      }
    },
    cancel() {
      for (const cancel of running) cancel()
      running.clear()
    },
  }
}
