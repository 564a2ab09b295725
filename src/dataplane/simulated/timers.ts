import type { Clock } from '../../runtime/clock.ts'

/** The calls that something still has to come, so that they end with it. */
export interface Timers {
  /** Gives what calls this one off. Once closed it does nothing. */
  after(milliseconds: number, callback: () => void): () => void
  /** Calls all of them off; others may follow. */
  clear(): void
  /** Calls all of them off, and those that would follow: a late response must not revive what has ended. */
  close(): void
}

export function createTimers(clock: Clock): Timers {
  const running = new Set<() => void>()
  let closed = false
  const clear = () => {
    for (const cancel of running) cancel()
    running.clear()
  }
  return {
    clear,
    close() {
      closed = true
      clear()
    },
    after(milliseconds, callback) {
      if (closed) return () => {}
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
  }
}
