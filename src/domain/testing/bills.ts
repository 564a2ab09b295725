/** A fixture: bills of no cloud. */
import { days } from '../billing.ts'
import { billSetting, billTable, ours } from '../billing-settings.ts'

export const testBills = billTable(
  1_000_000,
  { 'days-to-pay': billSetting(15, 'after which an unpaid order is cancelled', ours) },
  ({ of }) => ({
    monthlyPrice: () => 0,
    toPay: days(of('days-to-pay')),
    inDebt: days(15),
    overdue: days(15),
    expired: days(7),
  }),
)
