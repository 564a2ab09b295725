import * as orders from '../../../../commands/billing/order.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { ignored, optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { billsOf } from '../shared/bills.ts'
import { succeeded } from '../shared/bss.ts'
import { anyRegion } from '../shared/request-fields.ts'
import { about, bss, dated } from '../shared/service.ts'

const ownAccount = { worldless: 'an account pays its own orders', note: 'the account’s own id' }

interface Payer {
  readonly BuyerId: string | undefined
  readonly PayerId: string | undefined
  readonly PaySubmitUid: string | undefined
}

interface Paid {
  readonly id: string
  readonly payer: string
}

/** Nobody pays for another account here. */
function refuseOthers({ account }: CallContext, { BuyerId, PayerId, PaySubmitUid }: Payer): DomainError | undefined {
  const other = [BuyerId, PayerId, PaySubmitUid].find((id) => id !== undefined && id !== account.id)
  return other === undefined ? undefined : domainError('order-not-found', 'that account has no such order', other)
}

export const payOrder = operation({
  ...about('PayOrder', dated(bss, 'SDK 5.1.2'), '*'),
  summary: 'Pays an order: what it is for is made then.',
  effect: 'write',
  request: {
    ...anyRegion,
    OrderId: required(t.text()),
    BuyerId: optional(t.text(), ownAccount),
    PayerId: optional(t.text(), ownAccount),
    PaySubmitUid: optional(t.text(), ownAccount),
    Token: ignored('the signature says who pays'),
    Nbid: ignored('there is one site'),
    EcIdAccountIds: ignored('an account pays its own orders'),
  },
  response: {
    OrderId: r.integer(r.given('OrderId'), ({ id }: Paid) => Number(id)),
    PayStatus: r.constant(1, 'what cannot be paid is an error; no document has the number'),
    PayerId: r.integer(r.derived('the account itself'), ({ payer }: Paid) => Number(payer)),
  },
  shownBy: { operation: 'GetOrderDetail', by: 'OrderId', id: 'OrderId', at: 'Data.OrderList.Order' },
  errors: { 'order-not-found': true, 'order-settled': true, 'balance-insufficient': true },
  async run(context: CallContext, request) {
    const refusal = refuseOthers(context, request)
    if (refusal !== undefined) return fail(refusal)
    const paid = await context.acrossRegions().execute(orders.payOrder, { ...billsOf(context), id: request.OrderId })
    return paid.ok ? ok({ id: request.OrderId, payer: context.account.id }) : paid
  },
})

export const cancelOrder = operation({
  ...about('CancelOrder', dated(bss, 'SDK 5.1.2'), '*'),
  summary: 'Cancels an order that is not paid: what it was for goes with it.',
  effect: 'write',
  request: { ...anyRegion, OrderId: required(t.text()) },
  response: {
    ...succeeded,
    Data: r.structure(r.derived('nothing of it is known'), () => ({}), { HostId: r.constant('', 'there is one host') }),
  },
  errors: { 'order-not-found': true, 'order-settled': true },
  async run(context: CallContext, { OrderId }) {
    const cancelled = await context.acrossRegions().execute(orders.cancelOrder, { ...billsOf(context), id: OrderId })
    return cancelled.ok ? ok({}) : cancelled
  },
})
