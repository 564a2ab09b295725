import type { Clock } from '../runtime/clock.ts'
import type { Store } from '../store/port.ts'

/** A client that repeats a request does so within minutes; both clouds promise no more than a day. */
const tokenLifetimeMilliseconds = 24 * 60 * 60 * 1000

const pauseMilliseconds = 60 * 60 * 1000

export interface TokenExpiry {
  stop(): void
}

/** Forgets, once an hour, the client tokens that are older than a day. */
export function expireClientTokens(store: Store, clock: Clock, onFailure: (cause: unknown) => void): TokenExpiry {
  let stopped = false
  let cancel: (() => void) | undefined
  const later = () => {
    if (!stopped) cancel = clock.after(pauseMilliseconds, forget)
  }
  const forget = () => {
    store
      .write((transaction) => transaction.forgetClientTokens(clock.now() - tokenLifetimeMilliseconds))
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
