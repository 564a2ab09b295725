import { optional, refused } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { freeText } from '../shared/request-fields.ts'

export const tableOptions = {
  RouteTableOptions: refused(
    t.structure({ MultiRegionECMP: optional(t.text()) }),
    'transit routers are not joined across regions',
  ),
}

export const tableName = { TransitRouterRouteTableName: optional(freeText(128)) }
