import { ok } from '../../../../domain/result.ts'
import { optional, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { positionToken } from '../../paging.ts'
import { everywhere, noRegion } from '../shared/ram.ts'
import { ofType } from '../shared/resource-type.ts'
import { about, ram } from '../shared/service.ts'
import { listTagged, pageSize, type TaggedPage } from '../shared/tagging.ts'
import { tagFilter } from '../shared/tags.ts'
import { idsOf, perhapsNamed, ramTypes } from './request.ts'

const isThere = (id: string | undefined): id is string => id !== undefined

/** One tag of one resource. */
type Row = TaggedPage['items'][number]

export const listTagResources = operation({
  ...about('ListTagResources', ram, '{ResourceType}/{ResourceNames?}'),
  summary: 'Lists the tags of policies or roles, each with the name of the resource that has it.',
  effect: 'read',
  request: {
    ...noRegion,
    ...ofType(ramTypes),
    ...perhapsNamed,
    ...tagFilter,
    NextToken: optional(positionToken, { noFilter: 'it says where the page begins' }),
    PageSize: withDefault(t.integerBetween(1, 100), 50, pageSize),
  },
  response: {
    NextToken: r.string(r.derived('where the next page starts; absent on the last'), ({ next }: TaggedPage) => next),
    TagResources: r.structures(r.derived('those that match'), ({ items }: TaggedPage) => items, {
      ResourceName: r.string(r.given('ResourceNames', { spelt: 'each of them' }), ({ resource }: Row) => resource.name),
      ResourceType: r.string(r.given('ResourceType', { spelt: 'the document has it' }), ({ type }: Row) => type.word),
      TagKey: r.string(r.given('Tag.Key'), ({ tag }: Row) => tag.key),
      TagValue: r.string(r.given('Tag.Value'), ({ tag }: Row) => tag.value),
    }),
  },
  errors: {},
  async run(context: CallContext, request) {
    const { reader } = everywhere(context)
    const { ResourceType, ResourceNames, PageSize } = request
    const ResourceId =
      ResourceNames && (await idsOf(reader, context.account.id, { ResourceType, ResourceNames })).filter(isThere)
    return ok(await listTagged(reader, { ...request, ResourceId }, PageSize))
  },
})
