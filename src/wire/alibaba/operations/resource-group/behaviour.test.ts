import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Caller, openCaller, type Parameters } from '../../testing/caller.ts'
import { attachment, connection, gateway, peer, readyGateway, vpc, vSwitch } from '../../testing/resources.ts'
import { cen } from '../shared/service.ts'

/** Of the account that `openCaller` opens. */
const standard = 'rg-acfm1234567890123456'

const groupOf = {
  vpc: (caller: Caller, VpcId: string) => caller.get('ResourceGroupId', 'DescribeVpcAttribute', { VpcId }),
  vSwitch: (caller: Caller, VSwitchId: string) =>
    caller.get('ResourceGroupId', 'DescribeVSwitchAttributes', { VSwitchId }),
  gateway: (caller: Caller, VpnGatewayId: string) =>
    caller.get('ResourceGroupId', 'DescribeVpnGateway', { VpnGatewayId }),
  peer: (caller: Caller, CustomerGatewayId: string) =>
    caller.get('ResourceGroupId', 'DescribeCustomerGateway', { CustomerGatewayId }),
  connection: (caller: Caller, VpnConnectionId: string) =>
    caller.get('ResourceGroupId', 'DescribeVpnConnection', { VpnConnectionId }),
}

const ofCen = (action: string) => ({ service: cen.service, action })

test('what names no resource group is in the default group of its account, and is found by it', async () => {
  await using caller = await openCaller()
  const VpcId = await vpc(caller)
  const VSwitchId = await vSwitch(caller, VpcId)
  const VpnGatewayId = await caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10 })
  const CustomerGatewayId = await peer(caller)
  await caller.make('CreateCen')
  const shown = [
    await groupOf.vpc(caller, VpcId),
    await groupOf.vSwitch(caller, VSwitchId),
    await groupOf.gateway(caller, VpnGatewayId),
    await groupOf.peer(caller, CustomerGatewayId),
    await groupOf.connection(caller, await attachment(caller)),
    await caller.get('Cens.Cen.1.ResourceGroupId', 'DescribeCens'),
    await caller.get('ResourceGroupId', 'CreateVpc'),
  ]
  assert.deepEqual(new Set(shown), new Set([standard]))
  await caller.make('CreateVpc', { ResourceGroupId: 'rg-1' })
  const counts = async (ResourceGroupId: string) => {
    const lists = [
      'DescribeVpcs',
      'DescribeVSwitches',
      'DescribeVpnGateways',
      'DescribeCustomerGateways',
      'DescribeCens',
    ]
    return Promise.all(lists.map((action) => caller.get('TotalCount', action, { ResourceGroupId })))
  }
  assert.deepEqual(await counts(standard), [2, 1, 1, 2, 1])
  assert.deepEqual(await counts('rg-1'), [1, 0, 0, 0, 0])
  assert.deepEqual(await counts('rg-acfm1'), [0, 0, 0, 0, 0])
})

test('a VPN gateway is moved to another resource group with its connections, and these not by themselves', async () => {
  await using caller = await openCaller()
  const [InstanceId, other] = [await readyGateway(caller), await gateway(caller)]
  const bound = await connection(caller, { VpnGatewayId: InstanceId })
  const loose = await attachment(caller)
  const move = { InstanceId, NewResourceGroupId: 'rg-2', ResourceType: 'VpnGateWay' }
  const { RequestId, ...answer } = await caller.ok('MoveVpnResourceGroup', move)
  assert.deepEqual([typeof RequestId, answer], ['string', {}])
  assert.equal(await groupOf.gateway(caller, InstanceId), 'rg-2')
  assert.equal(await groupOf.connection(caller, bound), 'rg-2')
  assert.equal(await groupOf.gateway(caller, other), standard)
  assert.equal(await groupOf.connection(caller, loose), standard)
  await caller.refused('InvalidVpnConnectionInstanceId.NotFound', 'MoveVpnResourceGroup', {
    ...move,
    InstanceId: bound,
    ResourceType: 'VPNATTACHMENT',
  })
  await caller.ok('MoveVpnResourceGroup', { ...move, NewResourceGroupId: standard })
  assert.equal(await groupOf.connection(caller, bound), standard)
  assert.equal(await caller.get('TotalCount', 'DescribeVpnGateways', { ResourceGroupId: standard }), 2)
})

test('attachments and customer gateways are moved, whatever the case of the type', async () => {
  await using caller = await openCaller()
  const NewResourceGroupId = 'rg-2'
  const connection = await attachment(caller)
  const device = await peer(caller)
  for (const [ResourceType, InstanceId] of [
    ['VPNATTACHMENT', connection],
    ['CustomerGateway', device],
    ['customergateway', device],
  ]) {
    await caller.ok('MoveVpnResourceGroup', { ResourceType, InstanceId, NewResourceGroupId })
  }
  assert.equal(await groupOf.connection(caller, connection), 'rg-2')
  assert.equal(await groupOf.peer(caller, device), 'rg-2')
  const named = { InstanceId: device, NewResourceGroupId }
  await caller.refused('InvalidParameter', 'MoveVpnResourceGroup', { ...named, ResourceType: 'VPC' })
})

test('a VPC is moved with its vSwitches, and keeps its other labels', async () => {
  await using caller = await openCaller()
  const Tag = [{ Key: 'k', Value: 'v' }]
  const VpcId = await caller.make('CreateVpc', { CidrBlock: '10.0.0.0/16', VpcName: 'n', Description: 'd', Tag })
  const VSwitchId = await vSwitch(caller, VpcId)
  const move = { ResourceType: 'VPC', ResourceId: VpcId, NewResourceGroupId: 'rg-2' }
  await caller.ok('MoveResourceGroup', move)
  assert.equal(await groupOf.vSwitch(caller, VSwitchId), 'rg-2')
  const { VpcName, Description, Tags } = await caller.ok('DescribeVpcAttribute', { VpcId })
  assert.deepEqual([VpcName, Description, Tags], ['n', 'd', { Tag }])
  assert.equal(await caller.get('TotalCount', 'DescribeVSwitches', { ResourceGroupId: 'rg-2' }), 1)
})

test('ChangeResourceGroup moves a VPC, a VPN gateway, an attachment and a customer gateway', async () => {
  await using caller = await openCaller()
  const NewResourceGroupId = 'rg-2'
  const change = (ResourceType: string, ResourceId: string) =>
    caller.ok('ChangeResourceGroup', { ResourceType, ResourceId, NewResourceGroupId })
  const [VpcId, connection, device] = [await vpc(caller), await attachment(caller), await peer(caller)]
  await change('vpc', VpcId)
  await change('VPNATTACHMENT', connection)
  await change('CUSTOMERGATEWAY', device)
  assert.equal(await caller.get('ResourceGroupId', 'DescribeVpcAttribute', { VpcId }), 'rg-2')
  assert.deepEqual([await groupOf.connection(caller, connection), await groupOf.peer(caller, device)], ['rg-2', 'rg-2'])
  const VpnGatewayId = await gateway(caller)
  await caller.settle()
  await change('VpnGateWay', VpnGatewayId)
  assert.equal(await caller.get('ResourceGroupId', 'DescribeVpnGateway', { VpnGatewayId }), 'rg-2')
})

test('a CEN instance is moved without a region, and a dry run moves nothing', async () => {
  await using caller = await openCaller()
  const ResourceId = await caller.make('CreateCen')
  const move = { RegionId: undefined, ResourceType: 'cen', ResourceId, NewResourceGroupId: 'rg-2' }
  await caller.refused('DryRunOperation', ofCen('MoveResourceGroup'), { ...move, DryRun: true })
  await caller.ok(ofCen('MoveResourceGroup'), move)
  assert.equal(await caller.get('Cens.Cen.1.ResourceGroupId', 'DescribeCens', { ResourceGroupId: 'rg-2' }), 'rg-2')
})

test('resource groups are the default one and those of the account’s resources in all regions, while there are such', async () => {
  await using caller = await openCaller()
  const list = async (parameters: Parameters = {}) =>
    (await caller.get('ResourceGroups.ResourceGroup', 'ListResourceGroups', {
      RegionId: undefined,
      PageSize: 50,
      ...parameters,
    })) as Parameters[]
  const AccountId = '1234567890123456'
  const first = { AccountId, DisplayName: 'default resource group', Id: standard, Name: 'default', Status: 'OK' }
  assert.deepEqual(await list(), [first])
  const VpcId = await caller.make('CreateVpc', { ResourceGroupId: 'rg-2' })
  await caller.make('CreateVpc', { RegionId: 'cn-beijing', ResourceGroupId: 'rg-3' })
  await caller.make('CreateCen', { ResourceGroupId: 'rg-1' })
  await caller.make('CreateCustomerGateway', { IpAddress: '192.0.2.200', ResourceGroupId: standard })
  const ids = async () => (await list()).map(({ Id }) => Id)
  assert.deepEqual(await ids(), [standard, 'rg-1', 'rg-2', 'rg-3'])
  assert.deepEqual(await list({ Name: 'rg-2' }), [
    { AccountId, DisplayName: 'rg-2', Id: 'rg-2', Name: 'rg-2', Status: 'OK' },
  ])
  const paged = await caller.ok('ListResourceGroups', { PageSize: 3, PageNumber: 2 })
  assert.deepEqual([paged.PageNumber, paged.PageSize, paged.TotalCount], [2, 3, 4])
  await caller.ok('MoveResourceGroup', { ResourceType: 'VPC', ResourceId: VpcId, NewResourceGroupId: 'rg-1' })
  assert.deepEqual(await ids(), [standard, 'rg-1', 'rg-3'])
})
