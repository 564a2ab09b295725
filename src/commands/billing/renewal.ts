import type { Term } from '../../domain/billing.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { Resource } from '../../domain/resource.ts'
import { fail, ok, type Result } from '../../domain/result.ts'
import { type Change, type Command, changed, type NewResource, newResource, putting } from '../command.ts'
import { type Billed, charged, checkFunds, onBills, readLedger } from './funds.ts'
import { paid, priceOf } from './order.ts'

/** A gateway whose term has begun. */
export type Termed = Resource<'gateway'> & { readonly spec: { readonly term: Required<Term> } }

export const isTermed = (gateway: Resource<'gateway'>): gateway is Termed => gateway.spec.term?.end !== undefined

/** What is paid for in advance cannot be given up before its term is over. */
export const checkTermOver =
  (at: number) =>
  ({ id, spec: { term } }: Resource<'gateway'>): DomainError | undefined => {
    const { end = at } = term ?? {}
    if (end <= at) return undefined
    return domainError('term-not-over', `it is paid for until ${new Date(end).toISOString()}`, id)
  }

export function findTermed(gateway: Resource<'gateway'> | undefined, id: string): Result<Termed, DomainError> {
  if (gateway === undefined) return fail(domainError('gateway-not-found', 'there is no such gateway', id))
  if (gateway.deleting) return fail(domainError('busy', 'is being deleted', id))
  if (isTermed(gateway)) return ok(gateway)
  const { term } = gateway.spec
  const detail = term === undefined ? 'it is paid for as it is used' : 'nobody has paid for it yet'
  return fail(domainError('term-missing', detail, id))
}

/** The gateway once it is paid for as it is used, and served again where its term had ended. */
export function paidByUse(gateway: Termed): Resource<'gateway'> {
  const { term: _, suspended, ...spec } = gateway.spec
  const stays = suspended === undefined || suspended === 'expired' ? {} : { suspended }
  return changed<Resource<'gateway'>>(gateway, { spec: { ...spec, ...stays } })
}

export interface Renewal extends Billed {
  /** Of the order that pays for it. */
  readonly order: Pick<NewResource, 'id'>
  readonly months: number
}

/** Charges the account for a longer term. One that was over goes on at once, from now. */
export function renewing(
  gateway: Termed,
  ledger: Resource<'ledger'> | undefined,
  renewal: Renewal,
): Result<Change, DomainError> {
  const { months, billing, account } = renewal
  const price = priceOf(billing, gateway.spec.bandwidthMbps, months)
  const short = checkFunds(renewal, ledger?.spec, price)
  if (short !== undefined) return fail(short)
  const at = onBills(renewal)
  const { suspended, ...spec } = gateway.spec
  const order = paid(
    { subject: gateway.id, purpose: 'renewal', months, price, payment: 'unpaid' },
    at,
    Math.max(at, spec.term.end),
  )
  const stays = suspended === undefined || suspended === 'expired' ? {} : { suspended }
  const term = { ...spec.term, end: order.end ?? spec.term.end }
  const made = newResource({ ...renewal.order, account, region: gateway.region, name: '', createdAt: at })
  return ok(
    putting(
      { kind: 'order', ...made, spec: order },
      changed<Resource<'gateway'>>(gateway, { spec: { ...spec, ...stays, term } }),
      ...charged(renewal, ledger, price),
    ),
  )
}

export interface RenewGateway extends Renewal {
  readonly id: string
}

interface Current {
  readonly gateway: Resource<'gateway'> | undefined
  readonly ledger: Resource<'ledger'> | undefined
}

export const renewGateway: Command<RenewGateway, Current> = {
  name: 'renew-gateway',
  load: async (reader, input) => ({
    gateway: await reader.get('gateway', input.id),
    ledger: await readLedger(reader, input),
  }),
  decide({ gateway, ledger }, input) {
    const termed = findTermed(gateway, input.id)
    return termed.ok ? renewing(termed.value, ledger, input) : termed
  },
}

export interface SetRenewal {
  readonly ids: readonly string[]
  readonly renewal: Term['renewal']
}

/** What becomes of all of them at the end of their terms. */
export const setRenewal: Command<SetRenewal, ReadonlyMap<string, Resource<'gateway'> | undefined>> = {
  name: 'set-renewal',
  async load(reader, { ids }) {
    const found = await Promise.all(ids.map((id) => reader.get('gateway', id)))
    return new Map(ids.map((id, index) => [id, found[index]]))
  },
  decide(gateways, { renewal }) {
    const put: Resource<'gateway'>[] = []
    for (const [id, gateway] of gateways) {
      const termed = findTermed(gateway, id)
      if (!termed.ok) return termed
      const { spec } = termed.value
      put.push(changed<Resource<'gateway'>>(termed.value, { spec: { ...spec, term: { ...spec.term, renewal } } }))
    }
    return ok(putting(...put))
  },
}
