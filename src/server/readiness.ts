import { type Store, type StoreTransaction, StoreUnavailable } from '../store/port.ts'

export interface Readiness {
  /** Told of whatever went wrong; what was not the store's is passed over. */
  failed(cause: unknown): void
  /** Why the server cannot serve; undefined when it can. */
  unreadiness(): Promise<string | undefined>
}

/** How long a failure of the store counts after it was seen, since the next request may meet it again: milliseconds. */
const remembered = 30_000

/** Asked more often than this, it answers with what it found last: milliseconds. */
const betweenProbes = 1000

const nowhere = { account: '', region: '' }

/** Reads of every table and writes, past all that is remembered: a disk that only reads serves nobody. */
async function probe(transaction: StoreTransaction, now: number): Promise<void> {
  await transaction.putSetting('probed', String(now))
  await transaction.accounts()
  await transaction.accessKey('')
  await transaction.tokenSession('')
  await transaction.events(1)
  await transaction.get('network', '')
  await transaction.applied([''])
  await transaction.task(nowhere, '')
  await transaction.clientToken({ ...nowhere, action: '', token: '' })
}

/** A store that met other changes too often is busy, not broken; what the engine refused came with its cause. */
const isBroken = (cause: unknown): cause is StoreUnavailable =>
  cause instanceof StoreUnavailable && cause.cause !== undefined

const reasonOf = (cause: unknown) => (cause instanceof Error ? cause.message : 'the store does not answer')

export function createReadiness(store: Pick<Store, 'write'>, now: () => number): Readiness {
  let failure: { readonly reason: string; readonly at: number } | undefined
  let asked: { readonly answer: Promise<string | undefined>; readonly at: number } | undefined
  const look = () =>
    store
      .write((transaction) => probe(transaction, now()))
      .then(
        () => undefined,
        (cause: unknown) => reasonOf(cause),
      )
  return {
    failed(cause) {
      if (isBroken(cause)) failure = { reason: cause.message, at: now() }
    },
    async unreadiness() {
      if (asked === undefined || now() - asked.at >= betweenProbes) asked = { answer: look(), at: now() }
      const found = await asked.answer
      if (found !== undefined) return found
      return failure !== undefined && now() - failure.at < remembered ? failure.reason : undefined
    },
  }
}
