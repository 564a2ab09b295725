/** What the account's bills say, and what they refuse. */
import { days, isStopped } from '../../../../domain/billing.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { billsBy } from '../../../http/bills.ts'
import type { CallContext } from '../../../http/context.ts'
import { bills } from '../../settings/bills.ts'

export const { billsOf, timeOnBills, refuseInDebt } = billsBy(bills)

/** When the clock shows what the bills will show then: clients compare it with their own. */
export const byTheClock = (context: Pick<CallContext, 'account' | 'now'>, at: number): number =>
  at - days(billsOf(context).billing.daysAhead)

/** No page lists what is refused of an isolated gateway: here all that changes it, except what pays for it or takes away. */
export function refuseIsolated(gateway: Resource<'gateway'> | undefined): DomainError | undefined {
  const suspended = gateway?.spec.suspended
  if (gateway === undefined || !isStopped(suspended)) return undefined
  return domainError('suspended', `it is isolated: ${suspended}`, gateway.id)
}
