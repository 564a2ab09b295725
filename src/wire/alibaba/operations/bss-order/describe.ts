import { domainError } from '../../../../domain/error.ts'
import type { Reader } from '../../../../domain/reader.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { timeOnBills } from '../shared/bills.ts'
import {
  type BssPage,
  bssPage,
  isOfProduct,
  pageCounts,
  pageOf,
  productFilters,
  range,
  succeeded,
} from '../shared/bss.ts'
import { anyRegion } from '../shared/request-fields.ts'
import { about, bss } from '../shared/service.ts'
import { orderDetailFields, orderFields, payments, purposes } from './response.ts'

type Order = Resource<'order'>

type Payment = keyof typeof payments

/** Newest first, all of them: by a billing clock that was set back, later orders can be placed before earlier ones. */
async function everyOrder(reader: Reader, payments: readonly Payment[]): Promise<readonly Order[]> {
  const where = [{ by: 'facet', facet: 'payment', anyOf: payments }] as const
  const found: Order[] = []
  for (let after: number | undefined; ; ) {
    const page = await reader.page('order', { where, limit: 300, ...(after === undefined ? {} : { after }) })
    found.push(...page.items)
    if (page.next === undefined) return found
    after = page.next
  }
}

const paymentsOf = (status: string | undefined): readonly Payment[] =>
  (['unpaid', 'paid', 'cancelled'] as const).filter((payment) => status === undefined || payments[payment] === status)

/** How far back orders are looked for when nobody says. */
const usualSpan = 60 * 60 * 1000

const page = (fields: r.ResponseFields<{ readonly order: Order }>) => ({
  ...succeeded,
  Data: r.structure(r.derived('a page of orders'), (found: BssPage<{ readonly order: Order }>) => found, {
    ...pageCounts,
    OrderList: r.structure(r.derived('its orders'), ({ items }: BssPage<{ readonly order: Order }>) => items, {
      Order: r.structures(r.stored('newest first'), (items: readonly { readonly order: Order }[]) => items, fields),
    }),
  }),
})

export const queryOrders = operation({
  ...about('QueryOrders', bss, '*'),
  summary: 'Lists what was ordered.',
  effect: 'read',
  request: {
    ...anyRegion,
    CreateTimeStart: { ...range, defaultText: 'an hour ago' },
    CreateTimeEnd: { ...range, defaultText: 'now' },
    OrderType: optional(t.word('New', 'Renew', 'Upgrade', 'TempUpgrade', 'Downgrade', 'Refund', 'Convert')),
    PaymentStatus: optional(t.word('Unpaid', 'Paid', 'Cancelled')),
    ...productFilters,
    ...bssPage(300, 20),
  },
  response: page(orderFields),
  errors: {},
  async run(context: CallContext, request) {
    const now = timeOnBills(context)
    const { CreateTimeStart = now - usualSpan, CreateTimeEnd = now, OrderType, PaymentStatus } = request
    const orders = await everyOrder(context.acrossRegions().reader, paymentsOf(PaymentStatus))
    const wanted = orders.filter(
      ({ createdAt, spec }) =>
        createdAt >= CreateTimeStart &&
        createdAt <= CreateTimeEnd &&
        isOfProduct(request, spec.months !== undefined) &&
        (OrderType === undefined || OrderType === purposes[spec.purpose]),
    )
    return ok(
      pageOf(
        wanted.map((order) => ({ order })),
        request,
      ),
    )
  },
})

export const getOrderDetail = operation({
  ...about('GetOrderDetail', bss, '*'),
  summary: 'Describes an order.',
  effect: 'read',
  request: { ...anyRegion, OrderId: required(t.text()) },
  response: page(orderDetailFields),
  errors: { 'order-not-found': true },
  async run(context: CallContext, { OrderId }) {
    const order = await context.acrossRegions().reader.get('order', OrderId)
    if (order === undefined) return fail(domainError('order-not-found', 'there is no such order', OrderId))
    return ok({ items: [{ order }], total: 1, number: 1, size: 1 })
  },
})
