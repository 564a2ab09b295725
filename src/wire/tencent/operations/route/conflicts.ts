/** Which routes of a CCN are in the way of routes that a VPC is to have of its own. */
import type { Ipv4Prefix } from '../../../../domain/address.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { formatTime } from '../../times.ts'
import { type CcnRouteView, routesOf } from '../ccn-route/view.ts'
import { idOf, type RouteTable } from '../route-table/view.ts'
import { numberOf } from './view.ts'

interface ConflictingRoute extends CcnRouteView {
  readonly table: string
}

interface Conflict {
  readonly table: string
  readonly destination: Ipv4Prefix
  readonly routes: readonly ConflictingRoute[]
}

/** What the VPC's CCN leads its packets to, by its main table. */
async function ccnRoutesOf(context: CallContext, table: RouteTable): Promise<readonly ConflictingRoute[]> {
  if (table.kind !== 'network') return []
  const attachments = await context.reader.referencing(table.id, 'router-attachment')
  const ccn = await context.reader.get('router', attachments.find(({ deleting }) => !deleting)?.spec.router ?? '')
  const routes = ccn === undefined ? [] : await routesOf(context, ccn)
  return routes
    .filter(({ enabled, attachment }) => enabled && attachment.spec.target.id !== table.id)
    .map((route) => ({ ...route, table: idOf(table) }))
}

export async function conflictsOf(
  context: CallContext,
  table: RouteTable,
  destinations: readonly Ipv4Prefix[],
): Promise<readonly Conflict[]> {
  const led = await ccnRoutesOf(context, table)
  return [...new Set(destinations)]
    .map((destination) => ({
      table: idOf(table),
      destination,
      routes: led.filter(({ prefix }) => prefix === destination),
    }))
    .filter(({ routes }) => routes.length > 0)
}

const ofCcn = 'it is a CCN’s'

const routeFields: r.ResponseFields<ConflictingRoute> = {
  DestinationCidrBlock: r.string(r.derived('where it leads to'), ({ prefix }) => prefix),
  GatewayType: r.constant('CCN', ofCcn),
  GatewayId: r.string(r.derived('the CCN'), ({ attachment }) => attachment.spec.router),
  RouteId: r.integer(r.derived('a number made of the id'), numberOf),
  RouteDescription: r.constant('', 'nobody has made it'),
  Enabled: r.constant(true, 'one that is not enabled is in nothing’s way'),
  RouteType: r.constant('CCN', ofCcn),
  RouteTableId: r.string(r.derived('the main table'), ({ table }) => table),
  DestinationIpv6CidrBlock: r.constant('', 'networks here are IPv4 only'),
  RouteItemId: r.string(r.derived('the id of the CCN’s route'), ({ id }) => id),
  PublishedToVbc: r.constant(false, ofCcn),
  CreatedTime: r.string(r.stored('when it was there first, in Beijing time'), ({ since }) => formatTime(since)),
  CdcId: r.constant('', 'there are no dedicated clusters'),
}

export const conflictsField: r.ResponseFields<readonly Conflict[]> = {
  RouteConflictSet: r.structures(
    r.derived('of each destination that there are routes of a CCN to'),
    (all: readonly Conflict[]) => all,
    {
      RouteTableId: r.string(r.derived('the table that was asked for'), ({ table }: Conflict) => table),
      DestinationCidrBlock: r.string(r.derived('the destination'), ({ destination }: Conflict) => destination),
      ConflictSet: r.structures(r.derived('the routes of the CCN'), ({ routes }: Conflict) => routes, routeFields),
    },
  ),
}
