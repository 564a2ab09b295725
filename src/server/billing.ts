import { type SettleBills, settleBills } from '../commands/billing/settle.ts'
import type { Billing } from '../domain/billing.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Account, Store, StoreReader } from '../store/port.ts'
import type { Dialect } from '../wire/http/dialect.ts'
import { storeChange } from '../wire/http/store-change.ts'

/** What is set of the bills of an account of one of the dialects. */
export const billingIn =
  (dialects: readonly Dialect[]) =>
  ({ dialect, settings }: Account): Billing => {
    const own = dialects.find(({ name }) => name === dialect)
    if (own === undefined) throw new TypeError(`there is no dialect ${dialect}`)
    return own.billingOf(settings)
  }

export interface BillingParts {
  readonly store: Store
  readonly clock: Clock
  /** What is set of an account's bills. */
  billingOf(account: Account): Billing
  /** A new order's id, as the account's dialect has it. */
  orderId(dialect: string): string
  onFailure(cause: unknown): void
}

const firstPauseMilliseconds = 1000
const pauseMilliseconds = 60 * 60 * 1000

const inputOf = ({ clock, billingOf, orderId }: BillingParts, account: Account): SettleBills => ({
  account: account.id,
  billing: billingOf(account),
  now: clock.now(),
  orderId: () => orderId(account.dialect),
})

const decide = async (reader: StoreReader, input: SettleBills) =>
  settleBills.decide(await settleBills.load(reader.scoped({ account: input.account }), input), input)

/** Brings all that an account has to what its bills say. Nothing is written where nothing is to change. */
export async function settleAccount(parts: BillingParts, account: Account): Promise<void> {
  const { store, clock } = parts
  const input = inputOf(parts, account)
  const asked = await store.read((reader) => decide(reader, input))
  if (!asked.ok || asked.value.put.length + asked.value.remove.length === 0) return
  await store.write(async (transaction) => {
    const decided = await decide(transaction, input)
    if (!decided.ok) throw new TypeError(decided.error.detail)
    const { put, remove } = decided.value
    const refusal = await storeChange(transaction, decided.value)
    if (refusal !== undefined) throw new TypeError(refusal.detail)
    if (put.length + remove.length === 0) return
    await transaction.appendEvent({
      at: clock.now(),
      account: account.id,
      region: '',
      requestId: '',
      action: settleBills.name,
      actor: 'billing',
      resources: [...put, ...remove].map(({ kind, id }) => ({ kind, id })),
    })
  })
}

export interface BillingRun {
  /** Of one account, now. */
  settle(account: string): Promise<void>
  stop(): Promise<void>
}

/** Settles the bills of every account once an hour, and whenever something is set of one. */
export function startBilling(parts: BillingParts): BillingRun {
  const { store, clock, onFailure } = parts
  let stopped = false
  let cancel: (() => void) | undefined
  let settling: Promise<void> = Promise.resolve()
  let isAsked = false
  const settleAll = async (): Promise<void> => {
    isAsked = false
    for (const account of await store.read((reader) => reader.accounts())) {
      // One whose bills cannot be settled holds up nobody else's.
      if (!stopped) await settleAccount(parts, account).catch(onFailure)
    }
  }
  /** Keys and policies change too, many at a time: one run is enough for all that changed before it began. */
  const settle = (): void => {
    if (isAsked) return
    isAsked = true
    settling = settling.then(settleAll).catch(onFailure)
  }
  const later = (): void => {
    cancel = clock.after(pauseMilliseconds, () => {
      settle()
      later()
    })
  }
  const stopListening = store.onCredentialChange(settle)
  // Whoever waits for a server to start waits for an answer first.
  cancel = clock.after(firstPauseMilliseconds, () => {
    settle()
    later()
  })
  return {
    async settle(id) {
      const account = await store.read((reader) => reader.account(id))
      if (account !== undefined) await settleAccount(parts, account)
    },
    async stop() {
      stopped = true
      cancel?.()
      stopListening()
      await settling
    },
  }
}
