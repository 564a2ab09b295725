import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestClient } from '../../testing/client.ts'
import { at, openSite } from '../../testing/site.ts'

const subnet = (vpc: string, more = {}) => ({
  VpcId: vpc,
  SubnetName: 'office',
  CidrBlock: '10.1.4.0/24',
  Zone: 'ap-guangzhou-3',
  ...more,
})

test('a subnet with every default is shown with its VPC’s route table and its free addresses', async () => {
  await using site = await openSite()
  const { Subnet: made } = await site.ask('CreateSubnet', subnet(site.vpc))
  const { SubnetId, RouteTableId, ...rest } = made as Record<string, unknown>
  assert.match(String(SubnetId), /^subnet-[0-9a-z]{8}$/)
  assert.match(String(RouteTableId), /^rtb-[0-9a-z]{8}$/)
  assert.deepEqual(rest, {
    VpcId: site.vpc,
    SubnetName: 'office',
    CidrBlock: '10.1.4.0/24',
    IsDefault: false,
    EnableBroadcast: false,
    Zone: 'ap-guangzhou-3',
    CreatedTime: '2026-11-20 20:00:00',
    AvailableIpAddressCount: 253,
    Ipv6CidrBlock: '',
    StackType: 'IPv4',
    NetworkAclId: '',
    IsRemoteVpcSnat: false,
    TotalIpAddressCount: 253,
    TagSet: [],
    CdcId: '',
    IsCdcSubnet: 0,
  })
  const other = await site.ask('CreateSubnet', subnet(site.vpc, { CidrBlock: '10.1.5.0/24' }))
  assert.equal(at(other, 'Subnet.RouteTableId'), RouteTableId)
  await site.putHost(String(SubnetId), '10.1.4.9')
  const described = await site.ask('DescribeSubnets', { Filters: [{ Name: 'subnet-id', Values: [SubnetId] }] })
  assert.deepEqual([described.TotalCount, at(described, 'SubnetSet.0.AvailableIpAddressCount')], [1, 252])
})

test('a zone that is not one of the region’s is InvalidParameterValue.ZoneConflict', async () => {
  await using site = await openSite()
  for (const Zone of ['ap-beijing-1', 'ap-guangzhou', 'ap-guangzhou-x', '']) {
    assert.equal(await site.refusal('CreateSubnet', subnet(site.vpc, { Zone })), 'InvalidParameterValue.ZoneConflict')
  }
})

test('a subnet that is deleted is gone for the caller at once, and no longer holds its VPC', async () => {
  await using client = await openTestClient()
  const VpcId = at(await client.ask('CreateVpc', { VpcName: 'n', CidrBlock: '10.1.0.0/16' }), 'Vpc.VpcId')
  const SubnetId = at(await client.ask('CreateSubnet', subnet(String(VpcId))), 'Subnet.SubnetId')
  await client.installation.settle()
  await client.ask('DeleteSubnet', { SubnetId })
  assert.equal((await client.ask('DescribeSubnets', { SubnetIds: [SubnetId] })).TotalCount, 0)
  await client.installation.settle()
  await client.ask('DeleteVpc', { VpcId })
})

test('DescribeSubnets takes its page as text, and refuses a number or a page of more than 100', async () => {
  await using client = await openTestClient()
  assert.equal(await client.refusal('DescribeSubnets', { Limit: 10 }), 'InvalidParameter')
  assert.equal(await client.refusal('DescribeSubnets', { Limit: '101' }), 'InvalidParameterValue.LimitExceeded')
})

test('DescribeSubnets with MaxResults or NextToken is UnsupportedOperation', async () => {
  await using client = await openTestClient()
  assert.equal(await client.refusal('DescribeSubnets', { MaxResults: 5 }), 'UnsupportedOperation')
  assert.equal(await client.refusal('DescribeSubnets', { NextToken: 'x' }), 'UnsupportedOperation')
})

test('a subnet gets another name and nothing else, and broadcast is InvalidParameterValue', async () => {
  await using site = await openSite()
  const { Subnet: before } = await site.ask('CreateSubnet', subnet(site.vpc))
  const { SubnetId } = before as { SubnetId: string }
  await site.ask('ModifySubnetAttribute', { SubnetId, SubnetName: 'home', EnableBroadcast: 'false' })
  const after = at(await site.ask('DescribeSubnets', { SubnetIds: [SubnetId] }), 'SubnetSet.0')
  assert.deepEqual(after, { ...(before as object), SubnetName: 'home' })
  assert.equal(
    await site.refusal('ModifySubnetAttribute', { SubnetId, EnableBroadcast: 'true' }),
    'InvalidParameterValue',
  )
})

test('several subnets are made at once with their tables and the same tags, or none of them', async () => {
  await using site = await openSite()
  const own = { VpcId: site.vpc, RouteTableName: 'own' }
  const RouteTableId = await site.make('CreateRouteTable', own, 'RouteTable.RouteTableId')
  const { VpcId, ...office } = subnet(site.vpc)
  const shop = { ...office, SubnetName: 'shop', CidrBlock: '10.1.5.0/24', Zone: 'ap-guangzhou-4', RouteTableId }
  const Tags = [{ Key: 'city', Value: 'shanghai' }]
  const overlapping = { VpcId, Tags, Subnets: [office, { ...shop, CidrBlock: '10.1.4.0/25' }] }
  assert.equal(await site.refusal('CreateSubnets', overlapping), 'InvalidParameterValue.SubnetConflict')
  const elsewhere = { VpcId, Subnets: [office, { ...shop, Zone: 'ap-beijing-3' }] }
  assert.equal(await site.refusal('CreateSubnets', elsewhere), 'InvalidParameterValue.ZoneConflict')
  assert.equal(await site.refusal('CreateSubnets', { VpcId, Subnets: [] }), 'InvalidParameterValue.LimitExceeded')
  assert.equal((await site.ask('DescribeSubnets', {})).TotalCount, 0)
  const { SubnetSet } = await site.ask('CreateSubnets', { VpcId, Tags, Subnets: [office, shop] })
  const shown = (SubnetSet as Readonly<Record<string, unknown>>[]).map((each) => [
    ...[each.SubnetName, each.CidrBlock, each.Zone, each.RouteTableId, each.TagSet],
  ])
  const main = site.vpc.replace('vpc', 'rtb')
  assert.deepEqual(shown, [
    ['office', '10.1.4.0/24', 'ap-guangzhou-3', main, Tags],
    ['shop', '10.1.5.0/24', 'ap-guangzhou-4', RouteTableId, Tags],
  ])
  const described = await site.ask('DescribeSubnets', {})
  assert.deepEqual((described.SubnetSet as unknown[]).toReversed(), SubnetSet)
})
