import { ok } from '../../../../domain/result.ts'
import { optional, refused } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import { allOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { vpcOfRouter } from '../../ids.ts'
import { pageFields, pageOf } from '../../paging.ts'
import { viewEntries } from '../route-entry/view.ts'
import { notDeleting, withId } from '../shared/conditions.ts'
import { wrappedPage } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { inResourceGroup } from '../shared/resource-group.ts'
import { about, vpc } from '../shared/service.ts'
import { tagFilter, withTags } from '../shared/tags.ts'
import { routeTableFields, tableWithEntriesFields } from './response.ts'
import { idOf, nameOf, type RouteTable, viewTable } from './view.ts'

interface Filter {
  readonly id: string | undefined
  readonly name: string | undefined
  readonly router: string | undefined
  readonly vpc: string | undefined
  readonly group: string | undefined
  readonly type?: string | undefined
  readonly tags?: Parameters<typeof withTags>[0]
}

/** Those that match, the newest first; each is in the resource group of its VPC. */
async function tablesThat(context: CallContext, filter: Filter): Promise<readonly RouteTable[]> {
  const { id: table, name, router, vpc: network, group, type, tags } = filter
  const where = [
    notDeleting,
    ...withId(network),
    ...withId(router && vpcOfRouter(router)),
    ...inResourceGroup(context, group),
  ]
  const networks = await allOf(context.reader, 'network', where)
  const byId = new Map(networks.map((each) => [each.id, each]))
  const custom = (await allOf(context.reader, 'network-table', withTags(tags))).flatMap((each) => {
    const of = byId.get(each.spec.network)
    return of === undefined ? [] : [{ network: of, table: each }]
  })
  // The system's have no tags.
  const system = tags === undefined ? networks.map((each) => ({ network: each })) : []
  const all: readonly RouteTable[] = [...custom, ...system]
  const isMeant = (each: RouteTable): boolean =>
    (table === undefined || idOf(each) === table) &&
    (name === undefined || nameOf(each) === name) &&
    (type === undefined || (type === 'System') === (each.table === undefined))
  const madeAt = ({ table: made, network: of }: RouteTable): number => (made ?? of).createdAt
  return all.filter(isMeant).toSorted((a, b) => madeAt(b) - madeAt(a))
}

export const describeRouteTableList = operation({
  ...about('DescribeRouteTableList', vpc, 'routetable/*'),
  summary: 'Lists route tables: the system route table of each VPC, and those that somebody made.',
  effect: 'read',
  request: {
    ...region,
    VpcId: optional(id),
    RouteTableId: optional(id),
    RouteTableName: optional(t.text()),
    RouteTableType: optional(t.word('System', 'Custom')),
    RouterId: optional(id),
    RouterType: optional(t.word('VRouter', 'VBR'), { note: 'VBR finds nothing: there are no border routers' }),
    ResourceGroupId: optional(t.text()),
    ...tagFilter,
    ...pageFields,
  },
  response: wrappedPage('RouterTableList', 'RouterTableListType', routeTableFields),
  errors: {},
  async run(context: CallContext, request) {
    const { VpcId, RouteTableId, RouteTableName, RouteTableType, RouterId, ResourceGroupId, Tag } = request
    const filter = { id: RouteTableId, name: RouteTableName, router: RouterId, vpc: VpcId, group: ResourceGroupId }
    const found =
      request.RouterType === 'VBR' ? [] : await tablesThat(context, { ...filter, type: RouteTableType, tags: Tag })
    const page = pageOf(found, request)
    return ok({ ...page, items: await Promise.all(page.items.map((table) => viewTable(context, table))) })
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
    const isPossible = RouterType !== 'VBR' && (VRouterId ?? RouterId) === (RouterId ?? VRouterId)
    const filter = { id: RouteTableId, name: RouteTableName, vpc: undefined, group: ResourceGroupId }
    const found = isPossible ? await tablesThat(context, { ...filter, router: VRouterId ?? RouterId }) : []
    const page = pageOf(found, request)
    const items = page.items.map(async (table) => ({
      ...(await viewTable(context, table)),
      entries: await viewEntries(context, table),
    }))
    return ok({ ...page, items: await Promise.all(items) })
  },
})
