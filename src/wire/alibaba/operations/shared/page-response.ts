import * as r from '../../../../operations/response.ts'
import type { Page, TokenPage } from '../../paging.ts'

const counts = {
  PageNumber: r.integer(r.given('PageNumber'), ({ number }) => number),
  PageSize: r.integer(r.given('PageSize'), ({ size }) => size),
  TotalCount: r.integer(r.derived('how many match, on all pages'), ({ total }) => total),
} satisfies r.ResponseFields<Page<unknown>>

const matches = r.derived('those that match')

/** "Vpcs": {"Vpc": […]}. */
export const wrappedPage = <V>(
  list: string,
  element: string,
  fields: r.ResponseFields<V>,
): r.ResponseFields<Page<V>> => ({
  ...counts,
  [list]: r.structure(matches, (page) => page, {
    [element]: r.structures(matches, ({ items }: Page<V>) => items, fields),
  }),
})

/** "TransitRouters": […]. */
export const barePage = <V>(list: string, fields: r.ResponseFields<V>): r.ResponseFields<Page<V>> => ({
  ...counts,
  [list]: r.structures(matches, ({ items }) => items, fields),
})

export const tokenPage = <V>(list: string, fields: r.ResponseFields<V>): r.ResponseFields<TokenPage<V>> => ({
  MaxResults: r.integer(r.given('MaxResults'), ({ size }) => size),
  NextToken: r.string(r.derived('where the next page starts; absent on the last'), ({ next }) => next),
  TotalCount: r.integer(r.derived('how many match, on all pages'), ({ total }) => total),
  [list]: r.structures(matches, ({ items }) => items, fields),
})
