/** What the account's bills say, and what they refuse. */
import { type Billed, checkDebt, onBills, readLedger } from '../../../../commands/billing/funds.ts'
import { isStopped } from '../../../../domain/billing.ts'
import { billingOf } from '../../../../domain/billing-settings.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import type { CallContext } from '../../../http/context.ts'

export const billsOf = ({ account, now }: Pick<CallContext, 'account' | 'now'>): Billed => ({
  account: account.id,
  billing: billingOf(account.settings),
  now,
})

/** The time on the account's bills, in milliseconds since the epoch. */
export const timeOnBills = (context: Pick<CallContext, 'account' | 'now'>): number => onBills(billsOf(context))

/** Why nothing new may be had that is paid for as it is used. */
export async function refuseInDebt(context: CallContext): Promise<DomainError | undefined> {
  const bills = billsOf(context)
  const ledger = await readLedger(context.acrossRegions().reader, bills)
  return checkDebt(bills, ledger?.spec)
}

type Suspendable = Resource<'gateway'> | Resource<'connection'>

/** Why what is locked may not be changed by those operations whose documents say so. */
export function refuseLocked(resource: Suspendable | undefined): DomainError | undefined {
  const suspended = resource?.spec.suspended
  if (resource === undefined || !isStopped(suspended)) return undefined
  return domainError('suspended', `is suspended: ${suspended}`, resource.id)
}

export const gatewayLocked = {
  status: 400,
  code: 'VpnGateway.FinancialLocked',
  message: 'The specified service is financial locked.',
} as const

export const connectionLocked = { ...gatewayLocked, code: 'VpnConnection.FinancialLocked' } as const
