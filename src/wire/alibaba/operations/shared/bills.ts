/** What the account's bills say, and what they refuse. */
import { isStopped } from '../../../../domain/billing.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { billsBy } from '../../../http/bills.ts'
import { bills } from '../../settings/bills.ts'

export const { billsOf, timeOnBills, refuseInDebt } = billsBy(bills)

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
