import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { routeTableOf, vpcOfRouteTable } from '../../ids.ts'
import { type VpcView, viewVpc } from '../vpc/view.ts'

/** A route table of a VPC: the system's, which is no resource of its own, or one that somebody made. */
export interface RouteTable {
  readonly network: Resource<'network'>
  readonly table?: Resource<'network-table'>
}

export type TableView = VpcView & RouteTable

export const idOf = ({ network, table }: RouteTable): string => table?.id ?? routeTableOf(network.id)

export const nameOf = ({ network, table }: RouteTable): string => table?.name ?? extras.network.read(network).tableName

export async function viewTable(context: CallContext, { network, table }: RouteTable): Promise<TableView> {
  const { subnets, ...view } = await viewVpc(context, network)
  const own = subnets.filter(({ spec }) => spec.table === table?.id)
  return table === undefined ? { ...view, subnets: own } : { ...view, subnets: own, pending: false, table }
}

/** Undefined where there is no such table, and where its VPC is being deleted. */
export async function findTable({ reader }: CallContext, id: string): Promise<RouteTable | undefined> {
  const table = await reader.get('network-table', id)
  const network = await reader.get('network', table?.spec.network ?? vpcOfRouteTable(id))
  if (network === undefined || network.deleting) return undefined
  return table === undefined ? { network } : { network, table }
}

/** A VPC’s own table is refused where only one that somebody made is meant. */
export async function checkCustom(context: CallContext, id: string): Promise<Result<null, DomainError>> {
  const found = await findTable(context, id)
  return found !== undefined && found.table === undefined
    ? fail(domainError('router-table-own', 'is the system’s', id))
    : ok(null)
}

/** All of a VPC, its own first. */
export async function tablesOf({ reader }: CallContext, network: Resource<'network'>): Promise<readonly RouteTable[]> {
  const custom = await reader.referencing(network.id, 'network-table')
  return [{ network }, ...custom.map((table) => ({ network, table }))]
}
