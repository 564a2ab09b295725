import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'

const created = '2025-01-02T03:04:05Z'

test('a vSwitch is created in a zone of the region, described, counted in its VPC, and gone once deleted', async () => {
  await using caller = await openCaller()
  const VpcId = await caller.make('CreateVpc', { CidrBlock: '10.0.0.0/16', ResourceGroupId: 'rg-1' })
  const VSwitchId = await caller.make('CreateVSwitch', {
    VpcId,
    CidrBlock: '10.0.1.0/24',
    ZoneId: 'cn-hangzhou-h',
    VSwitchName: 'name',
  })
  assert.match(VSwitchId, /^vsw-bp1/)
  const { RequestId, ...described } = await caller.ok('DescribeVSwitchAttributes', { VSwitchId })
  assert.ok(RequestId)
  const expected = {
    AvailableIpAddressCount: 252,
    CidrBlock: '10.0.1.0/24',
    CreationTime: created,
    Description: '',
    EnabledIpv6: false,
    Ipv6CidrBlock: '',
    IsDefault: false,
    NetworkAclId: '',
    OwnerId: 1234567890123456,
    ResourceGroupId: 'rg-1',
    RouteTable: { RouteTableId: VpcId.replace('vpc-', 'vtb-'), RouteTableType: 'System' },
    ShareType: '',
    Status: 'Pending',
    Tags: { Tag: [] },
    VSwitchId,
    VSwitchName: 'name',
    VpcId,
    ZoneId: 'cn-hangzhou-h',
  }
  assert.deepEqual(described, expected)
  await caller.settle()
  assert.deepEqual(await caller.get('VSwitches.VSwitch', 'DescribeVSwitches', { VpcId }), [
    { ...expected, Status: 'Available' },
  ])
  assert.deepEqual(await caller.get('VSwitchIds.VSwitchId', 'DescribeVpcAttribute', { VpcId }), [VSwitchId])
  await caller.ok('DeleteVSwitch', { VSwitchId })
  assert.deepEqual(await caller.get('VSwitches.VSwitch', 'DescribeVSwitches'), [])
  assert.deepEqual(await caller.get('VSwitchIds.VSwitchId', 'DescribeVpcAttribute', { VpcId }), [])
  await caller.settle()
  await caller.ok('DeleteVpc', { VpcId })
})

test('vSwitches are filtered by each documented filter', async () => {
  await using caller = await openCaller()
  const VpcId = await caller.make('CreateVpc', { CidrBlock: '10.0.0.0/16', ResourceGroupId: 'rg-1' })
  const other = await caller.make('CreateVpc', { CidrBlock: '10.0.0.0/16' })
  const make = (parameters: Parameters) => caller.make('CreateVSwitch', { ZoneId: 'cn-hangzhou-h', ...parameters })
  const a = await make({ VpcId, CidrBlock: '10.0.1.0/24', VSwitchName: 'a' })
  const b = await make({ VpcId, CidrBlock: '10.0.2.0/24', ZoneId: 'cn-hangzhou-g' })
  const c = await make({ VpcId: other, CidrBlock: '10.0.1.0/24', Tag: [{ Key: 'k' }] })
  const find = async (parameters: Parameters) =>
    ((await caller.get('VSwitches.VSwitch', 'DescribeVSwitches', parameters)) as Parameters[])
      .map(({ VSwitchId }) => VSwitchId)
      .sort()
  assert.deepEqual(await find({ VpcId }), [a, b].sort())
  assert.deepEqual(await find({ RouteTableId: other.replace('vpc-', 'vtb-') }), [c])
  assert.deepEqual(await find({ RouteTableId: other }), [])
  assert.deepEqual(await find({ VSwitchId: `${a},${c}` }), [a, c].sort())
  assert.deepEqual(await find({ VSwitchName: 'a' }), [a])
  assert.deepEqual(await find({ ZoneId: 'cn-hangzhou-g' }), [b])
  assert.deepEqual(await find({ ResourceGroupId: 'rg-1' }), [a, b].sort())
  assert.deepEqual(await find({ Tag: [{ Key: 'k' }] }), [c])
  assert.deepEqual(await find({ IsDefault: true }), [])
})

test('a vSwitch without a zone of the region, or with an overlapping CIDR block, is refused', async () => {
  await using caller = await openCaller()
  const VpcId = await caller.make('CreateVpc', { CidrBlock: '10.0.0.0/8' })
  const request = { VpcId, CidrBlock: '10.0.1.0/24', ZoneId: 'cn-hangzhou-h' }
  const { status } = await caller.refused('InvalidZoneId.NotFound', 'CreateVSwitch', {
    ...request,
    ZoneId: 'cn-beijing-a',
  })
  assert.equal(status, 404)
  for (const CidrBlock of ['10.0.0.0/15', '10.0.0.0/30', '10.0.0.1/24', 'x']) {
    await caller.refused('InvalidCidrBlock.Malformed', 'CreateVSwitch', { ...request, CidrBlock })
  }
  await caller.refused('InvalidVSwitchName.Malformed', 'CreateVSwitch', { ...request, VSwitchName: 'https://x' })
  await caller.refused('InvalidVSwitchDiscription.Malformed', 'CreateVSwitch', {
    ...request,
    Description: 'a'.repeat(257),
  })
})

test('a vSwitch is named and described anew, and keeps what is not given', async () => {
  await using caller = await openCaller()
  const VpcId = await caller.make('CreateVpc', { CidrBlock: '10.0.0.0/16' })
  const place = { VpcId, CidrBlock: '10.0.1.0/24', ZoneId: 'cn-hangzhou-h' }
  const VSwitchId = await caller.make('CreateVSwitch', { ...place, VSwitchName: 'old', Tag: [{ Key: 'k' }] })
  const { RequestId, ...before } = await caller.ok('DescribeVSwitchAttributes', { VSwitchId })
  assert.ok(RequestId)
  await caller.ok('ModifyVSwitchAttribute', { VSwitchId, Description: 'words', EnableIPv6: false })
  await caller.ok('ModifyVSwitchAttribute', { VSwitchId, VSwitchName: 'new' })
  const { RequestId: _, ...after } = await caller.ok('DescribeVSwitchAttributes', { VSwitchId })
  assert.deepEqual(after, { ...before, VSwitchName: 'new', Description: 'words' })
  await caller.ok('ModifyVSwitchAttribute', { VSwitchId, VSwitchName: '', Description: '' })
  assert.equal(await caller.get('Description', 'DescribeVSwitchAttributes', { VSwitchId }), '')
  assert.equal(await caller.get('VSwitchName', 'DescribeVSwitchAttributes', { VSwitchId }), 'new')
  const long = { VSwitchId, VSwitchName: 'a'.repeat(129) }
  await caller.refused('InvalidVSwitchName.Malformed', 'ModifyVSwitchAttribute', long)
})
