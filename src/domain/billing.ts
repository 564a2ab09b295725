/**
 * Why something is there and does nothing: nothing of it is in the data plane until that is over. What it has, its outer
 * addresses among it, stays its own.
 */
export type Suspension =
  /** Nobody has paid for it yet. */
  | 'unpaid'
  /** The term that it was paid for is over. */
  | 'expired'
  /** Its account has been in debt for too long. */
  | 'overdue'
  /** An operator wants it so. */
  | 'by-operator'

export const suspensions: readonly Suspension[] = ['unpaid', 'expired', 'overdue', 'by-operator']

/** Whether it was served once, and is not any more. */
export const isStopped = (suspended: Suspension | undefined): boolean =>
  suspended !== undefined && suspended !== 'unpaid'

/** Whether the data plane is to have what is suspended for that reason, or is not, all the same. */
export const isServed = ({ suspended, term }: { readonly suspended?: Suspension; readonly term?: Term }): boolean =>
  suspended === undefined || (suspended === 'expired' && term?.outlasts === true)

/** What something is paid for in advance. */
export interface Term {
  /** When it is over, in milliseconds since the epoch on its account's bills; absent while it has not been paid for. */
  readonly end?: number
  /** What becomes of it then: it is paid for so many months more, or not unless somebody does, or not at all. */
  readonly renewal: number | 'manual' | 'none'
  /** Whether it goes on being served when the term is over, for as long as it is there: it may only not be changed. */
  readonly outlasts?: true
  /** Whether it is paid for as it is used from then on. */
  readonly thenByUse?: true
}

/** Something that was bought, or is to be. */
export interface Order {
  /** What it is for, which may be gone. */
  readonly subject: string
  readonly purpose: 'new' | 'renewal' | 'upgrade'
  /** How long a term it is for; absent for what is paid for as it is used. */
  readonly months?: number
  /** In hundredths of the account's currency. */
  readonly price: number
  readonly payment: 'unpaid' | 'paid' | 'cancelled'
  /** When it was paid. */
  readonly paidAt?: number
  /** The term that it has paid for. */
  readonly start?: number
  readonly end?: number
}

/** What is set of an account's bills. Money is in hundredths of its currency. */
export interface Billing {
  /** What was paid in for it, all together. */
  readonly funds: number
  /** How far it may go into debt. */
  readonly credit: number
  /** Whether nothing can be ordered, whatever there is to pay it with. */
  readonly frozen?: boolean
  /** How far its bills are ahead of the clock. */
  readonly daysAhead: number
  /** What a month of a gateway with that bandwidth costs that is paid for in advance. */
  monthlyPrice(bandwidthMbps: number): number
  /** The times, in milliseconds, after which an unpaid order is cancelled. */
  readonly toPay: number
  /** After which what is paid for as it is used is suspended. */
  readonly inDebt: number
  /** After which it is released. */
  readonly overdue: number
  /** After which what is paid for in advance is released when its term is over. */
  readonly expired: number
}

const hour = 60 * 60 * 1000

export const hours = (count: number): number => count * hour
export const days = (count: number): number => hours(24 * count)

/** The time on the bills, in milliseconds since the epoch. */
export const billedAt = (now: number, { daysAhead }: Billing): number => now + days(daysAhead)

/** What it may spend; below 0 it is in debt. */
export const availableTo = ({ funds, credit }: Billing, ledger: Pick<Ledger, 'spent'> | undefined): number =>
  funds + credit - (ledger?.spent ?? 0)

/** The same day and hour so many months later, or the last day of a month that is shorter; milliseconds since the epoch. */
export function monthsLater(at: number, months: number): number {
  const date = new Date(at)
  const month = date.getUTCMonth() + months
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate()
  return new Date(at).setUTCFullYear(date.getUTCFullYear(), month, Math.min(date.getUTCDate(), lastDay))
}

/** What an account owes, beside what was paid in for it. One of each account that has bought something, by its id. */
export interface Ledger {
  /** What its orders have cost, in hundredths of its currency. */
  readonly spent: number
  /** Since when it is in debt, in milliseconds since the epoch on its bills. */
  readonly inDebtSince?: number
}
