/** "Price" and "ItemPrice", "Data Types", Tencent Cloud VPC API 2017-03-12. */
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { hourlyPrice, trafficPrice } from '../../settings/bills.ts'

/** What is paid once, in hundredths of the account's currency; or what an hour and a GB cost. */
export type PriceView = { readonly once: number } | { readonly hour: number; readonly gigabyte: number }

export const priceByHour = ({ account }: Pick<CallContext, 'account'>, mbps: number): PriceView => ({
  hour: hourlyPrice(account.settings, mbps),
  gigabyte: trafficPrice(account.settings),
})

interface Item {
  readonly unit: number
  readonly of: 'HOUR' | 'GB' | ''
  readonly once: number
}

const once = (hundredths: number): Item => ({ unit: 0, of: '', once: hundredths / 100 })

const itemFields = {
  UnitPrice: r.number(r.derived('of what is paid for by the hour; else 0'), ({ unit }: Item) => unit),
  ChargeUnit: r.string(r.derived('what it is the price of, where it is one of a unit'), ({ of }: Item) => of),
  OriginalPrice: r.number(r.derived('of what is paid for in advance; else 0'), (item: Item) => item.once),
  DiscountPrice: r.number(r.derived('the same: there are no discounts'), (item: Item) => item.once),
}

export const priceFields: r.ResponseFields<PriceView> = {
  Price: r.structure<PriceView, PriceView>(r.derived('what is set of the account’s prices'), (view) => view, {
    InstancePrice: r.structure<PriceView, Item>(
      r.derived('of the gateway'),
      (view) => ('once' in view ? once(view.once) : { unit: view.hour, of: 'HOUR', once: 0 }),
      itemFields,
    ),
    BandwidthPrice: r.structure<PriceView, Item>(
      r.derived('of what it sends'),
      (view) => ('once' in view ? once(0) : { unit: view.gigabyte, of: 'GB', once: 0 }),
      itemFields,
    ),
  }),
}
