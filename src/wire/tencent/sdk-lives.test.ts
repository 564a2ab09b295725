/** The life of each resource through the official Node SDK: created, read, listed, changed, reset where it can be, deleted. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settleBillsOf } from './testing/bills.ts'
import { region, setOf } from './testing/client.ts'
import { clientOf, type SdkClient, type SdkServer, serveSdk } from './testing/sdk.ts'

const zone = `${region}-3`

/** What a resource’s life needs around it. */
interface Surroundings {
  readonly client: SdkClient
  readonly server: SdkServer
  readonly VpcId: string
  readonly VpnGatewayId: string
  readonly CustomerGatewayId: string
}

const idIn = (id: string | undefined): string => {
  assert.ok(id !== undefined && id !== '')
  return id
}

async function surroundings(server: SdkServer): Promise<Surroundings> {
  const client = clientOf(server, 'TC3-HMAC-SHA256', 'POST')
  const { Vpc } = await client.CreateVpc({ VpcName: 'site', CidrBlock: '10.1.0.0/16' })
  const VpcId = idIn(Vpc?.VpcId)
  const gateway = { VpcId, VpnGatewayName: 'gateway', InternetMaxBandwidthOut: 5 }
  const { VpnGateway } = await client.CreateVpnGateway(gateway)
  const peer = { CustomerGatewayName: 'peer', IpAddress: '198.51.100.9' }
  const { CustomerGateway } = await client.CreateCustomerGateway(peer)
  await server.installation.settle()
  return {
    client,
    server,
    VpcId,
    VpnGatewayId: idIn(VpnGateway?.VpnGatewayId),
    CustomerGatewayId: idIn(CustomerGateway?.CustomerGatewayId),
  }
}

const connectionOf = ({ VpcId, VpnGatewayId, CustomerGatewayId }: Surroundings) => ({
  VpcId,
  VpnGatewayId,
  CustomerGatewayId,
  VpnConnectionName: 'one',
  PreShareKey: 'k3y!',
  RouteType: 'StaticRoute',
})

async function makeConnection(around: Surroundings): Promise<string> {
  const { VpnConnection } = await around.client.CreateVpnConnection(connectionOf(around))
  await around.server.installation.settle()
  return idIn(VpnConnection?.VpnConnectionId)
}

const lives: Readonly<Record<string, (around: Surroundings) => Promise<void>>> = {
  async VPC({ client }) {
    const { Vpc } = await client.CreateVpc({ VpcName: 'one', CidrBlock: '10.2.0.0/16' })
    const VpcId = idIn(Vpc?.VpcId)
    const read = async () => (await client.DescribeVpcs({ VpcIds: [VpcId] })).VpcSet ?? []
    assert.deepEqual([(await read())[0]?.VpcName, (await read())[0]?.CidrBlock], ['one', '10.2.0.0/16'])
    const listed = await client.DescribeVpcs({ Filters: [{ Name: 'vpc-id', Values: [VpcId] }], Limit: '5' })
    assert.equal(listed.TotalCount, 1)
    await client.ModifyVpcAttribute({ VpcId, VpcName: 'other' })
    assert.equal((await read())[0]?.VpcName, 'other')
    await client.DeleteVpc({ VpcId })
    assert.deepEqual(await read(), [])
  },

  async subnet({ client, VpcId }) {
    const asked = { VpcId, SubnetName: 'one', CidrBlock: '10.1.7.0/24', Zone: zone }
    const { Subnet } = await client.CreateSubnet(asked)
    const SubnetId = idIn(Subnet?.SubnetId)
    const read = async () => (await client.DescribeSubnets({ SubnetIds: [SubnetId] })).SubnetSet ?? []
    assert.deepEqual([(await read())[0]?.CidrBlock, (await read())[0]?.Zone], ['10.1.7.0/24', zone])
    const listed = await client.DescribeSubnets({ Filters: [{ Name: 'vpc-id', Values: [VpcId] }] })
    assert.equal(listed.TotalCount, 1)
    await client.ModifySubnetAttribute({ SubnetId, SubnetName: 'other' })
    assert.equal((await read())[0]?.SubnetName, 'other')
    await client.DeleteSubnet({ SubnetId })
    assert.deepEqual(await read(), [])
  },

  async 'VPN gateway'({ client, server, VpcId }) {
    const asked = { VpcId, VpnGatewayName: 'one', InternetMaxBandwidthOut: 10, BgpAsn: 64551 }
    const VpnGatewayId = idIn((await client.CreateVpnGateway(asked)).VpnGateway?.VpnGatewayId)
    await server.installation.settle()
    const read = async () => (await client.DescribeVpnGateways({ VpnGatewayIds: [VpnGatewayId] })).VpnGatewaySet ?? []
    const [gateway] = await read()
    assert.deepEqual([gateway?.State, gateway?.BgpAsn], ['AVAILABLE', 64551])
    const listed = await client.DescribeVpnGateways({ Filters: [{ Name: 'vpn-gateway-name', Values: ['one'] }] })
    assert.equal(listed.TotalCount, 1)
    await client.ModifyVpnGatewayAttribute({ VpnGatewayId, VpnGatewayName: 'other' })
    await client.ResetVpnGatewayInternetMaxBandwidth({ VpnGatewayId, InternetMaxBandwidthOut: 5 })
    await server.installation.settle()
    const [changed] = await read()
    assert.deepEqual([changed?.VpnGatewayName, changed?.InternetMaxBandwidthOut], ['other', 5])
    await client.DeleteVpnGateway({ VpnGatewayId })
    await server.installation.settle()
    assert.deepEqual(await read(), [])
  },

  async 'VPN gateway that is paid for in advance'({ client, server, VpcId }) {
    const term = { Period: 1, RenewFlag: 'NOTIFY_AND_MANUAL_RENEW' }
    const size = { InternetMaxBandwidthOut: 10, InstanceChargeType: 'PREPAID', InstanceChargePrepaid: term }
    assert.equal((await client.InquiryPriceCreateVpnGateway(size)).Price?.InstancePrice?.OriginalPrice, 125.71)
    const created = await client.CreateVpnGateway({ VpcId, VpnGatewayName: 'ahead', ...size })
    const VpnGatewayId = idIn(created.VpnGateway?.VpnGatewayId)
    await server.installation.settle()
    const read = async () => (await client.DescribeVpnGateways({ VpnGatewayIds: [VpnGatewayId] })).VpnGatewaySet ?? []
    const [gateway] = await read()
    assert.deepEqual([gateway?.InstanceChargeType, gateway?.RenewFlag], ['PREPAID', 'NOTIFY_AND_MANUAL_RENEW'])
    const price = await client.InquiryPriceRenewVpnGateway({ VpnGatewayId, InstanceChargePrepaid: { Period: 2 } })
    assert.equal(price.Price?.InstancePrice?.DiscountPrice, 251.42)
    await client.RenewVpnGateway({ VpnGatewayId, InstanceChargePrepaid: { Period: 2 } })
    await client.SetVpnGatewaysRenewFlag({ VpnGatewayIds: [VpnGatewayId], AutoRenewFlag: 2 })
    const [renewed] = await read()
    assert.equal(renewed?.RenewFlag, 'NOT_NOTIFY_AND_NOT_RENEW')
    assert.ok((renewed?.ExpiredTime ?? '') > (gateway?.ExpiredTime ?? ''))
    await assert.rejects(client.DeleteVpnGateway({ VpnGatewayId }), { code: 'UnsupportedOperation' })
    await setOf(server.installation, { 'billing.days-ahead': 94 })
    await settleBillsOf(server.installation)
    assert.equal((await read())[0]?.RestrictState, 'PROTECTIVELY_ISOLATED')
    await client.DeleteVpnGateway({ VpnGatewayId })
    await server.installation.settle()
    assert.deepEqual(await read(), [])
  },

  async 'customer gateway'({ client }) {
    const asked = { CustomerGatewayName: 'one', IpAddress: '198.51.100.20', Tags: [{ Key: 'a', Value: 'b' }] }
    const CustomerGatewayId = idIn((await client.CreateCustomerGateway(asked)).CustomerGateway?.CustomerGatewayId)
    const ids = { CustomerGatewayIds: [CustomerGatewayId] }
    const read = async () => (await client.DescribeCustomerGateways(ids)).CustomerGatewaySet ?? []
    assert.deepEqual([(await read())[0]?.IpAddress, (await read())[0]?.BgpAsn], ['198.51.100.20', 0])
    const listed = await client.DescribeCustomerGateways({
      Filters: [{ Name: 'ip-address', Values: [asked.IpAddress] }],
    })
    assert.equal(listed.TotalCount, 1)
    await client.ModifyCustomerGatewayAttribute({ CustomerGatewayId, CustomerGatewayName: 'other', BgpAsn: 65001 })
    assert.deepEqual([(await read())[0]?.CustomerGatewayName, (await read())[0]?.BgpAsn], ['other', 65001])
    await client.DeleteCustomerGateway({ CustomerGatewayId })
    assert.deepEqual(await read(), [])
  },

  async 'VPN connection'(around) {
    const { client, server, VpnGatewayId } = around
    const pair = await client.GenerateVpnConnectionDefaultHealthCheckIp({ VpnGatewayId })
    const VpnConnectionId = await makeConnection(around)
    const ids = { VpnConnectionIds: [VpnConnectionId] }
    const read = async () => (await client.DescribeVpnConnections(ids)).VpnConnectionSet ?? []
    assert.deepEqual([(await read())[0]?.State, (await read())[0]?.RouteType], ['AVAILABLE', 'StaticRoute'])
    const listed = await client.DescribeVpnConnections({
      Filters: [{ Name: 'vpn-gateway-id', Values: [VpnGatewayId] }],
    })
    assert.equal(listed.TotalCount, 1)
    const change = { VpnConnectionName: 'other', EnableHealthCheck: true, DpdEnable: 1, DpdTimeout: '40' }
    await client.ModifyVpnConnectionAttribute({ VpnConnectionId, ...change })
    await server.installation.settle()
    const [changed] = await read()
    assert.deepEqual([changed?.VpnConnectionName, changed?.DpdTimeout], ['other', '40'])
    assert.deepEqual(
      [changed?.HealthCheckLocalIp, changed?.HealthCheckRemoteIp],
      [pair.HealthCheckLocalIp, pair.HealthCheckRemoteIp],
    )
    const reset = await client.ResetVpnConnection({ VpnGatewayId, VpnConnectionId })
    await server.installation.settle()
    assert.equal((await client.DescribeVpcTaskResult({ TaskId: idIn(reset.RequestId) })).Status, 'SUCCESS')
    const { CustomerGatewayVendorSet: vendors = [] } = await client.DescribeCustomerGatewayVendors()
    for (const CustomerGatewayVendor of vendors) {
      const asked = { VpnGatewayId, VpnConnectionId, CustomerGatewayVendor, InterfaceName: 'eth0' }
      const { CustomerGatewayConfiguration: text } = await client.DownloadCustomerGatewayConfiguration(asked)
      assert.ok(text?.includes(VpnConnectionId))
    }
    await client.DeleteVpnConnection({ VpnGatewayId, VpnConnectionId })
    await server.installation.settle()
    assert.deepEqual(await read(), [])
  },

  async 'VPN gateway route'(around) {
    const { client, server, VpnGatewayId } = around
    const InstanceId = await makeConnection(around)
    const route = { DestinationCidrBlock: '192.168.0.0/24', InstanceType: 'VPNCONN', InstanceId, Priority: 0 }
    const created = await client.CreateVpnGatewayRoutes({ VpnGatewayId, Routes: [{ ...route, Status: 'ENABLE' }] })
    const RouteId = idIn(created.Routes?.[0]?.RouteId)
    const read = async () => (await client.DescribeVpnGatewayRoutes({ VpnGatewayId })).Routes ?? []
    assert.deepEqual([(await read())[0]?.RouteId, (await read())[0]?.Status], [RouteId, 'ENABLE'])
    const filter = { Name: 'DestinationCidr', Values: [route.DestinationCidrBlock] }
    assert.equal((await client.DescribeVpnGatewayRoutes({ VpnGatewayId, Filters: [filter] })).TotalCount, 1)
    await client.ModifyVpnGatewayRoutes({ VpnGatewayId, Routes: [{ RouteId, Status: 'DISABLE' }] })
    assert.equal((await read())[0]?.Status, 'DISABLE')
    await client.DeleteVpnGatewayRoutes({ VpnGatewayId, RouteIds: [RouteId] })
    assert.deepEqual(await read(), [])
    await client.DeleteVpnConnection({ VpnGatewayId, VpnConnectionId: InstanceId })
    await server.installation.settle()
  },

  async CCN({ client, VpcId }) {
    const { Ccn } = await client.CreateCcn({ CcnName: 'one', QosLevel: 'AG', Tags: [{ Key: 'a', Value: 'b' }] })
    const CcnId = idIn(Ccn?.CcnId)
    const read = async () => (await client.DescribeCcns({ CcnIds: [CcnId] })).CcnSet ?? []
    assert.deepEqual([(await read())[0]?.CcnName, (await read())[0]?.QosLevel], ['one', 'AG'])
    await client.ModifyCcnAttribute({ CcnId, CcnName: 'other', RouteOverlapFlag: true })
    assert.deepEqual([(await read())[0]?.CcnName, (await read())[0]?.RouteOverlapFlag], ['other', true])
    const Instances = [{ InstanceId: VpcId, InstanceType: 'VPC', InstanceRegion: region }]
    await client.AttachCcnInstances({ CcnId, Instances })
    const listed = async () => (await client.DescribeCcnAttachedInstances({ CcnId })).InstanceSet ?? []
    assert.equal((await listed())[0]?.InstanceId, VpcId)
    await client.ModifyCcnAttachedInstancesAttribute({
      CcnId,
      Instances: Instances.map((each) => ({ ...each, Description: 'd' })),
    })
    assert.equal((await listed())[0]?.Description, 'd')
    await client.ModifyVpcAttribute({ VpcId, EnableRouteVpcPublish: true })
    const route = async () => (await client.DescribeCcnRoutes({ CcnId })).RouteSet?.[0]
    const RouteIds = [idIn((await route())?.RouteId)]
    await client.DisableCcnRoutes({ CcnId, RouteIds })
    assert.equal((await route())?.Enabled, false)
    await client.EnableCcnRoutes({ CcnId, RouteIds })
    assert.equal((await route())?.Enabled, true)
    await client.DetachCcnInstances({ CcnId, Instances })
    await client.DeleteCcn({ CcnId })
    assert.deepEqual(await read(), [])
  },
}

test('each resource lives its whole life through the Node SDK', async (t) => {
  await using server = await serveSdk()
  const around = await surroundings(server)
  for (const [noun, life] of Object.entries(lives)) await t.test(noun, () => life(around))
})
