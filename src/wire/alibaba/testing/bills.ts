/** What an operator and time do to what an account has, as the admin port and the server's own run do it. */
import assert from 'node:assert/strict'
import { settleBills } from '../../../commands/billing/settle.ts'
import { changeSuspension } from '../../../commands/billing/suspension.ts'
import type { Command } from '../../../commands/command.ts'
import { storeChange } from '../../http/store-change.ts'
import { bills } from '../settings/bills.ts'
import type { Caller } from './caller.ts'

const run = <Input, Current>({ store, account }: Caller, command: Command<Input, Current>, input: Input) =>
  store.write(async (transaction) => {
    const decided = command.decide(await command.load(transaction.scoped({ account: account.id }), input), input)
    assert.ok(decided.ok, decided.ok ? '' : decided.error.detail)
    await storeChange(transaction, decided.value)
  })

/** Stops a gateway, or a connection without one, or lets it go on. */
export const suspend = (caller: Caller, id: string, suspended = true): Promise<void> =>
  run(caller, changeSuspension, { id, suspended })

let orders = 0

/** Brings all that the account has to what its bills say. */
export async function settleAccount(caller: Caller): Promise<void> {
  const account = await caller.store.read((reader) => reader.account(caller.account.id))
  assert.ok(account)
  const orderId = () => {
    orders += 1
    return `29999999999${String(orders).padStart(4, '0')}`
  }
  const billing = bills.billingOf(account.settings)
  await run(caller, settleBills, { account: account.id, billing, now: caller.now, orderId })
}

/** Moves the account's bills on, and lets them be settled. */
export async function passDays(caller: Caller, days: number): Promise<void> {
  const account = await caller.store.read((reader) => reader.account(caller.account.id))
  assert.ok(account)
  await caller.set({ 'billing.days-ahead': bills.billingOf(account.settings).daysAhead + days })
  await settleAccount(caller)
}
