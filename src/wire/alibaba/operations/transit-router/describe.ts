import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, readPage } from '../../paging.ts'
import { inRegion, inStatus, named, refersTo, unless, withId } from '../shared/conditions.ts'
import { barePage } from '../shared/page-response.ts'
import { id, owners, regionOfIt } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { tagFilter, withTags } from '../shared/tags.ts'
import { routerFields } from './response.ts'
import { statusWords, viewRouters } from './view.ts'

const feature = t.structure({
  Key: required(t.word('Multicast')),
  Value: optional(t.list(t.word('Enabled', 'Disabled'))),
})

export const listTransitRouters = operation({
  ...about('ListTransitRouters', cen, '*'),
  summary: 'Lists transit routers, of every region unless one is named.',
  effect: 'read',
  request: {
    RegionId: optional(regionOfIt),
    ...owners,
    CenId: optional(id),
    TransitRouterId: optional(id),
    TransitRouterName: optional(t.text()),
    Status: optional(t.word('Creating', 'Active', 'Modifying', 'Deleting', 'Upgrading')),
    Type: optional(t.word('Enterprise', 'Basic'), { note: 'Basic finds nothing' }),
    FeatureFilter: optional(t.list(feature), { note: 'Enabled finds nothing: routers carry unicast alone' }),
    ...tagFilter,
    ...pageFields,
  },
  response: barePage('TransitRouters', routerFields),
  errors: {},
  async run(context: CallContext, request) {
    const { RegionId, CenId, TransitRouterId, TransitRouterName, Status, Type, FeatureFilter = [], Tag } = request
    const isMulticast = ({ Key, Value }: (typeof FeatureFilter)[number]) =>
      Key === 'Multicast' && Value?.includes('Disabled') === false
    const where = [
      ...unless(Type === 'Basic' || FeatureFilter.some(isMulticast)),
      ...inRegion(RegionId),
      ...refersTo(CenId),
      ...withId(TransitRouterId),
      ...named(TransitRouterName),
      ...inStatus(statusWords, Status),
      ...withTags(Tag),
    ]
    const page = await readPage(context.acrossRegions().reader, 'router', where, request)
    return ok({ ...page, items: await viewRouters(context, page.items) })
  },
})
