import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, openSite } from '../../testing/site.ts'

const gateway = (VpcId: string, more = {}) => ({ VpcId, VpnGatewayName: 'g', InternetMaxBandwidthOut: 5, ...more })

test('a gateway with every default is PENDING until the data plane has it', async () => {
  await using site = await openSite()
  const created = await site.ask('CreateVpnGateway', gateway(site.vpc))
  const { VpnGatewayId, VpnGatewayQuotaSet, ...rest } = created.VpnGateway as Record<string, unknown>
  assert.match(String(VpnGatewayId), /^vpngw-[0-9a-z]{8}$/)
  assert.equal((VpnGatewayQuotaSet as unknown[]).length, 9)
  assert.deepEqual((VpnGatewayQuotaSet as unknown[])[0], {
    Bandwidth: 5,
    Cname: '微小型',
    Name: 'cdmini',
    MaxConnection: [],
  })
  assert.deepEqual(rest, {
    VpcId: site.vpc,
    VpnGatewayName: 'g',
    Type: 'IPSEC',
    State: 'PENDING',
    PublicIpAddress: '203.0.113.3',
    RenewFlag: 'NOTIFY_AND_AUTO_RENEW',
    InstanceChargeType: 'POSTPAID_BY_HOUR',
    InternetMaxBandwidthOut: 5,
    CreatedTime: '2026-11-20 20:00:00',
    ExpiredTime: '0000-00-00 00:00:00',
    IsAddressBlocked: false,
    NewPurchasePlan: '',
    RestrictState: 'NORMAL',
    Zone: '',
    Version: 'ver4.0',
    NetworkInstanceId: '',
    CdcId: '',
    MaxConnection: 5,
    BgpAsn: 0,
    IsPrivate: false,
    TagSet: [],
  })
  const state = async () =>
    at(await site.ask('DescribeVpnGateways', { VpnGatewayIds: [VpnGatewayId] }), 'VpnGatewaySet.0.State')
  const task = async () => (await site.ask('DescribeVpcTaskResult', { TaskId: created.RequestId })).Status
  assert.deepEqual([await state(), await task()], ['PENDING', 'RUNNING'])
  await site.installation.settle()
  assert.deepEqual([await state(), await task()], ['AVAILABLE', 'SUCCESS'])
})

test('a gateway with every parameter is shown with what was given', async () => {
  await using site = await openSite({
    Zone: 'ap-guangzhou-2',
    MaxConnection: 50,
    BgpAsn: 61413,
    InternetMaxBandwidthOut: 3000,
    InstanceChargeType: 'POSTPAID_BY_HOUR',
    InstanceChargePrepaid: { Period: 1 },
    CdcId: '',
    Type: 'IPSEC',
    Tags: [{ Key: 'city', Value: 'shanghai' }],
  })
  const shown = at(await site.ask('DescribeVpnGateways', { VpnGatewayIds: [site.gateway] }), 'VpnGatewaySet.0')
  const { Zone, MaxConnection, BgpAsn, InternetMaxBandwidthOut, TagSet } = shown as Record<string, unknown>
  assert.deepEqual([Zone, MaxConnection, BgpAsn, InternetMaxBandwidthOut], ['ap-guangzhou-2', 50, 61413, 3000])
  assert.deepEqual(TagSet, [{ Key: 'city', Value: 'shanghai' }])
})

test('CreateVpnGateway with what is not offered or not valid is refused with its own code', async () => {
  await using site = await openSite()
  const table: readonly (readonly [object, string])[] = [
    [{ VpcId: '' }, 'UnsupportedOperation.VpnGwVpcIdMustHave'],
    [{ VpcId: '', Type: 'SSL' }, 'UnsupportedOperation.VpnGwVpcIdMustHave'],
    [{ Type: 'CCN' }, 'UnsupportedOperation.VpnGwVpcIdNotHave'],
    [{ Type: 'SSL_CCN', VpcId: '' }, 'UnsupportedOperation'],
    [{ Type: 'SSL' }, 'UnsupportedOperation'],
    [{ Type: 'GRE' }, 'InvalidParameterValue'],
    [{ InstanceChargeType: 'PREPAID' }, 'MissingParameter'],
    [{ InstanceChargeType: 'PREPAID', InstanceChargePrepaid: { Period: 10 } }, 'InvalidParameterValue'],
    [{ InstanceChargeType: 'FREE' }, 'InvalidParameterValue'],
    [{ CdcId: 'cluster-gbo27yc4' }, 'UnsupportedOperation'],
    [{ InternetMaxBandwidthOut: 7 }, 'InvalidParameterValue'],
    [{ MaxConnection: 7 }, 'InvalidParameterValue'],
    [{ BgpAsn: 45090 }, 'InvalidParameterValue'],
    [{ Zone: 'ap-beijing-1' }, 'InvalidParameterValue'],
    [{ IsPrivate: true }, 'UnsupportedOperation.PrivateVpnGateway'],
    [{ BgpEnable: true }, 'UnsupportedOperation.VpnUnsupportedBgp'],
    [{ IpStack: '6in4' }, 'UnsupportedOperation.NotSupportCreateIpv6VpnGateway'],
    [{ SubnetId: 'subnet-12345678' }, 'UnsupportedOperation'],
    [{ AccessSubnet: '10.0.0.0/12' }, 'UnsupportedOperation'],
    [{ VpcId: 'subnet-12345678' }, 'InvalidVpcId.Malformed'],
  ]
  for (const [more, code] of table) {
    assert.equal(await site.refusal('CreateVpnGateway', gateway(site.vpc, more)), code, JSON.stringify(more))
  }
})

test('every filter of DescribeVpnGateways finds by what the answer shows', async () => {
  await using site = await openSite({ Zone: 'ap-guangzhou-2' })
  const filters = {
    'vpc-id': site.vpc,
    'vpn-gateway-id': site.gateway,
    'vpn-gateway-name': 'gateway',
    type: 'IPSEC',
    'public-ip-address': site.gatewayAddress,
    'renew-flag': 'NOTIFY_AND_AUTO_RENEW',
    zone: 'ap-guangzhou-2',
  }
  for (const [Name, value] of Object.entries(filters)) {
    const count = async (Values: string[]) =>
      (await site.ask('DescribeVpnGateways', { Filters: [{ Name, Values }] })).TotalCount
    assert.deepEqual([await count([value]), await count(['other'])], [1, 0], Name)
  }
  const both = { VpnGatewayIds: [site.gateway], Filters: [{ Name: 'zone', Values: ['a'] }] }
  assert.equal(await site.refusal('DescribeVpnGateways', both), 'InvalidParameter.Coexist')
  await site.ask('DescribeVpnGateways', { VpnGatewayIds: [site.gateway], Filters: [] })
})

test('a deleted gateway is DELETING until the data plane has released it, and then gone', async () => {
  await using site = await openSite()
  const { RequestId: TaskId } = await site.ask('DeleteVpnGateway', { VpnGatewayId: site.gateway })
  const described = () => site.ask('DescribeVpnGateways', { VpnGatewayIds: [site.gateway] })
  assert.equal(at(await described(), 'VpnGatewaySet.0.State'), 'DELETING')
  assert.equal((await site.ask('DescribeVpcTaskResult', { TaskId })).Status, 'RUNNING')
  assert.equal(await site.refusal('CreateVpnConnection', site.connection), 'ResourceNotFound')
  await site.installation.settle()
  const { TotalCount, VpnGatewaySet } = await described()
  assert.deepEqual([TotalCount, VpnGatewaySet], [0, []])
  assert.equal((await site.ask('DescribeVpcTaskResult', { TaskId })).Status, 'SUCCESS')
})

test('what newer clients send for nothing is taken', async () => {
  await using site = await openSite()
  const nothing = { IsPrivate: false, SubnetId: '', BgpEnable: false, IpStack: '4in4', AccessSubnet: '' }
  await site.ask('CreateVpnGateway', gateway(site.vpc, nothing))
  await site.ask('CreateVpnGateway', gateway(site.vpc, { BgpEnable: true, BgpAsn: 64551 }))
})

test('a gateway of type CCN has no VPC, and is told from the others by its type', async () => {
  await using site = await openSite()
  const parameters = { VpcId: '', VpnGatewayName: 'ccn', InternetMaxBandwidthOut: 5, Type: 'CCN' }
  const ccn = await site.make('CreateVpnGateway', parameters, 'VpnGateway.VpnGatewayId')
  const ofType = async (...Values: readonly string[]) =>
    (
      at(await site.ask('DescribeVpnGateways', { Filters: [{ Name: 'type', Values }] }), 'VpnGatewaySet') as {
        VpnGatewayId: string
        VpcId: string
      }[]
    ).map(({ VpnGatewayId, VpcId }) => [VpnGatewayId, VpcId])
  assert.deepEqual(await ofType('CCN'), [[ccn, '']])
  assert.deepEqual(await ofType('IPSEC'), [[site.gateway, site.vpc]])
  assert.equal((await ofType('IPSEC', 'CCN')).length, 2)
  assert.deepEqual(await ofType('SSL'), [])
  await site.installation.settle()
  const VpnGatewayId = ccn
  assert.equal(
    await site.refusal('CreateVpnConnection', { ...site.connection, VpnGatewayId, VpcId: site.vpc }),
    'ResourceNotFound',
  )
  const connection = await site.connect({ VpnGatewayId, VpcId: '' })
  assert.equal((await site.shown(connection)).VpcId, '')
})
