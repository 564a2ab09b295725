/** Several entries in one request. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { routeTableOf } from '../../ids.ts'
import { openCaller, type Parameters } from '../../testing/caller.ts'
import { vpc, vSwitch } from '../../testing/resources.ts'

test('of several entries those that can be made are, and of each other the answer says why not', async () => {
  await using caller = await openCaller()
  const VpcId = await vpc(caller)
  await vSwitch(caller, VpcId)
  const NextHop = await caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10 })
  const RouteTableId = routeTableOf(VpcId)
  const entry = (DstCidrBlock: string, change: Parameters = {}) => ({
    RouteTableId,
    DstCidrBlock,
    NextHopType: 'VpnGateway',
    NextHop,
    ...change,
  })
  const RouteEntries = [
    entry('172.20.0.0/16', { Name: 'a', IpVersion: 4 }),
    entry('172.20.0.0/16'),
    entry('172.21.0.0/16', { NextHop: 'vpn-none' }),
    entry('172.22.0.0/16', { RouteTableId: 'vtb-none' }),
    entry('172.23.0.0/16', { Name: 'b' }),
  ]
  const { RequestId, RouteEntryIds, ...told } = await caller.ok('CreateRouteEntries', { RouteEntries })
  assert.ok(RequestId)
  assert.deepEqual([told.SuccessCount, told.FailedCount, (RouteEntryIds as string[]).length], [2, 3, 2])
  const refused = (failed: unknown) =>
    (failed as Parameters[]).map(({ DstCidrBlock, FailedCode, NextHop: to }) => [DstCidrBlock, FailedCode, to])
  assert.deepEqual(refused(told.FailedRouteEntries), [
    ['172.20.0.0/16', 'InvalidCIDRBlock.Duplicate', NextHop],
    ['172.21.0.0/16', 'InvalidNextHop.NotFound', 'vpn-none'],
    ['172.22.0.0/16', 'InvalidRouteTable.NotFound', NextHop],
  ])
  const entries = await caller.get('RouteEntrys.RouteEntry', 'DescribeRouteEntryList', { RouteTableId })
  assert.deepEqual(
    (entries as Parameters[]).map(({ DestinationCidrBlock, RouteEntryName }) => [DestinationCidrBlock, RouteEntryName]),
    [
      ['10.0.1.0/24', ''],
      ['172.20.0.0/16', 'a'],
      ['172.23.0.0/16', 'b'],
    ],
  )
  const [first] = RouteEntryIds as string[]
  const deleted = await caller.ok('DeleteRouteEntries', {
    RouteEntries: [
      { RouteTableId, RouteEntryId: first },
      { RouteTableId, RouteEntryId: first },
      { RouteTableId, DstCidrBlock: '10.0.1.0/24', NextHop: 'none' },
      { RouteTableId, DstCidrBlock: '172.23.0.0/16', NextHop },
    ],
  })
  assert.deepEqual([deleted.SuccessCount, deleted.FailedCount], [2, 2])
  assert.deepEqual(
    (deleted.FailedRouteEntries as Parameters[]).map(({ RouteEntryId, FailedCode }) => [RouteEntryId, FailedCode]),
    [
      [first, 'InvalidRouteEntry.NotFound'],
      [undefined, 'InvalidRouteEntry.NotFound'],
    ],
  )
  const left = await caller.get('TotalCount', 'DescribeRouteEntryList', { RouteTableId })
  assert.equal(left, 1)
})

test('an element that names no entry, more than 50, and another IP version are refused as a whole', async () => {
  await using caller = await openCaller()
  const RouteTableId = routeTableOf(await vpc(caller))
  const many = Array.from({ length: 51 }, () => ({ RouteTableId, RouteEntryId: 'rte-none' }))
  await caller.refused('InvalidParameter', 'DeleteRouteEntries', { RouteEntries: many })
  const unnamed = { RouteEntries: [{ RouteTableId, DstCidrBlock: '172.20.0.0/16' }] }
  await caller.refused('MissingParameter', 'DeleteRouteEntries', unnamed)
  const RouteEntries = [
    { RouteTableId, DstCidrBlock: '172.20.0.0/16', NextHop: 'x', NextHopType: 'VpnGateway', IpVersion: 6 },
  ]
  await caller.refused('OperationUnsupported.IpVersion', 'CreateRouteEntries', { RouteEntries })
})
