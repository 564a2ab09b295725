import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { tableOfSubnet } from '../../ids.ts'
import { formatTime } from '../../times.ts'
import { routeFields } from '../route/view.ts'
import { tagSet } from '../shared/tags.ts'
import { idOf, nameOf, type RouteTableView, vpcOf } from './view.ts'

export const routeTableFields: r.ResponseFields<RouteTableView> = {
  VpcId: r.string(r.given('VpcId'), ({ table }) => vpcOf(table)),
  RouteTableId: r.string(
    r.given('RouteTableId', { otherwise: 'its id; a main one’s is named after its VPC' }),
    (view) => idOf(view.table),
  ),
  RouteTableName: r.string(r.given('RouteTableName', { otherwise: '"default"' }), ({ table }) => nameOf(table)),
  AssociationSet: r.structures(r.derived('the subnets that are routed by it'), ({ subnets }) => subnets, {
    SubnetId: r.string(r.given('SubnetId', { otherwise: 'each of its' }), ({ id }: Resource<'subnet'>) => id),
    RouteTableId: r.string(r.derived('the table’s id'), tableOfSubnet),
  }),
  RouteSet: r.structures(
    r.given('Routes', { spelt: 'they are now, the oldest first' }),
    ({ routes }) => routes,
    routeFields,
  ),
  Main: r.boolean(r.derived('whether it is what a VPC is made with'), ({ table }) => table.kind === 'network'),
  CreatedTime: r.string(r.stored('when it was created, in Beijing time; a main one, when its VPC was'), ({ table }) =>
    formatTime(table.createdAt),
  ),
  TagSet: tagSet(({ table }) => (table.kind === 'network' ? [] : table.labels.tags)),
  LocalCidrForCcn: r.constant([], 'EnableRouteVpcPublish of its VPC says what a CCN has'),
}
