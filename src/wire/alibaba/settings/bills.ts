import { days } from '../../../domain/billing.ts'
import { billSetting, billTable, charge, ours } from '../../../domain/billing-settings.ts'

const overdue = 'VPN Gateway: "Overdue payments", March 2026'

/** A month costs nothing by default. */
export const bills = billTable(
  1_000_000,
  {
    'price-per-month': billSetting(0, 'what a month of a gateway costs that is paid for in advance', ours, charge),
    'days-to-pay': billSetting(15, 'after which an unpaid order is cancelled', ours),
    'days-in-debt': billSetting(15, 'after which what is paid for as it is used is suspended', overdue),
    'days-overdue': billSetting(15, 'after which what a debt has suspended is released', overdue),
    'days-expired': billSetting(7, 'after which a gateway is released whose term is over', overdue),
  },
  ({ of, money }) => ({
    monthlyPrice: () => money('price-per-month'),
    toPay: days(of('days-to-pay')),
    inDebt: days(of('days-in-debt')),
    overdue: days(of('days-overdue')),
    expired: days(of('days-expired')),
  }),
)
