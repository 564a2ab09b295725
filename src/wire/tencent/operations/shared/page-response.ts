import * as r from '../../../../operations/response.ts'
import type { Page } from '../../paging.ts'

/** What a Describe operation answers: how many there are of what was asked for, and a page of them under their own name. */
export const pageResponse = <View>(
  set: string,
  nouns: string,
  fields: r.ResponseFields<View>,
): r.ResponseFields<Page<View>> => ({
  TotalCount: r.integer(r.derived(`how many ${nouns} were selected`), ({ total }) => total),
  [set]: r.structures(r.derived('the page that Offset and Limit ask for'), ({ items }) => items, fields),
})
