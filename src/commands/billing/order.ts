import { type Billing, days, monthsLater, type Order } from '../../domain/billing.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Resource } from '../../domain/resource.ts'
import { fail, ok } from '../../domain/result.ts'
import { type Change, type Command, changed, type NewResource, newResource, putting } from '../command.ts'
import { type Billed, charged, checkDebt, checkFunds, onBills, readLedger } from './funds.ts'
import { type Leaving, loadLeaving, releasing } from './release.ts'
import { suspendedFor } from './suspension.ts'

/** All of these need a reader that sees every region of the account. */
type Ledger = Resource<'ledger'> | undefined

export interface PlaceOrder extends Omit<NewResource, 'account'>, Billed {
  readonly subject: string
  /** For something new, where it is not said. */
  readonly purpose?: 'new' | 'upgrade'
  /** How long a term it is for; absent for what is paid for as it is used. */
  readonly months?: number
  /** In hundredths of the account's currency. */
  readonly price: number
  /** Whether it is paid at once. What is paid for as it is used always is. */
  readonly pays: boolean
}

/** What a gateway with that bandwidth costs for so many months. */
export const priceOf = ({ monthlyPrice }: Billing, bandwidthMbps: number, months = 0): number =>
  monthlyPrice(bandwidthMbps) * months

const month = days(30)

/** What more bandwidth costs for what is left of a term, which is counted in months of 30 days. */
export const upgradePrice = (billing: Billing, [from, to]: readonly [number, number], left: number): number =>
  Math.round(((priceOf(billing, to, 1) - priceOf(billing, from, 1)) * Math.max(0, left)) / month)

/** The order of something new, or of more of what is there. */
export const placeOrder: Command<PlaceOrder, Ledger> = {
  name: 'place-order',
  load: readLedger,
  decide(ledger, input) {
    const { subject, purpose = 'new', months, price, pays } = input
    const at = onBills(input)
    const order = { kind: 'order' as const, ...newResource({ ...input, createdAt: at }) }
    const spec: Order = {
      subject,
      purpose,
      price,
      payment: 'unpaid',
      ...(months === undefined ? {} : { months }),
    }
    if (months !== undefined && !pays) return ok(putting({ ...order, spec }))
    const refusal =
      months === undefined && price === 0 ? checkDebt(input, ledger?.spec) : checkFunds(input, ledger?.spec, price)
    if (refusal !== undefined) return fail(refusal)
    return ok(putting({ ...order, spec: paid(spec, at, at) }, ...charged(input, ledger, price)))
  },
}

/** The order when it has been paid, for a term that begins at `start`. */
export const paid = (order: Order, at: number, start: number): Order => ({
  ...order,
  payment: 'paid',
  paidAt: at,
  ...(order.months === undefined ? {} : { start, end: monthsLater(start, order.months) }),
})

export interface SettleOrder extends Billed {
  readonly id: string
}

interface Standing {
  readonly order: Resource<'order'> | undefined
  readonly ledger: Ledger
  /** What it is for, where that is still there. */
  readonly leaving: Leaving | undefined
}

async function loadStanding(reader: Reader, input: SettleOrder): Promise<Standing> {
  const order = await reader.get('order', input.id)
  const subject = order === undefined ? undefined : await reader.get('gateway', order.spec.subject)
  return {
    order,
    ledger: await readLedger(reader, input),
    leaving: subject === undefined ? undefined : await loadLeaving(reader, subject),
  }
}

function checkOrder(order: Resource<'order'> | undefined, id: string): DomainError | undefined {
  if (order === undefined) return domainError('order-not-found', 'there is no such order', id)
  const { payment } = order.spec
  return payment === 'unpaid' ? undefined : domainError('order-settled', `is ${payment} already`, id)
}

/** The account pays, and what the order is for is served from then on. */
export const payOrder: Command<SettleOrder, Standing> = {
  name: 'pay-order',
  load: loadStanding,
  decide({ order, ledger, leaving }, input) {
    const settled = checkOrder(order, input.id)
    if (order === undefined || settled !== undefined) return fail(settled ?? missing(input.id))
    const short = checkFunds(input, ledger?.spec, order.spec.price)
    if (short !== undefined) return fail(short)
    const at = onBills(input)
    const spec = paid(order.spec, at, at)
    const gateway = leaving?.resource
    if (gateway?.kind !== 'gateway') throw new TypeError(`order ${order.id} outlives ${order.spec.subject}`)
    const end = spec.end === undefined ? {} : { end: spec.end }
    const served = suspendedFor(gateway, undefined)
    const renewal = gateway.spec.term?.renewal ?? 'manual'
    const begun = { ...served, spec: { ...served.spec, term: { ...end, renewal } } } as Resource<'gateway'>
    return ok(putting(changed(order, { spec }), begun, ...charged(input, ledger, spec.price)))
  },
}

const missing = (id: string): DomainError => domainError('order-not-found', 'there is no such order', id)

export const cancelled = (order: Resource<'order'>): Resource<'order'> =>
  changed(order, { spec: { ...order.spec, payment: 'cancelled' } })

/** The order is cancelled, and what nobody has paid for goes with it. */
export const withdrawing = (order: Resource<'order'>, leaving: Leaving | undefined): Change => {
  const release = leaving === undefined ? putting() : releasing(leaving)
  return { put: [cancelled(order), ...release.put], remove: release.remove }
}

export const cancelOrder: Command<SettleOrder, Standing> = {
  name: 'cancel-order',
  load: loadStanding,
  decide({ order, leaving }, { id }) {
    const settled = checkOrder(order, id)
    if (order === undefined || settled !== undefined) return fail(settled ?? missing(id))
    return ok(withdrawing(order, leaving))
  },
}
