import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { routeTableOf, vpcOfRouteTable } from '../../ids.ts'
import { routesOf, type VpcRoute } from '../route/view.ts'

/** A route table of a VPC: a VPC itself stands for its main one, the others are what somebody has made. */
export type RouteTable = Resource<'network'> | Resource<'network-table'>

export const vpcOf = (table: RouteTable): string => (table.kind === 'network' ? table.id : table.spec.network)

export const idOf = (table: RouteTable): string => (table.kind === 'network' ? routeTableOf(table.id) : table.id)

export const nameOf = (table: RouteTable): string =>
  table.kind === 'network' ? extras.network.read(table).routeTableName : table.name

/** Where its routes stand, and what its subnets are routed by. */
export const placeOf = ({ kind, id }: RouteTable) => ({ kind, id })

/** What is not the id of a table that somebody made can only be a main one's. */
export async function findTable({ reader }: CallContext, id: string): Promise<Result<RouteTable, DomainError>> {
  const table = (await reader.get('network-table', id)) ?? (await reader.get('network', vpcOfRouteTable(id)))
  if (table !== undefined && !table.deleting) return ok(table)
  return fail(domainError('network-table-not-found', 'no such route table in this region', id))
}

export interface RouteTableView {
  readonly table: RouteTable
  readonly subnets: readonly Resource<'subnet'>[]
  readonly routes: readonly VpcRoute[]
}

/** With all of its routes, where it is not said which. */
export async function viewRouteTable(
  context: CallContext,
  table: RouteTable,
  routes?: readonly VpcRoute[],
): Promise<RouteTableView> {
  const own = table.kind === 'network' ? undefined : table.id
  const subnets = await context.reader.referencing(table.id, 'subnet')
  return {
    table,
    subnets: subnets.filter(({ deleting, spec }) => !deleting && spec.table === own),
    routes: routes ?? (await routesOf(context, table)),
  }
}
