import type { Clock } from '../runtime/clock.ts'
import type { Store } from '../store/port.ts'

/** A client that repeats a request does so within minutes; both clouds promise no more than a day. */
const tokenLifetimeMilliseconds = 24 * 60 * 60 * 1000

/** How long it is kept what became of tunnels. */
const historyMilliseconds = 30 * 24 * 60 * 60 * 1000

const pauseMilliseconds = 60 * 60 * 1000

export interface TokenExpiry {
  stop(): void
}

/** A session that is over is known as such for as long. */
const forgotten = (now: number): number => now - tokenLifetimeMilliseconds

/** Forgets, once an hour, the client tokens that are older than a day, sessions that have been over for one, and old history. */
export function expireTokens(store: Store, clock: Clock, onFailure: (cause: unknown) => void): TokenExpiry {
  let stopped = false
  let cancel: (() => void) | undefined
  const later = () => {
    if (!stopped) cancel = clock.after(pauseMilliseconds, forget)
  }
  const forget = () => {
    store
      .write(async (transaction) => {
        const before = forgotten(clock.now())
        await transaction.forgetClientTokens(before)
        await transaction.forgetSessions(before)
        await transaction.forgetTunnelEvents(clock.now() - historyMilliseconds)
      })
      .catch(onFailure)
      .finally(later)
  }
  later()
  return {
    stop() {
      stopped = true
      cancel?.()
    },
  }
}
