/** What an operator and time do to what an account has, as the admin port and the server's own run do it. */
import { settleBills } from '../../../commands/billing/settle.ts'
import { changeSuspension } from '../../../commands/billing/suspension.ts'
import type { Command } from '../../../commands/command.ts'
import { createSeededRandom } from '../../../runtime/random.ts'
import { storeChange } from '../../http/store-change.ts'
import type { TestInstallation } from '../../http/testing/installation.ts'
import { newOrderId } from '../ids.ts'
import { bills } from '../settings/bills.ts'

const random = createSeededRandom(7)

const run = <Input, Current>({ store, account }: TestInstallation, command: Command<Input, Current>, input: Input) =>
  store.write(async (transaction) => {
    const decided = command.decide(await command.load(transaction.scoped({ account: account.id }), input), input)
    if (!decided.ok) throw new Error(decided.error.detail)
    await storeChange(transaction, decided.value)
  })

/** Stops a gateway, or lets it go on. */
export const suspend = (installation: TestInstallation, id: string, suspended = true): Promise<void> =>
  run(installation, changeSuspension, { id, suspended })

/** Brings all that the account has to what its bills say. */
export async function settleBillsOf(installation: TestInstallation): Promise<void> {
  const { store, account, now } = installation
  const { settings } = (await store.read((reader) => reader.account(account.id))) ?? account
  const orderId = () => newOrderId(random)
  await run(installation, settleBills, { account: account.id, billing: bills.billingOf(settings), now, orderId })
}
