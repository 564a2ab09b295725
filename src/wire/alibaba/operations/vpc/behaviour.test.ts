import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'

const created = '2025-01-02T03:04:05Z'

test('a VPC is created, described while it is Pending and Available, and gone once deleted', async () => {
  await using caller = await openCaller()
  const VpcId = await caller.make('CreateVpc', {
    CidrBlock: '10.0.0.0/16',
    VpcName: 'name',
    Description: 'words',
    ResourceGroupId: 'rg-1',
    Tag: [{ Key: 'k', Value: 'v' }],
  })
  assert.match(VpcId, /^vpc-bp1[0-9a-z]{18}$/)
  const { RequestId, ...attributes } = await caller.ok('DescribeVpcAttribute', { VpcId })
  assert.ok(RequestId)
  const { ClassicLinkEnabled, AssociatedPropagationSources, SupportIpv4Gateway, ...described } = attributes
  assert.deepEqual([ClassicLinkEnabled, SupportIpv4Gateway], [false, false])
  assert.deepEqual(AssociatedPropagationSources, { AssociatedPropagationSources: [] })
  const expected = {
    CidrBlock: '10.0.0.0/16',
    CreationTime: created,
    Description: 'words',
    DnsHostnameStatus: 'DISABLED',
    EnabledIpv6: false,
    Ipv6CidrBlock: '',
    Ipv6CidrBlocks: { Ipv6CidrBlock: [] },
    IsDefault: false,
    OwnerId: 1234567890123456,
    RegionId: 'cn-hangzhou',
    ResourceGroupId: 'rg-1',
    SecondaryCidrBlocks: { SecondaryCidrBlock: [] },
    Status: 'Pending',
    Tags: { Tag: [{ Key: 'k', Value: 'v' }] },
    UserCidrs: { UserCidr: [] },
    VRouterId: VpcId.replace('vpc-', 'vrt-'),
    VSwitchIds: { VSwitchId: [] },
    VpcId,
    VpcName: 'name',
  }
  assert.deepEqual(described, expected)
  await caller.settle()
  const listed = await caller.ok('DescribeVpcs')
  const inList = {
    NatGatewayIds: { NatGatewayIds: [] },
    RouterTableIds: { RouterTableIds: [VpcId.replace('vpc-', 'vtb-')] },
  }
  assert.deepEqual(listed.Vpcs, { Vpc: [{ ...expected, ...inList, Status: 'Available' }] })
  await caller.ok('DeleteVpc', { VpcId })
  assert.deepEqual((await caller.ok('DescribeVpcs')).Vpcs, { Vpc: [] })
  const { status } = await caller.refused('InvalidVpcId.NotFound', 'DescribeVpcAttribute', { VpcId })
  assert.equal(status, 404)
})

test('a VPC without a range gets 172.16.0.0/12', async () => {
  await using caller = await openCaller()
  const VpcId = await caller.make('CreateVpc')
  assert.equal(await caller.get('CidrBlock', 'DescribeVpcAttribute', { VpcId }), '172.16.0.0/12')
})

test('a VPC with a CIDR block outside the documented ranges is refused', async () => {
  await using caller = await openCaller()
  for (const CidrBlock of [
    '10.0.0.1/16',
    '10.0.0.0/7',
    '10.0.0.0/29',
    '100.64.0.0/16',
    '169.254.0.0/16',
    '127.0.0.0/8',
    '224.0.0.0/8',
    'x',
  ]) {
    await caller.refused('InvalidParameter', 'CreateVpc', { CidrBlock })
  }
  for (const CidrBlock of ['10.0.0.0/8', '192.168.0.0/28', '11.0.0.0/16']) await caller.ok('CreateVpc', { CidrBlock })
})

test('VPCs are filtered by id, name, resource group, owner and tags, newest first, in pages', async () => {
  await using caller = await openCaller()
  const make = async (VpcName: string, parameters: Parameters = {}) => {
    caller.now += 1000
    return caller.make('CreateVpc', { VpcName, ...parameters })
  }
  const a = await make('a', { Tag: [{ Key: 'k', Value: '1' }, { Key: 'l' }], ResourceGroupId: 'rg-1' })
  const b = await make('b', { Tags: [{ Key: 'k', Value: '2' }] })
  const c = await make('c')
  const find = async (parameters: Parameters) =>
    ((await caller.get('Vpcs.Vpc', 'DescribeVpcs', parameters)) as Parameters[]).map(({ VpcId }) => VpcId)
  assert.deepEqual(await find({}), [c, b, a])
  assert.deepEqual(await find({ VpcId: `${a}, ${c}` }), [c, a])
  assert.deepEqual(await find({ VpcName: 'b' }), [b])
  assert.deepEqual(await find({ ResourceGroupId: 'rg-1' }), [a])
  assert.deepEqual(await find({ Tag: [{ Key: 'k' }] }), [b, a])
  assert.deepEqual(await find({ Tag: [{ Key: 'k', Value: '1' }, { Key: 'l' }] }), [a])
  assert.deepEqual(await find({ Tag: [{ Key: 'k', Value: '2' }] }), [b])
  assert.deepEqual(await find({ Tag: [{ Value: '1' }] }), [a])
  assert.deepEqual(await find({ IsDefault: true }), [])
  assert.deepEqual(await find({ EnableIpv6: true }), [])
  assert.deepEqual(await find({ VpcOwnerId: '1' }), [])
  assert.deepEqual(await find({ PageSize: 2, PageNumber: 2 }), [a])
  assert.deepEqual(await find({ RegionId: 'cn-beijing' }), [])
})

test('VPCs are asked for by 100 ids at once, and by no more', async () => {
  await using caller = await openCaller()
  const list = (count: number) => Array.from({ length: count }, (_, n) => `vpc-${n}`).join(',')
  assert.equal(await caller.get('TotalCount', 'DescribeVpcs', { VpcId: list(100) }), 0)
  await caller.refused('InvalidParameter', 'DescribeVpcs', { VpcId: list(101) })
})

test('a VPC is named and described anew, and keeps what is not given, its range and its state', async () => {
  await using caller = await openCaller()
  const VpcId = await caller.make('CreateVpc', { CidrBlock: '10.0.0.0/16', VpcName: 'old', ResourceGroupId: 'rg-1' })
  await caller.settle()
  const { RequestId, ...before } = await caller.ok('DescribeVpcAttribute', { VpcId })
  assert.ok(RequestId)
  await caller.ok('ModifyVpcAttribute', { VpcId, Description: 'words', EnableIPv6: false, EnableDnsHostname: false })
  await caller.ok('ModifyVpcAttribute', { VpcId, VpcName: 'new' })
  const { RequestId: _, ...after } = await caller.ok('DescribeVpcAttribute', { VpcId })
  assert.deepEqual(after, { ...before, VpcName: 'new', Description: 'words' })
  await caller.ok('ModifyVpcAttribute', { VpcId, VpcName: '', Description: '' })
  assert.equal(await caller.get('Description', 'DescribeVpcAttribute', { VpcId }), '')
  assert.equal(await caller.get('VpcName', 'DescribeVpcAttribute', { VpcId }), 'new')
  await caller.refused('OperationUnsupported.CidrBlock', 'ModifyVpcAttribute', { VpcId, CidrBlock: '10.0.0.0/8' })
  await caller.refused('InvalidVpcName.Malformed', 'ModifyVpcAttribute', { VpcId, VpcName: 'https://x' })
  const long = { VpcId, Description: 'a'.repeat(257) }
  await caller.refused('InvalidVpcDiscription.Malformed', 'ModifyVpcAttribute', long)
})

test('a region has one default VPC, and each zone one default vSwitch in it, and both are found as such', async () => {
  await using caller = await openCaller()
  const ordinary = await caller.make('CreateVpc', { CidrBlock: '10.0.0.0/16' })
  const made = await caller.ok('CreateDefaultVpc', {})
  const VpcId = String(made.VpcId)
  assert.equal(made.RouteTableId, VpcId.replace('vpc-', 'vtb-'))
  await caller.ok('CreateVSwitch', { VpcId, CidrBlock: '172.16.0.0/24', ZoneId: 'cn-hangzhou-h' })
  const zones = ['cn-hangzhou-g', 'cn-hangzhou-h']
  for (const ZoneId of zones) await caller.ok('CreateDefaultVSwitch', { ZoneId })
  const vpcs = (IsDefault: boolean) => caller.get('Vpcs.Vpc', 'DescribeVpcs', { IsDefault })
  const blocks = (all: unknown) => (all as Parameters[]).map(({ CidrBlock, IsDefault }) => [CidrBlock, IsDefault])
  assert.deepEqual(blocks(await vpcs(true)), [['172.16.0.0/16', true]])
  assert.deepEqual(blocks(await vpcs(false)), [['10.0.0.0/16', false]])
  const switches = async (IsDefault: boolean) =>
    blocks(await caller.get('VSwitches.VSwitch', 'DescribeVSwitches', { VpcId, IsDefault }))
  assert.deepEqual(await switches(true), [
    ['172.16.32.0/20', true],
    ['172.16.16.0/20', true],
  ])
  assert.deepEqual(await switches(false), [['172.16.0.0/24', false]])
  await caller.ok('DescribeVpcAttribute', { VpcId, IsDefault: true })
  await caller.refused('InvalidVpcId.NotFound', 'DescribeVpcAttribute', { VpcId: ordinary, IsDefault: true })
  await caller.ok('CreateDefaultVpc', { RegionId: 'cn-beijing' })
})
