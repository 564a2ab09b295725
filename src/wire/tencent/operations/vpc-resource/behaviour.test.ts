import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../testing/site.ts'

test('what a VPC holds is counted, and what there is none of is 0', async () => {
  await using site = await openSite()
  const { vpc: VpcId, ask } = site
  const subnet = { VpcId, SubnetName: 's', CidrBlock: '10.1.4.0/24', Zone: 'ap-guangzhou-3' }
  await site.putHost(await site.make('CreateSubnet', subnet, 'Subnet.SubnetId'), '10.1.4.9')
  await ask('CreateRouteTable', { VpcId, RouteTableName: 'own' })
  const { ResourceDashboardSet } = await ask('DescribeVpcResourceDashboard', { VpcIds: [VpcId] })
  const [counts] = ResourceDashboardSet as Readonly<Record<string, unknown>>[]
  const there = Object.entries(counts ?? {}).filter(([, count]) => count !== 0 && count !== '')
  assert.deepEqual(Object.fromEntries(there), { VpcId, Vpngw: 1, CVM: 1, Subnet: 1, RouteTable: 2 })
  assert.equal(Object.keys(counts ?? {}).length, 42)
  const { TotalCount, InstanceSet } = await ask('DescribeVpcInstances', { Filters: [] })
  assert.deepEqual([TotalCount, InstanceSet], [0, []])
  const { AccountAttributeSet } = await ask('DescribeAccountAttributes', {})
  assert.deepEqual(AccountAttributeSet, [{ AttributeName: 'supported-platforms', AttributeValues: ['VPC'] }])
})
