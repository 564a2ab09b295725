import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'
import { vpc, vSwitch } from '../../testing/resources.ts'

test('a VPC has a router and a system route table, whose ids each operation tells alike, from its creation on', async () => {
  await using caller = await openCaller()
  const made = await caller.ok('CreateVpc', { CidrBlock: '10.0.0.0/16', ResourceGroupId: 'rg-1' })
  const { VpcId, VRouterId, RouteTableId } = made
  const VSwitchId = await vSwitch(caller, String(VpcId))
  assert.match(String(VRouterId), /^vrt-bp1[0-9a-z]{18}$/)
  assert.match(String(RouteTableId), /^vtb-bp1[0-9a-z]{18}$/)
  assert.equal(await caller.get('VRouterId', 'DescribeVpcAttribute', { VpcId }), VRouterId)
  assert.equal(await caller.get('Vpcs.Vpc.1.VRouterId', 'DescribeVpcs'), VRouterId)
  const listed = await caller.get('Vpcs.Vpc.1.RouterTableIds', 'DescribeVpcs')
  assert.deepEqual(listed, { RouterTableIds: [RouteTableId] })
  const [table] = (await tables(caller, { VpcId })) ?? []
  const expected = {
    AssociateType: 'VSwitch',
    CreationTime: '2025-01-02T03:04:05Z',
    Description: '',
    GatewayIds: { GatewayIds: [] },
    OwnerId: 1234567890123456,
    ResourceGroupId: 'rg-1',
    RoutePropagationEnable: true,
    RouteTableId,
    RouteTableName: '',
    RouteTableType: 'System',
    RouterId: VRouterId,
    RouterType: 'VRouter',
    Status: 'Pending',
    Tags: { Tag: [] },
    VSwitchIds: { VSwitchId: [VSwitchId] },
    VpcId,
  }
  assert.deepEqual(table, expected)
  await caller.settle()
  assert.deepEqual(await tables(caller), [{ ...expected, Status: 'Available' }])
})

const tables = async (caller: Awaited<ReturnType<typeof openCaller>>, parameters: Parameters = {}) =>
  (await caller.get('RouterTableList.RouterTableListType', 'DescribeRouteTableList', parameters)) as Parameters[]

test('a VPC that is deleted has no route table, and the list is there all the same', async () => {
  await using caller = await openCaller()
  const VpcId = await vpc(caller)
  await caller.settle()
  await caller.ok('DeleteVpc', { VpcId })
  assert.deepEqual(await tables(caller, { VpcId }), [])
  assert.deepEqual(await tables(caller, { VpcId: 'vpc-none' }), [])
})

test('a route table is found by the name that it was given, and by its router', async () => {
  await using caller = await openCaller()
  const [named, other] = [await caller.ok('CreateVpc'), await caller.ok('CreateVpc')]
  await caller.ok('ModifyRouteTableAttributes', { RouteTableId: named.RouteTableId, RouteTableName: 'main' })
  const found = async (parameters: Parameters) =>
    (await tables(caller, parameters)).map(({ RouteTableId }) => RouteTableId)
  assert.deepEqual(await found({ RouteTableName: 'main' }), [named.RouteTableId])
  assert.deepEqual(await found({ RouterId: other.VRouterId }), [other.RouteTableId])
  assert.deepEqual(await found({ RouterId: other.RouteTableId }), [])
  assert.deepEqual(await found({ RouteTableType: 'Custom' }), [])
})

test('a VPC without route propagation takes no dynamic routes, and takes them again', async () => {
  await using caller = await openCaller()
  const { VpcId, RouteTableId } = await caller.ok('CreateVpc')
  const takes = async () =>
    (await caller.store.read((reader) => reader.get('network', String(VpcId))))?.spec.takesDynamicRoutes
  await caller.ok('ModifyRouteTableAttributes', { RouteTableId, RoutePropagationEnable: false, Description: 'words' })
  assert.equal(await takes(), false)
  const [table] = await tables(caller)
  assert.deepEqual([table?.RoutePropagationEnable, table?.Description], [false, 'words'])
  await caller.ok('ModifyRouteTableAttributes', { RouteTableId, RoutePropagationEnable: true })
  assert.equal(await takes(), true)
})
