import { availableTo, type Billing, billedAt, type Ledger } from '../../domain/billing.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { Reader } from '../../domain/reader.ts'
import { noExtras, noLabels, type Resource } from '../../domain/resource.ts'
import { changed } from '../command.ts'

/** Whose bills it is about, and when. */
export interface Billed {
  readonly account: string
  readonly billing: Billing
  /** Milliseconds since the epoch, by the clock. */
  readonly now: number
}

/** Its reader has to see every region: an account has one ledger. */
export const readLedger = (reader: Reader, { account }: Pick<Billed, 'account'>) => reader.get('ledger', account)

export const onBills = ({ now, billing }: Billed): number => billedAt(now, billing)

const written = (hundredths: number): string => (hundredths / 100).toFixed(2)

const frozen = (): DomainError => domainError('bills-frozen', 'nothing can be ordered')

export function checkDebt({ billing }: Billed, ledger: Ledger | undefined): DomainError | undefined {
  if (billing.frozen) return frozen()
  const available = availableTo(billing, ledger)
  return available < 0
    ? domainError('balance-negative', `the account has ${written(available)} available: top it up first`)
    : undefined
}

/** Whether the account can pay that much more. */
export function checkFunds({ billing }: Billed, ledger: Ledger | undefined, price: number): DomainError | undefined {
  if (billing.frozen) return frozen()
  const available = availableTo(billing, ledger)
  if (available >= price && available >= 0) return undefined
  return domainError('balance-insufficient', `it costs ${written(price)}, and ${written(available)} is available`)
}

/** The ledger with the change, or a new one. */
export function withLedger(
  { account, now }: Billed,
  ledger: Resource<'ledger'> | undefined,
  spec: Ledger,
): Resource<'ledger'> {
  if (ledger !== undefined) return changed(ledger, { spec })
  const base = { id: account, account, region: '', name: '', createdAt: now, generation: 1, deleting: false }
  return { kind: 'ledger', ...base, labels: noLabels, extras: noExtras, spec }
}

/** What is charged now. Nothing is written where it is nothing. */
export function charged(
  billed: Billed,
  ledger: Resource<'ledger'> | undefined,
  price: number,
): readonly Resource<'ledger'>[] {
  if (price === 0) return []
  return [withLedger(billed, ledger, { ...ledger?.spec, spent: (ledger?.spec.spent ?? 0) + price })]
}
