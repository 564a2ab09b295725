import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { routeTableOf } from '../../ids.ts'
import { formatTime } from '../../times.ts'
import { routeFields, routesOf, type VpcRoute } from '../route/view.ts'

/** The main route table of a VPC. */
export interface RouteTableView {
  readonly vpc: Resource<'network'>
  readonly subnets: readonly Resource<'subnet'>[]
  readonly routes: readonly VpcRoute[]
}

/** With all of its routes, where it is not said which. */
export async function viewRouteTable(
  context: CallContext,
  vpc: Resource<'network'>,
  routes?: readonly VpcRoute[],
): Promise<RouteTableView> {
  const subnets = await context.reader.referencing(vpc.id, 'subnet')
  return {
    vpc,
    subnets: subnets.filter(({ deleting }) => !deleting),
    routes: routes ?? (await routesOf(context, vpc.id)),
  }
}

const tableOf = r.derived('the table’s id, which follows from its VPC’s')

export const routeTableFields: r.ResponseFields<RouteTableView> = {
  VpcId: r.string(r.stored('the VPC whose packets it routes'), ({ vpc }) => vpc.id),
  RouteTableId: r.string(r.given('RouteTableId', { otherwise: 'named after its VPC' }), ({ vpc }) =>
    routeTableOf(vpc.id),
  ),
  RouteTableName: r.string(
    r.given('RouteTableName', { otherwise: '"default"' }),
    ({ vpc }) => extras.network.read(vpc).routeTableName,
  ),
  AssociationSet: r.structures(r.derived('the VPC’s subnets'), ({ subnets }) => subnets, {
    SubnetId: r.string(r.given('SubnetId', { otherwise: 'each of the VPC’s' }), ({ id }: Resource<'subnet'>) => id),
    RouteTableId: r.string(tableOf, ({ spec }: Resource<'subnet'>) => routeTableOf(spec.network)),
  }),
  RouteSet: r.structures(
    r.given('Routes', { spelt: 'they are now, the oldest first' }),
    ({ routes }) => routes,
    routeFields,
  ),
  Main: r.constant(true, 'a VPC has one route table'),
  CreatedTime: r.string(r.stored('when its VPC was created, in Beijing time'), ({ vpc }) => formatTime(vpc.createdAt)),
  TagSet: r.constant([], 'a main route table has no tags'),
  LocalCidrForCcn: r.constant([], 'there is no CCN to publish to'),
}
