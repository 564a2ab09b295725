import * as r from '../../../../operations/response.ts'
import type { Page, TokenPage } from '../../paging.ts'

const counts = {
  PageNumber: r.integer('as asked for', ({ number }) => number),
  PageSize: r.integer('as asked for', ({ size }) => size),
  TotalCount: r.integer('how many match, on all pages', ({ total }) => total),
} satisfies r.ResponseFields<Page<unknown>>

const matches = 'those that match'

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
  MaxResults: r.integer('as asked for', ({ size }) => size),
  NextToken: r.string('where the next page starts; absent on the last', ({ next }) => next),
  TotalCount: r.integer('how many match, on all pages', ({ total }) => total),
  [list]: r.structures(matches, ({ items }) => items, fields),
})
