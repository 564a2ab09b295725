import type { Distinct } from '../../../../domain/page.ts'
import * as r from '../../../../operations/response.ts'
import type { DistinctPage } from './distinct.ts'

const NextToken = r.string(
  r.derived('where the next page starts; absent on the last'),
  ({ next }: DistinctPage) => next,
)

const key = r.string(r.stored('the key of a tag of one of the resources'), ([key]: Distinct) => key)

const there = r.derived('what the resources that match have, in order')

const items = ({ items }: DistinctPage) => items
const same = (items: readonly Distinct[]) => items

export const tagFields = {
  NextToken,
  TagResources: r.structure(there, items, {
    TagResource: r.structures(there, same, {
      TagKey: key,
      TagValue: r.string(r.stored('the value of the tag'), ([, value]: Distinct) => value),
    }),
  }),
} satisfies r.ResponseFields<DistinctPage>

export const tagKeyFields = {
  NextToken,
  TagKeys: r.structure(there, items, {
    TagKey: r.structures(there, same, { TagKey: key, Type: r.constant('Custom', 'there are no tags of the system') }),
  }),
} satisfies r.ResponseFields<DistinctPage>
