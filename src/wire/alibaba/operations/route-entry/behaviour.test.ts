import assert from 'node:assert/strict'
import { test } from 'node:test'
import { routeTableOf } from '../../ids.ts'
import { type Caller, openCaller, type Parameters } from '../../testing/caller.ts'
import { vpc, vSwitch } from '../../testing/resources.ts'

const NextHopType = 'VpnGateway'

/** A VPC with a vSwitch and a gateway, all settled. */
async function site(caller: Caller) {
  const VpcId = await vpc(caller)
  const VSwitchId = await vSwitch(caller, VpcId)
  const VpnGatewayId = await caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10 })
  await caller.settle()
  return { VpcId, VSwitchId, VpnGatewayId, RouteTableId: routeTableOf(VpcId) }
}

const list = async (caller: Caller, parameters: Parameters) =>
  (await caller.get('RouteEntrys.RouteEntry', 'DescribeRouteEntryList', parameters)) as Parameters[]

const destinations = async (caller: Caller, parameters: Parameters) =>
  (await list(caller, parameters)).map(({ DestinationCidrBlock }) => DestinationCidrBlock)

test('a route entry is Pending, then Available, stands beside the vSwitches’ own, and is gone once deleted', async () => {
  await using caller = await openCaller()
  const { RouteTableId, VpnGatewayId } = await site(caller)
  const { RequestId, RouteEntryId, ...rest } = await caller.ok('CreateRouteEntry', {
    RouteTableId,
    DestinationCidrBlock: '172.20.0.0/16',
    NextHopType,
    NextHopId: VpnGatewayId,
    RouteEntryName: 'east',
    Description: 'words',
  })
  assert.ok(RequestId)
  assert.deepEqual(rest, {})
  assert.match(String(RouteEntryId), /^rte-bp1[0-9a-z]{18}$/)
  const [system, own, ...others] = await list(caller, { RouteTableId })
  assert.deepEqual(others, [])
  const { RouteEntryId: systemId, ...local } = system ?? {}
  assert.match(String(systemId), /^rte-bp1[0-9a-z]{18}$/)
  const hop = { NextHopRegionId: 'cn-hangzhou', Weight: 0 }
  const same = { IpVersion: 'ipv4', RouteTableId, ServiceType: '' }
  assert.deepEqual(local, {
    ...same,
    Description: '',
    DestinationCidrBlock: '10.0.1.0/24',
    NextHops: { NextHop: [{ ...hop, Enabled: 1, NextHopId: '', NextHopType: 'local' }] },
    RouteEntryName: '',
    Status: 'Available',
    Type: 'System',
  })
  const expected = {
    ...same,
    Description: 'words',
    DestinationCidrBlock: '172.20.0.0/16',
    NextHops: { NextHop: [{ ...hop, Enabled: 0, NextHopId: VpnGatewayId, NextHopType }] },
    RouteEntryId,
    RouteEntryName: 'east',
    Status: 'Pending',
    Type: 'Custom',
  }
  assert.deepEqual(own, expected)
  await caller.settle()
  assert.deepEqual((await list(caller, { RouteTableId, RouteEntryId }))[0]?.Status, 'Available')
  await caller.ok('DeleteRouteEntry', { RouteTableId, DestinationCidrBlock: '172.20.0.0/16', NextHopId: VpnGatewayId })
  assert.deepEqual(await destinations(caller, { RouteTableId }), ['10.0.1.0/24'])
})

test('DescribeRouteTables shows a table with its entries, as Terraform’s provider looks for one', async () => {
  await using caller = await openCaller()
  const { VpcId, VSwitchId, RouteTableId, VpnGatewayId } = await site(caller)
  const entry = { RouteTableId, DestinationCidrBlock: '172.20.0.0/16', NextHopType, NextHopId: VpnGatewayId }
  const { RouteEntryId } = await caller.ok('CreateRouteEntry', entry)
  await vpc(caller)
  await caller.settle()
  const { RequestId, ...body } = await caller.ok('DescribeRouteTables', { RouteTableId })
  assert.ok(RequestId)
  const { RouteTables, ...page } = body as { RouteTables: { RouteTable: Parameters[] } }
  assert.deepEqual(page, { PageNumber: 1, PageSize: 10, TotalCount: 1 })
  const [{ RouteEntrys, ...table } = {}] = RouteTables.RouteTable
  assert.deepEqual(table, {
    CreationTime: '2025-01-02T03:04:05Z',
    ResourceGroupId: 'rg-acfm1234567890123456',
    RouteTableId,
    RouteTableType: 'System',
    Status: 'Available',
    VRouterId: VpcId.replace('vpc-', 'vrt-'),
    VSwitchIds: { VSwitchId: [VSwitchId] },
  })
  const [, own] = (RouteEntrys as { RouteEntry: Parameters[] }).RouteEntry
  assert.deepEqual(own, {
    Description: '',
    DestinationCidrBlock: '172.20.0.0/16',
    InstanceId: VpnGatewayId,
    NextHopType,
    NextHops: { NextHop: [{ Enabled: 1, NextHopId: VpnGatewayId, NextHopType, Weight: 0 }] },
    RouteEntryId,
    RouteEntryName: '',
    RouteTableId,
    Status: 'Available',
    Type: 'Custom',
  })
})

test('an address is a destination of its own, and the default route and narrow parts of 100.64.0.0/10 are destinations too', async () => {
  await using caller = await openCaller()
  const { RouteTableId, VpnGatewayId } = await site(caller)
  const make = (DestinationCidrBlock: string) => ({
    RouteTableId,
    DestinationCidrBlock,
    NextHopType,
    NextHopId: VpnGatewayId,
  })
  for (const to of ['172.20.0.1', '0.0.0.0/0', '100.64.1.0/24']) await caller.ok('CreateRouteEntry', make(to))
  const found = ['10.0.1.0/24', '172.20.0.1/32', '0.0.0.0/0', '100.64.1.0/24']
  assert.deepEqual(await destinations(caller, { RouteTableId }), found)
  for (const to of ['100.64.0.0/10', '172.20.0.1/16', '2001:db8::/32', 'x']) {
    await caller.refused('InvalidCidrBlock.Malformed', 'CreateRouteEntry', make(to))
  }
})

test('a next hop that no installation has is refused with its reason', async () => {
  await using caller = await openCaller()
  const { RouteTableId } = await site(caller)
  const reasons = {
    Instance: 'single hosts',
    HaVip: 'virtual addresses',
    NetworkInterface: 'interfaces of hosts',
    RouterInterface: 'leased lines',
    NatGateway: 'NAT gateways',
    IPv6Gateway: 'IPv4 alone',
    Ipv4Gateway: 'Internet gateway',
    VpcPeer: 'transit routers',
    Attachment: 'AutoPublishRouteEnabled',
    CenBasic: 'transit routers alone',
    Ecr: 'leased lines',
    GatewayEndpoint: 'cloud services',
    GatewayLoadBalancerEndpoint: 'load balancers',
  }
  const entry = { RouteTableId, DestinationCidrBlock: '172.20.0.0/16', NextHopId: 'some' }
  for (const [word, reason] of Object.entries(reasons)) {
    const request = { ...entry, NextHopType: word }
    const { body } = await caller.refused('OperationUnsupported.NextHopType', 'CreateRouteEntry', request)
    assert.ok(String(body.Message).includes(reason), String(body.Message))
  }
  await caller.refused('InvalidParameter', 'CreateRouteEntry', { ...entry, NextHopType: 'Tunnel' })
  await caller.refused('MissingParameter', 'CreateRouteEntry', entry)
})

test('a route entry is named, described and led into another gateway, and keeps its id and what is not given', async () => {
  await using caller = await openCaller()
  const { VpcId, RouteTableId, VpnGatewayId } = await site(caller)
  const other = await caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10 })
  const entry = { RouteTableId, DestinationCidrBlock: '172.20.0.0/16' }
  const made = { ...entry, NextHopType, NextHopId: VpnGatewayId, RouteEntryName: 'old', Description: 'words' }
  const { RouteEntryId } = await caller.ok('CreateRouteEntry', made)
  await caller.settle()
  await caller.ok('ModifyRouteEntry', { ...entry, NewNextHopId: other, NewNextHopType: NextHopType })
  await caller.ok('ModifyRouteEntry', { RouteEntryId, RouteEntryName: 'new' })
  const [after, ...none] = await list(caller, { RouteTableId, RouteEntryType: 'Custom' })
  assert.deepEqual(none, [])
  assert.deepEqual(
    [after?.RouteEntryId, after?.RouteEntryName, after?.Description, after?.Status],
    [RouteEntryId, 'new', 'words', 'Modifying'],
  )
  assert.deepEqual(await destinations(caller, { RouteTableId, NextHopId: other }), ['172.20.0.0/16'])
  assert.deepEqual(await destinations(caller, { RouteTableId, NextHopId: VpnGatewayId }), [])
  await caller.ok('ModifyRouteEntry', { RouteEntryId, Description: '' })
  assert.equal((await list(caller, { RouteTableId, RouteEntryId }))[0]?.Description, '')
  await caller.refused('OperationUnsupported.NextHopType', 'ModifyRouteEntry', { ...entry, NewNextHopType: 'HaVip' })
  await caller.refused('MissingParameter', 'ModifyRouteEntry', { RouteTableId, RouteEntryName: 'x' })
})

test('an entry is deleted by its id, or by its table and destination, and not where these do not agree', async () => {
  await using caller = await openCaller()
  const { RouteTableId, VpnGatewayId } = await site(caller)
  const entry = { RouteTableId, DestinationCidrBlock: '172.20.0.0/16', NextHopType, NextHopId: VpnGatewayId }
  const { RouteEntryId } = await caller.ok('CreateRouteEntry', entry)
  const { DestinationCidrBlock } = entry
  const gone = 'InvalidRouteEntry.NotFound'
  await caller.refused(gone, 'DeleteRouteEntry', { RouteTableId, DestinationCidrBlock, NextHopId: 'vpn-none' })
  await caller.refused(gone, 'DeleteRouteEntry', { RouteEntryId, DestinationCidrBlock: '172.21.0.0/16' })
  await caller.refused(gone, 'DeleteRouteEntry', { RouteEntryId, RouteTableId: 'vtb-none' })
  await caller.refused('MissingParameter', 'DeleteRouteEntry', { DestinationCidrBlock })
  await caller.refused('DryRunOperation', 'DeleteRouteEntry', { RouteEntryId, DryRun: true })
  await caller.ok('DeleteRouteEntry', { RouteEntryId })
  await caller.refused(gone, 'DeleteRouteEntry', { RouteEntryId })
  await caller.ok('CreateRouteEntry', entry)
  await caller.ok('DeleteRouteEntry', { RouteTableId, DestinationCidrBlock })
  assert.deepEqual(await destinations(caller, { RouteTableId }), ['10.0.1.0/24'])
})

test('a VPC’s entries go with its gateway, and with the VPC', async () => {
  await using caller = await openCaller()
  const { RouteTableId, VpnGatewayId } = await site(caller)
  const entry = { RouteTableId, DestinationCidrBlock: '172.20.0.0/16', NextHopType, NextHopId: VpnGatewayId }
  await caller.ok('CreateRouteEntry', entry)
  await caller.ok('DeleteVpnGateway', { VpnGatewayId })
  assert.deepEqual(await destinations(caller, { RouteTableId }), ['10.0.1.0/24'])
})

test('a repeated ClientToken makes one entry, where a second one would be a duplicate', async () => {
  await using caller = await openCaller()
  const { RouteTableId, VpnGatewayId } = await site(caller)
  const entry = { RouteTableId, DestinationCidrBlock: '172.20.0.0/16', NextHopType, NextHopId: VpnGatewayId }
  const once = { ...entry, ClientToken: 'TF-CreateRouteEntry-1' }
  const [first, again] = [await caller.ok('CreateRouteEntry', once), await caller.ok('CreateRouteEntry', once)]
  assert.equal(first.RouteEntryId, again.RouteEntryId)
  await caller.refused('InvalidCIDRBlock.Duplicate', 'CreateRouteEntry', entry)
})
