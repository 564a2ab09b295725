import * as r from '../../../../operations/response.ts'
import { amount, type OrderView, product, subscriptionOf } from '../shared/bss.ts'
import { toSecond } from '../shared/times.ts'

const currency = 'accounts here have one currency, whatever it is'
const noTax = 'prices are what an operator sets, and include everything'

export const purposes = { new: 'New', renewal: 'Renew', upgrade: 'Upgrade' } as const
export const payments = { unpaid: 'Unpaid', paid: 'Paid', cancelled: 'Cancelled' } as const

const price = r.string(r.stored('what it costs'), ({ order }: OrderView) => amount(order.spec.price))

const at = (time: number | undefined): string | undefined => (time === undefined ? undefined : toSecond(time))

/** What a list of orders shows of one. */
export const orderFields = {
  AfterTaxAmount: price,
  CommodityCode: r.constant(product, 'it is what is ordered'),
  CreateTime: r.string(r.stored('when it was placed, on the account’s bills'), ({ order }: OrderView) =>
    toSecond(order.createdAt),
  ),
  Currency: r.constant('CNY', currency),
  OrderId: r.string(r.given('OrderId', { spelt: 'its number' }), ({ order }: OrderView) => order.id),
  OrderType: r.string(
    r.stored('whether it is of a new gateway or renews one'),
    ({ order }: OrderView) => purposes[order.spec.purpose],
  ),
  PaymentCurrency: r.constant('CNY', currency),
  PaymentStatus: r.string(
    r.stored('whether it is paid, or was cancelled'),
    ({ order }: OrderView) => payments[order.spec.payment],
  ),
  PaymentTime: r.string(r.stored('when it was paid'), ({ order }: OrderView) => at(order.spec.paidAt)),
  PretaxAmount: price,
  PretaxGrossAmount: price,
  ProductCode: r.constant(product, 'it is what is ordered'),
  ProductType: r.constant(product, 'it is what is ordered'),
  SubscriptionType: r.string(r.derived('whether it is for a term'), ({ order }: OrderView) =>
    subscriptionOf(order.spec.months !== undefined),
  ),
  Tax: r.constant('0.00', noTax),
}

export const orderDetailFields = {
  ...orderFields,
  InstanceIDs: r.string(r.stored('the gateway that it is for, as JSON'), ({ order }: OrderView) =>
    JSON.stringify([order.spec.subject]),
  ),
  Quantity: r.constant('1', 'an order is for one gateway'),
  Region: r.string(r.stored('the gateway’s'), ({ order }: OrderView) => order.region),
  SubOrderId: r.string(r.stored('its number: an order has no parts'), ({ order }: OrderView) => order.id),
  UsageEndTime: r.string(r.stored('the end of the term that it has paid for'), ({ order }: OrderView) =>
    at(order.spec.end),
  ),
  UsageStartTime: r.string(r.stored('the beginning of that term'), ({ order }: OrderView) => at(order.spec.start)),
}
