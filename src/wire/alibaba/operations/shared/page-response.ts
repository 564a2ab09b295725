import * as r from '../../../../operations/response.ts'
import type { Page, TokenPage } from '../../paging.ts'

export const pageResponse: r.ResponseFields<Page<unknown>> = {
  PageNumber: r.integer('as asked for', ({ number }) => number),
  PageSize: r.integer('as asked for', ({ size }) => size),
  TotalCount: r.integer('how many match, on all pages', ({ total }) => total),
}

export const tokenPageResponse: r.ResponseFields<TokenPage<unknown>> = {
  MaxResults: r.integer('as asked for', ({ size }) => size),
  NextToken: r.string('where the next page starts; absent on the last', ({ next }) => next),
  TotalCount: r.integer('how many match, on all pages', ({ total }) => total),
}
