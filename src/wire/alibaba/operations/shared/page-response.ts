import { integer, type ResponseFields, string } from '../../../../operations/response.ts'
import type { Page, TokenPage } from '../../paging.ts'

export const pageResponse: ResponseFields<Page<unknown>> = {
  PageNumber: integer('as asked for', ({ number }) => number),
  PageSize: integer('as asked for', ({ size }) => size),
  TotalCount: integer('how many match, on all pages', ({ total }) => total),
}

export const tokenPageResponse: ResponseFields<TokenPage<unknown>> = {
  MaxResults: integer('as asked for', ({ size }) => size),
  NextToken: string('where the next page starts; absent on the last', ({ next }) => next),
  TotalCount: integer('how many match, on all pages', ({ total }) => total),
}
