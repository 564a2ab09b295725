/** What an account's bills say, for handlers of every dialect. */
import { type Billed, checkDebt, onBills, readLedger } from '../../commands/billing/funds.ts'
import type { BillTable } from '../../domain/billing-settings.ts'
import type { DomainError } from '../../domain/error.ts'
import type { CallContext } from './context.ts'

export interface Bills {
  billsOf(context: Pick<CallContext, 'account' | 'now'>): Billed
  /** The time on the account's bills, in milliseconds since the epoch. */
  timeOnBills(context: Pick<CallContext, 'account' | 'now'>): number
  /** Why nothing new may be had that is paid for as it is used. */
  refuseInDebt(context: CallContext): Promise<DomainError | undefined>
}

export function billsBy({ billingOf }: BillTable): Bills {
  const billsOf: Bills['billsOf'] = ({ account, now }) => ({
    account: account.id,
    billing: billingOf(account.settings),
    now,
  })
  return {
    billsOf,
    timeOnBills: (context) => onBills(billsOf(context)),
    async refuseInDebt(context) {
      const billed = billsOf(context)
      const ledger = await readLedger(context.acrossRegions().reader, billed)
      return checkDebt(billed, ledger?.spec)
    },
  }
}
