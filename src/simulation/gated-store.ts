import { type Store, type StoreTransaction, StoreUnavailable } from '../store/port.ts'
import type { Gates } from './scheduler.ts'

export interface StoreWatch {
  /** Whether the disk is full at the moment. */
  full(): boolean
  /** Called after each write that the store has committed, before its caller is answered. */
  written(): void
}

/**
 * A store whose writes wait: in its transaction before the commit, and after it. The wait before the transaction is the
 * store's own (`gather`), so that writes that wait there share a commit. Reads are answered at once: what follows from
 * them has gates of its own.
 */
export function gateStore(store: Store, gates: Gates, watch: StoreWatch): Store {
  return {
    async read(work) {
      gates.check()
      return store.read(work)
    },
    async write(work) {
      gates.check()
      if (watch.full()) throw new StoreUnavailable('the disk is full: free some space and try again')
      const gated = async (transaction: StoreTransaction) => {
        const value = await work(transaction)
        await gates.pass('store: commit')
        return value
      }
      const value = await store.write(gated)
      watch.written()
      await gates.pass('store: answer')
      return value
    },
    onCommit: (listener) =>
      store.onCommit((changed) => {
        if (!gates.killed) listener(changed)
      }),
    onCredentialChange: (listener) => store.onCredentialChange(listener),
    close: () => store.close(),
  }
}
