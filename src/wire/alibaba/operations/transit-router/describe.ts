import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, readPage } from '../../paging.ts'
import { inRegion, refersTo, withId } from '../shared/conditions.ts'
import { barePage } from '../shared/page-response.ts'
import { id, owners, regionOfIt } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { tagFilter, withTags } from '../shared/tags.ts'
import { routerFields } from './response.ts'
import { viewRouters } from './view.ts'

export const listTransitRouters = operation({
  ...about('ListTransitRouters', cen, '*'),
  summary: 'Lists transit routers, of every region unless one is named.',
  effect: 'read',
  request: {
    RegionId: optional(regionOfIt),
    ...owners,
    CenId: optional(id),
    TransitRouterId: optional(id),
    ...tagFilter,
    ...pageFields,
  },
  response: barePage('TransitRouters', routerFields),
  errors: {},
  async run(context: CallContext, request) {
    const { RegionId, CenId, TransitRouterId, Tag } = request
    const where = [...inRegion(RegionId), ...refersTo(CenId), ...withId(TransitRouterId), ...withTags(Tag)]
    const page = await readPage(context.acrossRegions().reader, 'router', where, request)
    return ok({ ...page, items: await viewRouters(context, page.items) })
  },
})
