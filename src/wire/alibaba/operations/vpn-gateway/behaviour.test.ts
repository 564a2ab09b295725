import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newResource } from '../../../../commands/command.ts'
import type { Ipv4Address } from '../../../../domain/address.ts'
import { allowing, policyDocument, userOf } from '../../testing/access.ts'
import { type Caller, openCaller, type Parameters, region } from '../../testing/caller.ts'
import { connectionOn, gateway, vpc, vSwitch } from '../../testing/resources.ts'

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
  const { RequestId, OrderId, ...answer } = await caller.ok('CreateVpnGateway', { VpcId, Bandwidth: 10, Name: 'MYVPN' })
  assert.ok(RequestId)
  assert.match(JSON.stringify(OrderId), /^\d{15}$/)
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
    EndTime: Date.UTC(2100, 0, 18, 16),
    EniInstanceIds: { EniInstanceId: [] },
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
    Tag: '{"VpnEnableBgp":"true","PbrPriority":"true","VisuallySsl":"false","IDaaSNewVersion":"false"}',
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
      ChargeType: 'PostpayByFlow',
      Spec: '200M',
      ResourceGroupId: 'rg-1',
      Tags: { Tag: [{ Key: 'k', Value: 'v' }] },
    },
  )
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
    ['InvalidPeriod', { InstanceChargeType: 'PREPAY' }],
    ['InvalidParameter', { AutoPay: 'perhaps' }],
    ['OperationUnsupported.EnableSsl', { EnableSsl: true }],
    ['OperationUnsupported.EnableSsl', { EnableSsl: true, EnableIpsec: false, SslConnections: 20 }],
    ['OperationFailed.SslNotSupport', { EnableSsl: true, NetworkType: 'private', Bandwidth: 200 }],
    ['OperationFailed.NetworkTypeNotMatch', { VpnType: 'NationalStandard', NetworkType: 'private', Bandwidth: 200 }],
    ['InvalidVpnEnable', { EnableIpsec: false }],
    ['UnnecessarySslConnection', { SslConnections: 5 }],
    ['InvalidSpec.NotFound', { NetworkType: 'private' }],
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

test('a private gateway has addresses of its vSwitches, which no host and no other gateway has', async () => {
  await using caller = await openCaller()
  const { VpcId, first, second } = await network(caller)
  await caller.put({
    ...newResource({ id: 'host', account: caller.account.id, region, name: '', createdAt: 0 }),
    kind: 'host',
    spec: { place: { kind: 'subnet', id: first }, address: '10.0.1.2' as Ipv4Address },
  })
  const place = { VpcId, VSwitchId: first, NetworkType: 'private' }
  const single = await caller.make('CreateVpnGateway', { ...place, Bandwidth: 1000 })
  const dual = await caller.make('CreateVpnGateway', { ...place, DisasterRecoveryVSwitchId: second, Bandwidth: 200 })
  const shown = async (VpnGatewayId: string) => {
    const { NetworkType, InternetIp, DisasterRecoveryInternetIp } = await caller.ok('DescribeVpnGateway', {
      VpnGatewayId,
    })
    return [NetworkType, InternetIp, DisasterRecoveryInternetIp]
  }
  assert.deepEqual(await shown(single), ['private', '10.0.1.3', undefined])
  assert.deepEqual(await shown(dual), ['private', '10.0.1.4', '10.0.2.2'])
})

test('two vSwitches are in two zones, unless the region has one alone', async () => {
  await using caller = await openCaller()
  const { VpcId, first } = await network(caller)
  const beside = await caller.make('CreateVSwitch', { VpcId, CidrBlock: '10.0.3.0/24', ZoneId: 'cn-hangzhou-h' })
  for (const DisasterRecoveryVSwitchId of [first, beside]) {
    const request = { VpcId, VSwitchId: first, DisasterRecoveryVSwitchId, Bandwidth: 10 }
    await caller.refused('OperationFailed.VSwitchConflict', 'CreateVpnGateway', request)
  }
  const RegionId = 'ap-southeast-7'
  const bangkok = await caller.make('CreateVpc', { CidrBlock: '10.0.0.0/16', RegionId })
  const subnet = { VpcId: bangkok, CidrBlock: '10.0.1.0/24', ZoneId: 'ap-southeast-7a', RegionId }
  const only = await caller.make('CreateVSwitch', subnet)
  const both = { VSwitchId: only, DisasterRecoveryVSwitchId: only }
  await caller.ok('CreateVpnGateway', { VpcId: bangkok, ...both, Bandwidth: 10, RegionId })
})

test('a bandwidth of less than 100 Mbit/s other than 10 is for regions of China, of which Hong Kong is none', async () => {
  await using caller = await openCaller()
  for (const [RegionId, narrow] of [
    ['cn-beijing', true],
    ['cn-hongkong', false],
    ['eu-central-1', false],
  ] as const) {
    const VpcId = await caller.make('CreateVpc', { CidrBlock: '10.0.0.0/16', RegionId })
    const zones = (await caller.get('Zones.Zone', 'DescribeZones', { RegionId })) as Parameters[]
    await caller.make('CreateVSwitch', { VpcId, CidrBlock: '10.0.1.0/24', ZoneId: zones[0]?.ZoneId, RegionId })
    for (const Bandwidth of [5, 20, 50]) {
      const request = { VpcId, Bandwidth, RegionId }
      if (narrow) await caller.ok('CreateVpnGateway', request)
      else await caller.refused('InvalidSpec.NotFound', 'CreateVpnGateway', request)
    }
    for (const Bandwidth of [10, 100, 1000]) await caller.ok('CreateVpnGateway', { VpcId, Bandwidth, RegionId })
  }
})

test('a PREPAY gateway ends so many months later, and cannot be deleted before', async () => {
  await using caller = await openCaller()
  const { VpcId } = await network(caller)
  caller.now = Date.UTC(2025, 0, 31, 12)
  const order = { VpcId, Bandwidth: 10, InstanceChargeType: 'PREPAY', Period: 1, AutoPay: true }
  const VpnGatewayId = await caller.make('CreateVpnGateway', order)
  const { ChargeType, EndTime } = await caller.ok('DescribeVpnGateway', { VpnGatewayId })
  assert.deepEqual([ChargeType, EndTime], ['Prepay', Date.UTC(2025, 1, 28, 12)])
  caller.now = Date.UTC(2025, 1, 28, 11)
  const { status } = await caller.refused('ForbiddenRelease', 'DeleteVpnGateway', { VpnGatewayId })
  assert.equal(status, 403)
  caller.now = Date.UTC(2025, 1, 28, 12)
  await caller.ok('DeleteVpnGateway', { VpnGatewayId })
})

test('a VPN gateway with a connection stays until the connection is gone', async () => {
  await using caller = await openCaller()
  const VpnGatewayId = await gateway(caller)
  const VpnConnectionId = await connectionOn(caller, VpnGatewayId)
  const { body } = await caller.refused('DependencyViolation.VpnConnection', 'DeleteVpnGateway', { VpnGatewayId })
  assert.match(String(body.Message), new RegExp(VpnConnectionId))
  await caller.ok('DeleteVpnConnection', { VpnConnectionId })
  await caller.settle()
  await caller.ok('DeleteVpnGateway', { VpnGatewayId })
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
    assert.deepEqual([answer.EndTime, answer.VpcId], [Date.UTC(2100, 0, 18, 16), VpcId])
    return [answer.Name, answer.Description, answer.AutoPropagate, answer.Status]
  }
  assert.deepEqual(await modify({ Description: 'words', AutoPropagate: true }), ['first', 'words', true, 'updating'])
  assert.deepEqual(await modify({ Name: 'second', Description: '' }), ['second', '', true, 'updating'])
  await caller.settle()
  const { Name, Description, AutoPropagate, Status } = await caller.ok('DescribeVpnGateway', { VpnGatewayId })
  assert.deepEqual([Name, Description, AutoPropagate, Status], ['second', '', true, 'active'])
  for (const [code, parameters] of [
    ['InvalidName', { Name: '1st' }],
    ['InvalidName', { Name: 'https://x' }],
    ['InvalidDescription', { Description: 'a'.repeat(101) }],
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

test('the first VPN gateway of an account needs ram:CreateServiceLinkedRole, and later ones do not', async () => {
  await using caller = await openCaller()
  const VpcId = await vpc(caller)
  const request = { VpcId, VSwitchId: await vSwitch(caller, VpcId), Bandwidth: 10 }
  const dev = await userOf(caller, 'dev', allowing('vpc:*'))
  await dev.refused('Forbidden.NoSLRPermission', 'CreateVpnGateway', request)
  const ServiceName = { StringEquals: { 'ram:ServiceName': 'vpn.aliyuncs.com' } }
  const linking = { Action: 'ram:CreateServiceLinkedRole', Condition: ServiceName }
  const allowed = await userOf(caller, 'allowed', { document: policyDocument({ Action: 'vpc:*' }, linking) })
  await allowed.ok('CreateVpnGateway', request)
  await dev.ok('CreateVpnGateway', request)
})
