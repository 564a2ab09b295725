import { readLedger } from '../../../../commands/billing/funds.ts'
import { availableTo } from '../../../../domain/billing.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { billsOf } from '../shared/bills.ts'
import { amount, succeeded } from '../shared/bss.ts'
import { anyRegion } from '../shared/request-fields.ts'
import { about, bss } from '../shared/service.ts'

interface Balance {
  readonly available: number
  readonly credit: number
}

export const queryAccountBalance = operation({
  ...about('QueryAccountBalance', bss, '*'),
  summary: 'Says what the account may spend.',
  effect: 'read',
  request: { ...anyRegion },
  response: {
    ...succeeded,
    Data: r.structure(r.derived('what was paid in, less what was ordered'), (balance: Balance) => balance, {
      AvailableAmount: r.string(r.derived('the cash and the credit'), ({ available }: Balance) => amount(available)),
      AvailableCashAmount: r.string(r.derived('without the credit'), ({ available, credit }: Balance) =>
        amount(available - credit),
      ),
      CreditAmount: r.string(r.stored('what an operator has set'), ({ credit }: Balance) => amount(credit)),
      Currency: r.constant('CNY', 'accounts here have one currency, whatever it is'),
      MybankCreditAmount: r.constant('0.00', 'no bank lends anything'),
      QuotaLimit: r.constant('0.00', 'the account is no reseller’s'),
    }),
  },
  errors: {},
  async run(context: CallContext) {
    const bills = billsOf(context)
    const ledger = await readLedger(context.acrossRegions().reader, bills)
    return ok({ available: availableTo(bills.billing, ledger?.spec), credit: bills.billing.credit })
  },
})
