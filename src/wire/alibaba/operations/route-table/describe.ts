import type { Condition } from '../../../../domain/page.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, refused } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import { allOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { vpcOfRouter, vpcOfRouteTable } from '../../ids.ts'
import { pageFields, readPage } from '../../paging.ts'
import { viewEntries } from '../route-entry/view.ts'
import { notDeleting, unless, withId } from '../shared/conditions.ts'
import { wrappedPage } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { inResourceGroup } from '../shared/resource-group.ts'
import { about, vpc } from '../shared/service.ts'
import { viewVpc } from '../vpc/view.ts'
import { routeTableFields, tableWithEntriesFields } from './response.ts'

const noTags = 'a system route table has no tags of its own'

/** The name of a table is known to this cloud alone, so that no index has it. */
async function withTableNamed({ reader }: CallContext, name: string | undefined): Promise<readonly Condition[]> {
  if (name === undefined) return []
  const vpcs = await allOf(reader, 'network', [notDeleting])
  const anyOf = vpcs.filter((network) => extras.network.read(network).tableName === name).map(({ id: vpc }) => vpc)
  return [{ by: 'id', anyOf }]
}

export const describeRouteTableList = operation({
  ...about('DescribeRouteTableList', vpc, 'routetable/*'),
  summary: 'Lists route tables: the system route table of each VPC.',
  effect: 'read',
  request: {
    ...region,
    VpcId: optional(id),
    RouteTableId: optional(id),
    RouteTableName: optional(t.text()),
    RouteTableType: optional(t.word('System', 'Custom'), {
      note: 'Custom finds nothing: a VPC has its own table alone',
    }),
    RouterId: optional(id),
    RouterType: optional(t.word('VRouter', 'VBR'), { note: 'VBR finds nothing: there are no border routers' }),
    ResourceGroupId: optional(t.text()),
    Tag: refused(t.list(t.structure({ Key: optional(t.text()), Value: optional(t.text()) })), noTags),
    ...pageFields,
  },
  response: wrappedPage('RouterTableList', 'RouterTableListType', routeTableFields),
  errors: {},
  async run(context: CallContext, request) {
    const { VpcId, RouteTableId, RouteTableName, RouteTableType, RouterId, RouterType, ResourceGroupId } = request
    const where = [
      notDeleting,
      ...unless(RouteTableType === 'Custom' || RouterType === 'VBR'),
      ...withId(VpcId),
      ...withId(RouteTableId && vpcOfRouteTable(RouteTableId)),
      ...withId(RouterId && vpcOfRouter(RouterId)),
      ...inResourceGroup(context, ResourceGroupId),
      ...(await withTableNamed(context, RouteTableName)),
    ]
    const page = await readPage(context.reader, 'network', where, request)
    return ok({ ...page, items: await Promise.all(page.items.map((network) => viewVpc(context, network))) })
  },
})

export const describeRouteTables = operation({
  ...about('DescribeRouteTables', vpc, 'routetable/*'),
  summary: 'Lists route tables with their entries.',
  effect: 'read',
  request: {
    ...region,
    VRouterId: optional(id),
    RouteTableId: optional(id),
    RouteTableName: optional(t.text()),
    RouterType: optional(t.word('VRouter', 'VBR'), { note: 'VBR finds nothing: there are no border routers' }),
    RouterId: optional(id),
    ResourceGroupId: optional(t.text()),
    Type: refused(t.text(), 'no document says what it asks for'),
    ...pageFields,
  },
  response: wrappedPage('RouteTables', 'RouteTable', tableWithEntriesFields),
  errors: {},
  async run(context: CallContext, request) {
    const { VRouterId, RouteTableId, RouteTableName, RouterType, RouterId, ResourceGroupId } = request
    const where = [
      notDeleting,
      ...unless(RouterType === 'VBR'),
      ...withId(VRouterId && vpcOfRouter(VRouterId)),
      ...withId(RouterId && vpcOfRouter(RouterId)),
      ...withId(RouteTableId && vpcOfRouteTable(RouteTableId)),
      ...inResourceGroup(context, ResourceGroupId),
      ...(await withTableNamed(context, RouteTableName)),
    ]
    const page = await readPage(context.reader, 'network', where, request)
    const items = page.items.map(async (network) => ({
      ...(await viewVpc(context, network)),
      entries: await viewEntries(context, network),
    }))
    return ok({ ...page, items: await Promise.all(items) })
  },
})
