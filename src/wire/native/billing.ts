import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Billed, onBills } from '../../commands/billing/funds.ts'
import { cancelOrder, payOrder, type SettleOrder } from '../../commands/billing/order.ts'
import { changeSuspension } from '../../commands/billing/suspension.ts'
import type { Command } from '../../commands/command.ts'
import { availableTo, type Billing, type Order } from '../../domain/billing.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { Resource } from '../../domain/resource.ts'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Account, Store, StoreReader, StoreTransaction } from '../../store/port.ts'
import { storeChange } from '../http/store-change.ts'
import { failure, refuse } from './failure.ts'

export interface BillingParts {
  readonly store: Store
  readonly clock: Clock
  /** What is set of an account's bills. */
  billingOf(account: Account): Billing
  /** Brings all that an account has to what its bills say. */
  settleBills(account: string): Promise<void>
}

/** Money is in hundredths of the account's currency, times are milliseconds since the epoch on its bills. */
export interface OrderView extends Order {
  readonly id: string
  readonly account: string
  readonly region: string
  readonly createdAt: number
}

/** What an account may spend, and how its debt stands. */
export interface BillsView {
  readonly account: string
  readonly time: number
  readonly available: number
  readonly spent: number
  readonly inDebtSince?: number
}

const viewOrder = ({ id, account, region, createdAt, spec }: Resource<'order'>): OrderView => ({
  id,
  account,
  region,
  createdAt,
  ...spec,
})

const billedOf = ({ clock, billingOf }: BillingParts, account: Account): Billed => ({
  account: account.id,
  billing: billingOf(account),
  now: clock.now(),
})

async function readBills(parts: BillingParts, reader: StoreReader, account: Account): Promise<BillsView> {
  const billed = billedOf(parts, account)
  const ledger = await reader.get('ledger', account.id)
  const { inDebtSince, spent = 0 } = ledger?.spec ?? {}
  const available = availableTo(billed.billing, ledger?.spec)
  const since = inDebtSince === undefined ? {} : { inDebtSince }
  return { account: account.id, time: onBills(billed), available, spent, ...since }
}

async function run<Input, Current>(
  transaction: StoreTransaction,
  account: string,
  command: Command<Input, Current>,
  input: Input,
): Promise<Result<null, DomainError>> {
  const decided = command.decide(await command.load(transaction.scoped({ account }), input), input)
  if (!decided.ok) return decided
  const refusal = await storeChange(transaction, decided.value)
  return refusal === undefined ? ok(null) : fail(refusal)
}

type Settled<Current> = Command<SettleOrder, Current>

function settleOrder<Current>(parts: BillingParts, id: string, command: Settled<Current>) {
  return parts.store.write(async (transaction) => {
    const order = await transaction.get('order', id)
    const account = order === undefined ? undefined : await transaction.account(order.account)
    if (account === undefined) return fail(domainError('order-not-found', 'there is no such order', id))
    return run(transaction, account.id, command, { ...billedOf(parts, account), id })
  })
}

/** Whose it is, where it has been changed. */
const suspend = ({ store }: BillingParts, id: string, suspended: boolean): Promise<Result<string, DomainError>> =>
  store.write(async (transaction) => {
    const found = (await transaction.get('gateway', id)) ?? (await transaction.get('connection', id))
    if (found === undefined) return fail(domainError('gateway-not-found', 'no such gateway or connection', id))
    const changed = await run(transaction, found.account, changeSuspension, { id, suspended })
    return changed.ok ? ok(found.account) : changed
  })

const query = {
  type: 'object',
  additionalProperties: false,
  properties: { limit: { type: 'integer', minimum: 1, maximum: 500, default: 500 }, after: { type: 'integer' } },
} as const

type One = { Params: { id: string } }

const answer = (reply: FastifyReply, { ok: isDone, ...rest }: Result<unknown, DomainError>): FastifyReply =>
  isDone || !('error' in rest) ? reply.code(204).send() : refuse(reply, rest.error)

function routeOrders(app: FastifyInstance, parts: BillingParts): void {
  const all = { schema: { querystring: query }, config: { what: 'what was ordered, newest first' } }
  app.get<{ Querystring: { limit: number; after?: number } }>('/v1/orders', all, async ({ query }) => {
    const { items, next } = await parts.store.read((reader) => reader.page('order', query))
    return { orders: items.map(viewOrder), ...(next === undefined ? {} : { next }) }
  })
  const paying = { config: { what: 'has its account pay it: what it is for is served then' } }
  app.post<One>('/v1/orders/:id/pay', paying, async ({ params }, reply) =>
    answer(reply, await settleOrder(parts, params.id, payOrder)),
  )
  const cancelling = { config: { what: 'cancels it, unless it is paid: what it was for goes with it' } }
  app.post<One>('/v1/orders/:id/cancel', cancelling, async ({ params }, reply) =>
    answer(reply, await settleOrder(parts, params.id, cancelOrder)),
  )
}

/** What accounts have bought and owe, and what does nothing because of it. */
export function routeBilling(app: FastifyInstance, parts: BillingParts): void {
  const { store, settleBills } = parts
  const bills = { config: { what: 'what it may spend, and the time on its bills' } }
  app.get<One>('/v1/accounts/:id/bills', bills, async ({ params: { id } }, reply) => {
    const read = await store.read(async (reader) => {
      const account = await reader.account(id)
      return account === undefined ? undefined : readBills(parts, reader, account)
    })
    return read ?? reply.code(404).send(failure('account-not-found', 'no such account', id))
  })
  routeOrders(app, parts)
  const suspending = { config: { what: 'stops a gateway, or a connection that a router carries' } }
  app.put<One>('/v1/suspensions/:id', suspending, async ({ params }, reply) =>
    answer(reply, await suspend(parts, params.id, true)),
  )
  const resuming = { config: { what: 'lets it go on, unless its bills have it stopped' } }
  app.delete<One>('/v1/suspensions/:id', resuming, async ({ params }, reply) => {
    const resumed = await suspend(parts, params.id, false)
    // Its bills may say otherwise.
    if (resumed.ok) await settleBills(resumed.value)
    return answer(reply, resumed)
  })
}
