/** Entries that follow from other things: what gateways and transit routers publish, and what BGP learns. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Prefix } from '../../../../domain/address.ts'
import { routeTableOf } from '../../ids.ts'
import { type Caller, openCaller, type Parameters } from '../../testing/caller.ts'
import { attachment, connection, vpc, vSwitch } from '../../testing/resources.ts'

const list = async (caller: Caller, parameters: Parameters) =>
  (await caller.get('RouteEntrys.RouteEntry', 'DescribeRouteEntryList', parameters)) as Parameters[]

const hopOf = ({ NextHops }: Parameters) => (NextHops as { NextHop: Parameters[] }).NextHop[0] ?? {}

/** Destination, type of the entry, type of its next hop and the next hop. */
const told = async (caller: Caller, parameters: Parameters) =>
  (await list(caller, parameters)).map((entry) => {
    const { NextHopType, NextHopId } = hopOf(entry)
    return [entry.DestinationCidrBlock, entry.Type, NextHopType, NextHopId].join(' ')
  })

function learn(caller: Caller, gateway: string, ...installed: readonly string[]): void {
  const bgp = { alive: true, sessions: [], installed: installed as readonly Ipv4Prefix[] }
  caller.observed.record(gateway, { id: gateway, links: [], tunnels: [], policies: [], routes: [], bgp }, caller.now)
}

/** A VPC whose gateway has a connection to 172.16.0.0/12, and whose transit router carries another VPC and a connection. */
async function site(caller: Caller) {
  const VpcId = await vpc(caller)
  const VSwitchId = await vSwitch(caller, VpcId)
  const VpnGatewayId = await caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10 })
  await caller.settle()
  await connection(caller, { VpnGatewayId })
  await caller.ok('ModifyVpnGatewayAttribute', { VpnGatewayId, AutoPropagate: true })
  const CenId = await caller.make('CreateCen')
  const TransitRouterId = await caller.make('CreateTransitRouter', { CenId })
  const other = await vpc(caller, '10.9.0.0/16')
  const attach = async (parameters: Parameters) =>
    caller.make('CreateTransitRouterVpcAttachment', { TransitRouterId, ...parameters })
  const zone = 'cn-hangzhou-h'
  const id = await attach({ VpcId, ZoneMappings: [{ VSwitchId, ZoneId: zone }], AutoPublishRouteEnabled: true })
  const mapping = { VSwitchId: await vSwitch(caller, other, '10.9.1.0/24'), ZoneId: zone }
  await attach({ VpcId: other, ZoneMappings: [mapping], AutoPublishRouteEnabled: false })
  await caller.make('CreateTransitRouterVpnAttachment', { TransitRouterId, VpnId: await attachment(caller) })
  return { VpcId, VpnGatewayId, TransitRouterId, id, RouteTableId: routeTableOf(VpcId), other: routeTableOf(other) }
}

test('a VPC’s table shows what its gateway and its transit router lead to, and whose it is', async () => {
  await using caller = await openCaller()
  const { RouteTableId, VpnGatewayId, TransitRouterId, id, other } = await site(caller)
  learn(caller, VpnGatewayId, '172.30.0.0/16', '172.16.0.0/12')
  learn(caller, TransitRouterId, '172.31.0.0/16')
  assert.deepEqual(await told(caller, { RouteTableId }), [
    '10.0.1.0/24 System local ',
    `172.16.0.0/12 Custom VpnGateway ${VpnGatewayId}`,
    `172.30.0.0/16 BGP VpnGateway ${VpnGatewayId}`,
    `10.9.0.0/16 CEN Attachment ${id}`,
    `172.16.0.0/12 CEN Attachment ${id}`,
    `172.31.0.0/16 CEN Attachment ${id}`,
  ])
  // Nothing is published to the other VPC.
  assert.deepEqual(await told(caller, { RouteTableId: other }), ['10.9.1.0/24 System local '])
})

test('without route propagation a VPC’s table shows nothing that is learned or published by a transit router', async () => {
  await using caller = await openCaller()
  const { RouteTableId, VpnGatewayId } = await site(caller)
  learn(caller, VpnGatewayId, '172.30.0.0/16')
  await caller.ok('ModifyRouteTableAttributes', { RouteTableId, RoutePropagationEnable: false })
  assert.deepEqual(await told(caller, { RouteTableId }), [
    '10.0.1.0/24 System local ',
    `172.16.0.0/12 Custom VpnGateway ${VpnGatewayId}`,
  ])
})

test('an entry that was asked for stands for the same one that is published; neither is deleted for the other', async () => {
  await using caller = await openCaller()
  const { RouteTableId, VpnGatewayId } = await site(caller)
  const DestinationCidrBlock = '172.16.0.0/12'
  const published = { RouteTableId, DestinationCidrBlock, NextHopId: VpnGatewayId }
  const [before] = await list(caller, published)
  await caller.refused('OperationDenied', 'DeleteRouteEntry', { RouteTableId, RouteEntryId: before?.RouteEntryId })
  const { RouteEntryId } = await caller.ok('CreateRouteEntry', { ...published, NextHopType: 'VpnGateway' })
  assert.deepEqual(
    (await list(caller, published)).map((entry) => entry.RouteEntryId),
    [RouteEntryId],
  )
  await caller.ok('DeleteRouteEntry', published)
  assert.deepEqual(await list(caller, published), [before])
})

test('entries are found by each filter, and shown in pages', async () => {
  await using caller = await openCaller()
  const { RouteTableId, VpnGatewayId, id } = await site(caller)
  const entry = { RouteTableId, DestinationCidrBlock: '172.40.0.0/16', NextHopType: 'VpnGateway' }
  const made = await caller.ok('CreateRouteEntry', { ...entry, NextHopId: VpnGatewayId, RouteEntryName: 'a' })
  const find = async (parameters: Parameters) =>
    (await list(caller, { RouteTableId, ...parameters })).map(({ DestinationCidrBlock }) => DestinationCidrBlock)
  const all = ['10.0.1.0/24', '172.40.0.0/16', '172.16.0.0/12', '10.9.0.0/16', '172.16.0.0/12']
  const filters: readonly (readonly [Parameters, readonly string[]])[] = [
    [{}, all],
    [{ RouteEntryId: made.RouteEntryId }, ['172.40.0.0/16']],
    [{ DestinationCidrBlock: '172.16.0.0/12' }, ['172.16.0.0/12', '172.16.0.0/12']],
    [{ DestCidrBlockList: ['10.0.1.0/24', '10.9.0.0/16'] }, ['10.0.1.0/24', '10.9.0.0/16']],
    [{ RouteEntryName: 'a' }, ['172.40.0.0/16']],
    [{ RouteEntryType: 'Custom' }, ['172.40.0.0/16', '172.16.0.0/12']],
    [{ RouteEntryType: 'ECR' }, []],
    [{ NextHopId: id }, ['10.9.0.0/16', '172.16.0.0/12']],
    [{ NextHopType: 'local' }, ['10.0.1.0/24']],
    [{ NextHopType: 'Instance' }, []],
    [{ IpVersion: 'ipv4' }, all],
    [{ IpVersion: 'ipv6' }, []],
    [{ ServiceType: 'TR' }, []],
  ]
  for (const [filter, found] of filters) assert.deepEqual(await find(filter), found, JSON.stringify(filter))
  const seen: unknown[] = []
  for (let NextToken: unknown = ''; NextToken !== undefined; ) {
    const body = await caller.ok('DescribeRouteEntryList', { RouteTableId, MaxResult: 2, NextToken })
    assert.equal(body.TotalCount, all.length)
    seen.push(...(body.RouteEntrys as { RouteEntry: Parameters[] }).RouteEntry.map((each) => each.DestinationCidrBlock))
    NextToken = body.NextToken
  }
  assert.deepEqual(seen, all)
})

test('entries are counted by their type, and none of them is published to a leased line', async () => {
  await using caller = await openCaller()
  const { VpcId, RouteTableId, VpnGatewayId, other } = await site(caller)
  learn(caller, VpnGatewayId, '172.30.0.0/16')
  const count = (RouteEntryType: string, table = RouteTableId) =>
    caller.get('RouteEntrySummarys', 'GetVpcRouteEntrySummary', { VpcId, RouteEntryType, RouteTableId: table })
  const summary = (RouteEntryType: string, Count: number) => [
    { EntrySummarys: [{ Count, RouteEntryType }], RouteTableId },
  ]
  for (const [type, found] of [
    ['System', 1],
    ['Custom', 1],
    ['BGP', 1],
    ['CEN', 2],
    ['ECR', 0],
  ] as const) {
    assert.deepEqual(await count(type), summary(type, found))
  }
  assert.deepEqual(await count('System', other), [])
  const published = { RouteTableId, TargetType: 'ECR', DestinationCidrBlock: '172.16.0.0/12' }
  assert.deepEqual(await caller.get('RouteEntries', 'ListVpcPublishedRouteEntries', published), [])
})
