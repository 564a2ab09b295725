import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { tokenFields, tokenPageOf } from '../../paging.ts'
import { notDeleting, refersTo, withId } from '../shared/conditions.ts'
import { tokenPage } from '../shared/page-response.ts'
import { anyRegion, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { tagFilter, withTags } from '../shared/tags.ts'
import { tableOptions } from './request.ts'
import { tableFields } from './response.ts'
import { everyOne, type TableView, viewSystemTable, viewTable } from './view.ts'

export const listTransitRouterRouteTables = operation({
  ...about('ListTransitRouterRouteTables', cen, '*'),
  summary: 'Lists the route tables of transit routers, the system’s too.',
  effect: 'read',
  request: {
    ...anyRegion,
    TransitRouterId: optional(id),
    TransitRouterRouteTableIds: optional(t.list(id, { most: 20 })),
    TransitRouterRouteTableNames: optional(t.list(t.text(), { most: 20 })),
    TransitRouterRouteTableType: optional(t.word('System', 'Custom')),
    TransitRouterRouteTableStatus: optional(t.word('Creating', 'Active', 'Deleting'), {
      note: 'all that there are are Active',
    }),
    ...tableOptions,
    ...tagFilter,
    ...tokenFields,
  },
  response: tokenPage('TransitRouterRouteTables', tableFields),
  errors: {},
  async run(context: CallContext, request) {
    const { reader } = context.acrossRegions()
    const { TransitRouterId, Tag, TransitRouterRouteTableIds: ids, TransitRouterRouteTableNames: names } = request
    const { TransitRouterRouteTableType: type, TransitRouterRouteTableStatus: status = 'Active' } = request
    const custom = await everyOne(reader, 'router-table', [...refersTo(TransitRouterId), ...withTags(Tag)])
    const routers = await everyOne(reader, 'router', [notDeleting, ...withId(TransitRouterId)])
    const isMeant = (view: TableView): boolean =>
      status === 'Active' &&
      ids?.includes(view.id) !== false &&
      names?.includes(view.table?.name ?? '') !== false &&
      (type === undefined || (type === 'System') === (view.table === undefined))
    const system = Tag === undefined ? routers.map(viewSystemTable) : []
    return ok(tokenPageOf([...custom.map(viewTable), ...system].filter(isMeant), request))
  },
})
