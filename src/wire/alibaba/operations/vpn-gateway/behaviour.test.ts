import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Caller, openCaller, type Parameters } from '../../testing/caller.ts'

async function network(caller: Caller) {
  const VpcId = await caller.make('CreateVpc', { CidrBlock: '10.0.0.0/16' })
  const first = await caller.make('CreateVSwitch', { VpcId, CidrBlock: '10.0.1.0/24', ZoneId: 'cn-hangzhou-h' })
  caller.now += 1
  const second = await caller.make('CreateVSwitch', { VpcId, CidrBlock: '10.0.2.0/24', ZoneId: 'cn-hangzhou-g' })
  return { VpcId, first, second }
}

test('a VPN gateway is provisioning, then active, then deleting, then gone', async () => {
  await using caller = await openCaller()
  const { VpcId, first } = await network(caller)
  const { RequestId, ...answer } = await caller.ok('CreateVpnGateway', { VpcId, Bandwidth: 10, Name: 'MYVPN' })
  assert.ok(RequestId)
  const VpnGatewayId = String(answer.VpnGatewayId)
  assert.deepEqual(answer, { Name: 'MYVPN', VpnGatewayId })
  assert.match(VpnGatewayId, /^vpn-bp1[0-9a-z]{18}$/)
  const describe = () => caller.ok('DescribeVpnGateway', { VpnGatewayId })
  const { RequestId: _, ...described } = await describe()
  const expected = {
    AutoPropagate: false,
    BusinessStatus: 'Normal',
    ChargeType: 'PostpayByFlow',
    CreateTime: caller.now,
    Description: '',
    EnableBgp: false,
    GatewayType: 'Traditional',
    InternetIp: '198.51.100.2',
    IpsecVpn: 'enable',
    Name: 'MYVPN',
    NetworkType: 'public',
    ResourceGroupId: 'rg-acfm1234567890123456',
    Spec: '10M',
    SslMaxConnections: 0,
    SslVpn: 'disable',
    Status: 'provisioning',
    Tags: { Tag: [] },
    VSwitchId: first,
    VpcId,
    VpnGatewayId,
    VpnType: 'Normal',
  }
  assert.deepEqual(described, expected)
  await caller.settle()
  assert.equal((await describe()).Status, 'active')
  assert.deepEqual(await caller.get('VpnGateways.VpnGateway', 'DescribeVpnGateways'), [
    { ...expected, Status: 'active' },
  ])
  await caller.ok('DeleteVpnGateway', { VpnGatewayId })
  assert.equal((await describe()).Status, 'deleting')
  await caller.settle()
  const { status } = await caller.refused('InvalidVpnGatewayInstanceId.NotFound', 'DescribeVpnGateway', {
    VpnGatewayId,
  })
  assert.equal(status, 404)
})

test('a VPN gateway without a vSwitch of its own is in the oldest of the VPC that is not being deleted', async () => {
  await using caller = await openCaller()
  const { VpcId, first, second } = await network(caller)
  await caller.ok('DeleteVSwitch', { VSwitchId: first })
  const VpnGatewayId = await caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10 })
  assert.equal(await caller.get('VSwitchId', 'DescribeVpnGateway', { VpnGatewayId }), second)
  await caller.ok('DeleteVpnGateway', { VpnGatewayId })
  await caller.settle()
  await caller.ok('DeleteVSwitch', { VSwitchId: second })
  await caller.refused('InvalidVSwitchId.NotFound', 'CreateVpnGateway', { VpcId, Bandwidth: 10 })
})

test('a second vSwitch makes it a dual-tunnel gateway with two addresses; the name is the id by default', async () => {
  await using caller = await openCaller()
  const { VpcId, first, second } = await network(caller)
  const VpnGatewayId = await caller.make('CreateVpnGateway', {
    VpcId,
    VSwitchId: first,
    DisasterRecoveryVSwitchId: second,
    Bandwidth: 200,
    InstanceChargeType: 'PREPAY',
    Period: 1,
    AutoPay: true,
    EnableIpsec: true,
    EnableSsl: false,
    NetworkType: 'public',
    VpnType: 'Normal',
    ResourceGroupId: 'rg-1',
    Tags: [{ Key: 'k', Value: 'v' }],
  })
  const described = await caller.ok('DescribeVpnGateway', { VpnGatewayId })
  assert.deepEqual(
    [described.InternetIp, described.DisasterRecoveryInternetIp, described.DisasterRecoveryVSwitchId],
    ['198.51.100.2', '198.51.100.3', second],
  )
  const { Name, ChargeType, Spec, ResourceGroupId, Tags } = described
  assert.deepEqual(
    { Name, ChargeType, Spec, ResourceGroupId, Tags },
    {
      Name: VpnGatewayId,
      ChargeType: 'Prepay',
      Spec: '200M',
      ResourceGroupId: 'rg-1',
      Tags: { Tag: [{ Key: 'k', Value: 'v' }] },
    },
  )
  const same = { VpcId, VSwitchId: first, DisasterRecoveryVSwitchId: first, Bandwidth: 10 }
  await caller.ok('CreateVpnGateway', same)
})

test('a VPN gateway with invalid parameters is refused with the document’s code', async () => {
  await using caller = await openCaller()
  const { VpcId, first } = await network(caller)
  const cases: readonly (readonly [string, Parameters])[] = [
    ['InvalidSpec.NotFound', { Bandwidth: 7 }],
    ['InvalidSpec.NotFound', { Bandwidth: 'wide' }],
    ['InvalidName', { Name: 'a' }],
    ['InvalidName', { Name: '1st' }],
    ['InvalidName', { Name: 'a b' }],
    ['InvalidName', { Name: 'http://name' }],
    ['InvalidName', { Name: 'a'.repeat(101) }],
    ['InvalidPeriod', { Period: 10 }],
    ['ChargeType.NotSupport', { InstanceChargeType: 'FREE' }],
    ['OperationFailed.SslNotSupport', { EnableSsl: true }],
    ['OperationFailed.SslNotSupport', { EnableSsl: true, EnableIpsec: false }],
    ['InvalidVpnEnable', { EnableIpsec: false }],
    ['UnnecessarySslConnection', { SslConnections: 5 }],
    ['OperationUnsupported.NetworkType', { NetworkType: 'private' }],
    ['OperationUnsupported.VpnType', { VpnType: 'NationalStandard' }],
    ['InvalidVSwitchId.NotFound', { VSwitchId: first, DisasterRecoveryVSwitchId: 'vsw-none' }],
    ['InvalidVSwitchId.NotFound', { VSwitchId: 'vsw-none' }],
    ['MissingParameter', { DisasterRecoveryVSwitchId: first }],
    ['Duplicated.TagKey', { Tag: [{ Key: 'k' }, { Key: 'k' }] }],
  ]
  for (const [code, parameters] of cases) {
    await caller.refused(code, 'CreateVpnGateway', { VpcId, Bandwidth: 10, ...parameters })
  }
  for (const Bandwidth of [5, 10, 20, 50, 100, 200, 500, 1000])
    await caller.ok('CreateVpnGateway', { VpcId, Bandwidth })
})

test('VPN gateways are filtered by each documented filter', async () => {
  await using caller = await openCaller()
  const { VpcId } = await network(caller)
  const a = await caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10 })
  await caller.settle()
  const b = await caller.make('CreateVpnGateway', {
    VpcId,
    Bandwidth: 10,
    ResourceGroupId: 'rg-1',
    Tag: [{ Key: 'k' }],
  })
  const find = async (parameters: Parameters) =>
    ((await caller.get('VpnGateways.VpnGateway', 'DescribeVpnGateways', parameters)) as Parameters[]).map(
      ({ VpnGatewayId }) => VpnGatewayId,
    )
  assert.deepEqual((await find({ VpcId })).sort(), [a, b].sort())
  assert.deepEqual(await find({ VpnGatewayId: a }), [a])
  assert.deepEqual(await find({ Status: 'active' }), [a])
  assert.deepEqual(await find({ Status: 'provisioning' }), [b])
  assert.deepEqual(await find({ ResourceGroupId: 'rg-1' }), [b])
  assert.deepEqual(await find({ Tag: [{ Key: 'k' }] }), [b])
  assert.deepEqual(await find({ BusinessStatus: 'FinancialLocked' }), [])
  assert.deepEqual(await find({ GatewayType: 'Enhanced.SiteToSite' }), [])
})

test('a VPN gateway is changed in what is named, updating and then active, and can be changed again at once', async () => {
  await using caller = await openCaller()
  const { VpcId } = await network(caller)
  const VpnGatewayId = await caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10, Name: 'first' })
  await caller.settle()
  const modify = async (parameters: Parameters) => {
    const answer = await caller.ok('ModifyVpnGatewayAttribute', { VpnGatewayId, ...parameters })
    return [answer.Name, answer.Description, answer.AutoPropagate, answer.Status]
  }
  assert.deepEqual(await modify({ Description: 'words', AutoPropagate: true }), ['first', 'words', true, 'updating'])
  assert.deepEqual(await modify({ Name: 'second', Description: '' }), ['second', 'words', true, 'updating'])
  await caller.settle()
  const { Name, Description, AutoPropagate, Status } = await caller.ok('DescribeVpnGateway', { VpnGatewayId })
  assert.deepEqual([Name, Description, AutoPropagate, Status], ['second', 'words', true, 'active'])
  for (const [code, parameters] of [
    ['InvalidName', { Name: '1st' }],
    ['InvalidName', { Name: 'https://x' }],
    ['InvalidDescription', { Description: 'a'.repeat(101) }],
    ['InvalidDescription', { Description: 'http://x' }],
  ] as const) {
    await caller.refused(code, 'ModifyVpnGatewayAttribute', { VpnGatewayId, ...parameters })
  }
})

test('a repeated ClientToken makes one VPN gateway', async () => {
  await using caller = await openCaller()
  const { VpcId } = await network(caller)
  const request = { VpcId, Bandwidth: 10, ClientToken: 'TF-CreateVpnGateway-1' }
  assert.equal(await caller.make('CreateVpnGateway', request), await caller.make('CreateVpnGateway', request))
})
