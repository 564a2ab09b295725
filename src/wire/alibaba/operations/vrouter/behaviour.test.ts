import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller } from '../../testing/caller.ts'

test('the router of a VPC is listed with its route table, named and described, and keeps what is not given', async () => {
  await using caller = await openCaller()
  const { VpcId, VRouterId, RouteTableId } = await caller.ok('CreateVpc', { VpcName: 'net' })
  await caller.ok('CreateVpc')
  const routers = () => caller.get('VRouters.VRouter', 'DescribeVRouters', { VRouterId })
  const expected = {
    CreationTime: '2025-01-02T03:04:05Z',
    Description: '',
    RegionId: 'cn-hangzhou',
    RouteTableIds: { RouteTableId: [RouteTableId] },
    VRouterId,
    VRouterName: '',
    VpcId,
  }
  assert.deepEqual(await routers(), [expected])
  await caller.ok('ModifyRouteTableAttributes', { RouteTableId, RouteTableName: 'table' })
  await caller.ok('ModifyVRouterAttribute', { VRouterId, VRouterName: 'edge' })
  await caller.ok('ModifyVRouterAttribute', { VRouterId, Description: 'words' })
  assert.deepEqual(await routers(), [{ ...expected, VRouterName: 'edge', Description: 'words' }])
  assert.equal(await caller.get('VpcName', 'DescribeVpcAttribute', { VpcId }), 'net')
  const table = await caller.get('RouterTableList.RouterTableListType.1', 'DescribeRouteTableList', { VpcId })
  assert.equal((table as { RouteTableName: string }).RouteTableName, 'table')
  await caller.refused('InvalidVRouterName.Malformed', 'ModifyVRouterAttribute', { VRouterId, VRouterName: 'http://x' })
  const long = { VRouterId, Description: 'a'.repeat(257) }
  await caller.refused('InvalidVRouterDescription.Malformed', 'ModifyVRouterAttribute', long)
})
