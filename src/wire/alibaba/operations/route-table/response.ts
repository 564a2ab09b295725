import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { routerOf } from '../../ids.ts'
import { tableEntryFields } from '../route-entry/response.ts'
import type { EntryView } from '../route-entry/view.ts'
import { ownerOf } from '../shared/owner.ts'
import { groupOf } from '../shared/resource-group.ts'
import { toSecond } from '../shared/times.ts'
import { routeTableId } from '../vpc/response.ts'
import type { VpcView } from '../vpc/view.ts'

const ofVpc = r.derived('what its VPC has')

/** Of a VPC's system route table. */
export const routeTableFields = {
  AssociateType: r.constant('VSwitch', 'there is no Internet gateway with a route table'),
  CreationTime: r.string(r.stored('when its VPC was created'), ({ network }) => toSecond(network.createdAt)),
  Description: r.string(r.given('Description'), ({ network }) => extras.network.read(network).tableDescription),
  GatewayIds: r.constant({ GatewayIds: [] }, 'there is no Internet gateway with a route table'),
  OwnerId: r.integer(ofVpc, ({ network }) => ownerOf(network)),
  ResourceGroupId: r.string(ofVpc, ({ network }) => groupOf(network)),
  RoutePropagationEnable: r.boolean(
    r.given('RoutePropagationEnable', { otherwise: 'true' }),
    ({ network }) => network.spec.takesDynamicRoutes ?? true,
  ),
  RouteTableId: routeTableId,
  RouteTableName: r.string(r.given('RouteTableName'), ({ network }) => extras.network.read(network).tableName),
  RouteTableType: r.constant('System', 'each VPC has a system route table, and no other'),
  RouterId: r.string(ofVpc, ({ network }) => routerOf(network.id)),
  RouterType: r.constant('VRouter', 'there are no leased lines with border routers'),
  Status: r.string(r.derived('Pending until the data plane has the VPC'), ({ pending }) =>
    pending ? 'Pending' : 'Available',
  ),
  Tags: r.constant({ Tag: [] }, 'a system route table has no tags of its own'),
  VSwitchIds: r.structure(r.derived('its VPC’s vSwitches'), (view) => view, {
    VSwitchId: r.strings(r.derived('its VPC’s vSwitches'), ({ subnets }: VpcView) => subnets.map(({ id }) => id)),
  }),
  VpcId: r.string(ofVpc, ({ network }) => network.id),
} satisfies r.ResponseFields<VpcView>

interface TableView extends VpcView {
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
    RouteEntry: r.structures(itsEntries, ({ entries }: TableView) => entries, tableEntryFields),
  }),
  VRouterId: r.string(ofVpc, ({ network }) => routerOf(network.id)),
} satisfies r.ResponseFields<TableView>
