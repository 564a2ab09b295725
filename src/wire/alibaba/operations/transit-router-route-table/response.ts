import * as r from '../../../../operations/response.ts'
import { bareTags } from '../shared/tags.ts'
import { toMinute } from '../shared/times.ts'
import type { TableView } from './view.ts'

export const tableFields = {
  CreateTime: r.string(r.stored('when it was created'), ({ createdAt }) => toMinute(createdAt)),
  RegionId: r.string(r.derived('the transit router’s region'), ({ region }) => region),
  RouteTableOptions: r.structure(r.derived('those of every table'), (view) => view, {
    MultiRegionECMP: r.constant('disable', 'transit routers are not joined across regions'),
  }),
  Tags: bareTags(({ table }) => table?.labels.tags ?? []),
  TransitRouterId: r.string(r.given('TransitRouterId'), ({ router }) => router),
  TransitRouterRouteTableDescription: r.string(
    r.given('TransitRouterRouteTableDescription'),
    ({ table }) => table?.labels.description ?? '',
  ),
  TransitRouterRouteTableId: r.string(r.stored('its id'), ({ id }: Pick<TableView, 'id'>) => id),
  TransitRouterRouteTableName: r.string(r.given('TransitRouterRouteTableName'), ({ table }) => table?.name ?? ''),
  TransitRouterRouteTableStatus: r.constant('Active', 'what is in it has a status of its own'),
  TransitRouterRouteTableType: r.string(r.derived('whether somebody has made it'), ({ table }) =>
    table === undefined ? 'System' : 'Custom',
  ),
} satisfies r.ResponseFields<TableView>
