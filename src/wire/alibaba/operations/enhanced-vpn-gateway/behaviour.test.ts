import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'
import { enhancedGateway, enhancedPlace, gateway } from '../../testing/resources.ts'

test('an enhanced gateway has two addresses and no order, is shown beside the others, changed and deleted', async () => {
  await using caller = await openCaller()
  const place = await enhancedPlace(caller)
  const request = { ...place, ResourceGroupId: 'rg-1', NetworkType: 'public', VpnType: 'Normal' }
  const { RequestId, ...answer } = await caller.ok('CreateEnhancedVpnGateway', request)
  assert.ok(RequestId)
  const VpnGatewayId = String(answer.VpnGatewayId)
  assert.deepEqual(answer, { VpnGatewayId, Name: VpnGatewayId })
  const describe = () => caller.ok('DescribeVpnGateway', { VpnGatewayId })
  assert.equal((await describe()).Status, 'provisioning')
  await caller.settle()
  const { RequestId: _, ...described } = await describe()
  const { Tag, ...told } = described
  assert.deepEqual(told, {
    ...place,
    AutoPropagate: false,
    BusinessStatus: 'Normal',
    ChargeType: 'PostpayByFlow',
    CreateTime: caller.now,
    Description: '',
    DisasterRecoveryInternetIp: '198.51.100.3',
    EnableBgp: false,
    EndTime: Date.UTC(2100, 0, 18, 16),
    EniInstanceIds: { EniInstanceId: [] },
    InternetIp: '198.51.100.2',
    IpsecVpn: 'enable',
    Name: VpnGatewayId,
    NetworkType: 'public',
    ResourceGroupId: 'rg-1',
    Spec: '1000M',
    SslMaxConnections: 0,
    SslVpn: 'disable',
    Status: 'active',
    Tags: { Tag: [] },
    VpnGatewayId,
    VpnType: 'Normal',
  })
  const change = { VpnGatewayId, Name: 'new', Description: 'words', AutoPropagate: true }
  const updated = await caller.ok('UpdateEnhancedVpnGateway', change)
  assert.deepEqual(
    [updated.Name, updated.Description, updated.AutoPropagate, updated.Status],
    ['new', 'words', true, 'updating'],
  )
  await caller.settle()
  assert.deepEqual(await caller.get('VpnGateways.VpnGateway', 'DescribeVpnGateways', { VpnGatewayId }), [
    { ...described, Name: 'new', Description: 'words', AutoPropagate: true },
  ])
  await caller.ok('DeleteEnhancedVpnGateway', { VpnGatewayId })
  assert.equal((await describe()).Status, 'deleting')
  await caller.settle()
  assert.equal(await caller.get('TotalCount', 'DescribeVpnGateways', { VpnGatewayId }), 0)
})

test('a traditional gateway is no enhanced one, and stays as it is', async () => {
  await using caller = await openCaller()
  const VpnGatewayId = await gateway(caller)
  for (const action of ['UpdateEnhancedVpnGateway', 'DeleteEnhancedVpnGateway']) {
    const { status } = await caller.refused('InvalidVpnGatewayInstanceId.NotFound', action, { VpnGatewayId })
    assert.equal(status, 400)
  }
})

test('gateways are listed by their type', async () => {
  await using caller = await openCaller()
  const usual = await gateway(caller)
  const enhanced = await enhancedGateway(caller)
  const find = async (GatewayType: string) =>
    ((await caller.get('VpnGateways.VpnGateway', 'DescribeVpnGateways', { GatewayType })) as Parameters[]).map(
      ({ VpnGatewayId }) => VpnGatewayId,
    )
  assert.deepEqual([await find('Traditional'), await find('Enhanced.SiteToSite')], [[usual], [enhanced]])
})

test('an enhanced gateway with invalid parameters, or with one vSwitch, is refused', async () => {
  await using caller = await openCaller()
  const place = await enhancedPlace(caller)
  for (const [code, parameters] of [
    ['InvalidParameter', { GatewayType: 'Traditional' }],
    ['MissingParameter', { GatewayType: '' }],
    ['MissingParameter', { VSwitchId: '' }],
    ['MissingParameter', { DisasterRecoveryVSwitchId: '' }],
    ['InvalidName', { Name: '1st' }],
  ] as const) {
    await caller.refused(code, 'CreateEnhancedVpnGateway', { ...place, ...parameters })
  }
})
