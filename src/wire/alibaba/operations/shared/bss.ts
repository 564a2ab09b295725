/** What operations of BssOpenApi have in common. */
import type { Resource } from '../../../../domain/resource.ts'
import { optional, withDefault } from '../../../../operations/field.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'

/** The one product that is bought here. No document at hand has its code: it is ours. */
export const product = 'vpn'

export const subscription = 'Subscription'
export const payAsYouGo = 'PayAsYouGo'

export const subscriptionOf = (isTermed: boolean): string => (isTermed ? subscription : payAsYouGo)

const noFilter = 'it says which part of what is found is shown'

/** Pages by number, as BssOpenApi has them. */
export const bssPage = (most: number, usual: number) => ({
  PageNum: withDefault(
    t.integer('1 or more', (value) => value >= 1),
    1,
    { noFilter },
  ),
  PageSize: withDefault(t.integerBetween(1, most), usual, { noFilter }),
})

export interface PageRequest {
  readonly PageNum: number
  readonly PageSize: number
}

export interface BssPage<T> {
  readonly items: readonly T[]
  readonly total: number
  readonly number: number
  readonly size: number
}

export function pageOf<T>(all: readonly T[], { PageNum: number, PageSize: size }: PageRequest): BssPage<T> {
  return { items: all.slice((number - 1) * size, number * size), total: all.length, number, size }
}

const outcome = 'what cannot be answered is an error'

/** Around all that it answers. */
export const succeeded = {
  Code: r.constant('Success', outcome),
  Message: r.constant('Successful!', outcome),
  Success: r.constant(true, outcome),
}

export const pageCounts = {
  PageNum: r.integer(r.given('PageNum'), ({ number }: BssPage<unknown>) => number),
  PageSize: r.integer(r.given('PageSize'), ({ size }: BssPage<unknown>) => size),
  TotalCount: r.integer(r.derived('how many are found on all pages'), ({ total }: BssPage<unknown>) => total),
}

const isTime = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) && !Number.isNaN(Date.parse(text))

/** "2016-05-23T12:00:00Z". */
export const time = t.parsed('a time such as 2016-05-23T12:00:00Z', (text) =>
  isTime(text) ? Date.parse(text) : undefined,
)

/** One end of a time in which something lies. */
export const range = optional(time, { noFilter: 'it asks for a range, for which no element has the value itself' })

export const productFilters = {
  ProductCode: optional(t.text(), { note: `only ${product} is ever bought` }),
  ProductType: optional(t.text(), { note: `only ${product} is ever bought` }),
  SubscriptionType: optional(t.word(subscription, payAsYouGo)),
}

export interface ProductFilter {
  readonly ProductCode: string | undefined
  readonly ProductType: string | undefined
  readonly SubscriptionType: string | undefined
}

/** Whether what is bought by term, or by use, is what is asked for. */
export const isOfProduct = (
  { ProductCode = product, ProductType = product, SubscriptionType }: ProductFilter,
  isTermed: boolean,
): boolean =>
  ProductCode === product &&
  ProductType === product &&
  (SubscriptionType === undefined || SubscriptionType === subscriptionOf(isTermed))

export interface OrderView {
  readonly order: Resource<'order'>
}

/** "199.99". */
export const amount = (hundredths: number): string => (hundredths / 100).toFixed(2)
