import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { routerOf } from '../../ids.ts'
import { tableEntryFields } from '../route-entry/response.ts'
import type { EntryView } from '../route-entry/view.ts'
import { ownerOf } from '../shared/owner.ts'
import { groupOf } from '../shared/resource-group.ts'
import { wrappedTags } from '../shared/tags.ts'
import { toSecond } from '../shared/times.ts'
import { idOf, nameOf, type RouteTable, type TableView } from './view.ts'

const ofVpc = r.derived('what its VPC has')

/** Of a route table of a VPC. */
export const routeTableFields = {
  AssociateType: r.constant('VSwitch', 'there is no Internet gateway with a route table'),
  CreationTime: r.string(r.stored('when it was created; a system’s, when its VPC was'), ({ network, table }) =>
    toSecond((table ?? network).createdAt),
  ),
  Description: r.string(r.given('Description'), ({ network, table }) =>
    table === undefined ? extras.network.read(network).tableDescription : (table.labels.description ?? ''),
  ),
  GatewayIds: r.constant({ GatewayIds: [] }, 'there is no Internet gateway with a route table'),
  OwnerId: r.integer(ofVpc, ({ network }) => ownerOf(network)),
  ResourceGroupId: r.string(ofVpc, ({ network }) => groupOf(network)),
  RoutePropagationEnable: r.boolean(
    r.given('RoutePropagationEnable', { otherwise: 'true of a system’s, false of others' }),
    ({ network, table }) => table === undefined && (network.spec.takesDynamicRoutes ?? true),
  ),
  RouteTableId: r.string(r.stored('its id'), (table: RouteTable) => idOf(table)),
  RouteTableName: r.string(r.given('RouteTableName'), (table) => nameOf(table)),
  RouteTableType: r.string(r.derived('System, or Custom where somebody made it'), ({ table }) =>
    table === undefined ? 'System' : 'Custom',
  ),
  RouterId: r.string(ofVpc, ({ network }) => routerOf(network.id)),
  RouterType: r.constant('VRouter', 'there are no leased lines with border routers'),
  Status: r.string(r.derived('Pending until the data plane has the VPC of a system’s'), ({ pending }) =>
    pending ? 'Pending' : 'Available',
  ),
  Tags: wrappedTags(({ table }) => table?.labels.tags ?? []),
  VSwitchIds: r.structure(r.derived('the vSwitches that are routed by it'), (view) => view, {
    VSwitchId: r.strings(r.derived('the vSwitches that are routed by it'), ({ subnets }: TableView) =>
      subnets.map(({ id }) => id),
    ),
  }),
  VpcId: r.string(ofVpc, ({ network }) => network.id),
} satisfies r.ResponseFields<TableView>

interface WithEntries extends TableView {
  readonly entries: readonly EntryView[]
}

const itsEntries = r.derived('its entries, those that follow from other things among them')

/** Of one that is shown with its entries. */
export const tableWithEntriesFields = {
  ...r.pick(
    routeTableFields,
    'CreationTime',
    'ResourceGroupId',
    'RouteTableId',
    'RouteTableType',
    'Status',
    'VSwitchIds',
  ),
  RouteEntrys: r.structure(itsEntries, (view) => view, {
    RouteEntry: r.structures(itsEntries, ({ entries }: WithEntries) => entries, tableEntryFields),
  }),
  VRouterId: r.string(ofVpc, ({ network }) => routerOf(network.id)),
} satisfies r.ResponseFields<WithEntries>
