import { availableTo, type Ledger } from '../../domain/billing.ts'
import type { Condition } from '../../domain/page.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Kind, Resource } from '../../domain/resource.ts'
import { ok } from '../../domain/result.ts'
import type { Change, Command } from '../command.ts'
import { type Billed, onBills, readLedger, withLedger } from './funds.ts'
import { withdrawing } from './order.ts'
import { type Leaving, loadLeaving, releasing } from './release.ts'
import { isTermed, paidByUse, renewing, type Termed } from './renewal.ts'
import { type Suspendable, suspendedFor } from './suspension.ts'

export interface SettleBills extends Billed {
  /** The id of the order that renews a gateway, by the gateway's. */
  orderId(gateway: string): string
}

interface Standing {
  readonly ledger: Resource<'ledger'> | undefined
  /** What has not been paid for in time, each with what it was for. */
  readonly unpaid: readonly { readonly order: Resource<'order'>; readonly leaving: Leaving | undefined }[]
  /** Those whose term has begun. */
  readonly termed: readonly Termed[]
  /** What is paid for as it is used, as far as a debt concerns it. */
  readonly used: readonly Suspendable[]
  /** By id: what is to be released of all of these. */
  readonly leaving: ReadonlyMap<string, Leaving>
}

const chunk = 500

async function every<K extends Kind>(
  reader: Reader,
  kind: K,
  ...where: readonly Condition[]
): Promise<readonly Resource<K>[]> {
  const found: Resource<K>[] = []
  for (let after: number | undefined; ; ) {
    const page = await reader.page(kind, { where, limit: chunk, ...(after === undefined ? {} : { after }) })
    found.push(...page.items)
    if (page.next === undefined) return found
    after = page.next
  }
}

const having = (facet: 'suspended' | 'payment' | 'paid', value: string): Condition => ({
  by: 'facet',
  facet,
  anyOf: [value],
})

/** How long the account has been in debt; undefined where it is not. */
function debtOf(input: SettleBills, ledger: Ledger | undefined): number | undefined {
  if (availableTo(input.billing, ledger) >= 0) return undefined
  const at = onBills(input)
  return at - (ledger?.inDebtSince ?? at)
}

const isOverdue = (debt: number | undefined, { billing }: SettleBills): boolean =>
  debt !== undefined && debt >= billing.inDebt

const isLost = (debt: number | undefined, { billing }: SettleBills): boolean =>
  debt !== undefined && debt >= billing.inDebt + billing.overdue

/** What the account pays for as it uses it: all of it where its debt is old, or else what an older one has stopped. */
async function loadUsed(reader: Reader, overdue: boolean): Promise<readonly Suspendable[]> {
  const where = overdue ? [] : [having('suspended', 'overdue')]
  const gateways = await every(reader, 'gateway', ...where)
  const connections = await every(reader, 'connection', ...where)
  return [
    ...gateways.filter(({ spec, deleting }) => spec.term === undefined && !deleting),
    ...connections.filter(({ spec, deleting }) => spec.gateway === undefined && !deleting),
  ]
}

const isOver = ({ spec }: Termed, at: number): boolean => spec.term.end <= at

async function load(reader: Reader, input: SettleBills): Promise<Standing> {
  const at = onBills(input)
  const { billing } = input
  const ledger = await readLedger(reader, input)
  const orders = await every(reader, 'order', having('payment', 'unpaid'))
  const late = orders.filter(({ createdAt }) => at - createdAt >= billing.toPay)
  const unpaid = await Promise.all(
    late.map(async (order) => {
      const gateway = await reader.get('gateway', order.spec.subject)
      return { order, leaving: gateway === undefined ? undefined : await loadLeaving(reader, gateway) }
    }),
  )
  const gateways = await every(reader, 'gateway', having('paid', 'in-advance'))
  const termed = gateways.filter(isTermed).filter(({ deleting }) => !deleting)
  const debt = debtOf(input, ledger?.spec)
  const used = await loadUsed(reader, isOverdue(debt, input))
  const expired = termed.filter((each) => at - each.spec.term.end >= billing.expired)
  const going = [...expired, ...(isLost(debt, input) ? used : [])]
  const leaving = await Promise.all(going.map(async (each) => [each.id, await loadLeaving(reader, each)] as const))
  return { ledger, unpaid, termed, used, leaving: new Map(leaving) }
}

/** Puts changes together: each of the resources is changed by one of them. */
class Changes {
  readonly put: Resource[] = []
  readonly remove: Change['remove'][number][] = []
  #ledger: Resource<'ledger'> | undefined

  constructor(ledger: Resource<'ledger'> | undefined) {
    this.#ledger = ledger
  }

  /** As it stands after those before. */
  get ledger(): Resource<'ledger'> | undefined {
    return this.#ledger
  }

  add({ put, remove }: Change): void {
    for (const each of put) {
      if (each.kind === 'ledger') this.#ledger = each
      else this.put.push(each)
    }
    this.remove.push(...remove)
  }
}

function settleTerm(gateway: Termed, changes: Changes, { leaving }: Standing, input: SettleBills): void {
  const at = onBills(input)
  const { suspended, term } = gateway.spec
  if (!isOver(gateway, at)) {
    // The bills' clock was moved back.
    if (suspended === 'expired') changes.add({ put: [suspendedFor(gateway, undefined)], remove: [] })
    return
  }
  if (term.thenByUse === true) {
    changes.add({ put: [paidByUse(gateway)], remove: [] })
    return
  }
  if (typeof term.renewal === 'number') {
    const order = { id: input.orderId(gateway.id) }
    const renewed = renewing(gateway, changes.ledger, { ...input, order, months: term.renewal })
    if (renewed.ok) {
      changes.add(renewed.value)
      return
    }
  }
  const leave = leaving.get(gateway.id)
  if (leave !== undefined) changes.add(releasing(leave))
  else if (suspended === undefined) changes.add({ put: [suspendedFor(gateway, 'expired')], remove: [] })
}

function settleUse(resource: Suspendable, changes: Changes, { leaving }: Standing, overdue: boolean): void {
  const leave = leaving.get(resource.id)
  const { suspended } = resource.spec
  if (leave !== undefined) changes.add(releasing(leave))
  else if (overdue && suspended === undefined) changes.add({ put: [suspendedFor(resource, 'overdue')], remove: [] })
  else if (!overdue && suspended === 'overdue') changes.add({ put: [suspendedFor(resource, undefined)], remove: [] })
}

/** When the debt has begun, as far as the ledger does not say it yet. */
function noteDebt(changes: Changes, input: SettleBills): readonly Resource<'ledger'>[] {
  const { ledger } = changes
  const isInDebt = availableTo(input.billing, ledger?.spec) < 0
  const { inDebtSince, spent = 0 } = ledger?.spec ?? {}
  if (isInDebt === (inDebtSince !== undefined)) return []
  return [withLedger(input, ledger, { spent, ...(isInDebt ? { inDebtSince: onBills(input) } : {}) })]
}

/**
 * Brings all that an account has to what its bills say: cancels what nobody has paid for, ends and renews terms, and suspends
 * and releases what a debt is too old for. Safe to run at any time, and at any time again.
 */
export const settleBills: Command<SettleBills, Standing> = {
  name: 'settle-bills',
  load,
  decide(standing, input) {
    const { ledger, unpaid, termed, used } = standing
    const changes = new Changes(ledger)
    for (const { order, leaving } of unpaid) changes.add(withdrawing(order, leaving))
    for (const gateway of termed) settleTerm(gateway, changes, standing, input)
    const overdue = isOverdue(debtOf(input, ledger?.spec), input)
    for (const resource of used) settleUse(resource, changes, standing, overdue)
    const [noted = changes.ledger] = noteDebt(changes, input)
    const isNew = noted !== undefined && noted !== ledger
    return ok({ put: [...changes.put, ...(isNew ? [oneOn(noted, ledger)] : [])], remove: changes.remove })
  },
}

/** One generation after the one that is stored, however often it has changed on the way. */
const oneOn = (ledger: Resource<'ledger'>, stored: Resource<'ledger'> | undefined): Resource<'ledger'> => ({
  ...ledger,
  generation: (stored?.generation ?? 0) + 1,
})
