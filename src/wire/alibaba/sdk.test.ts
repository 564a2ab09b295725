/** The official SDKs, unmodified, against the pipeline behind a plain HTTP server: signature V3 for Vpc, V1 for Cbn. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as vpc from '@alicloud/vpc20160428'
import { type Body, openCaller, region } from './testing/caller.ts'
import { serve } from './testing/http-server.ts'
import { dualGateway, peer } from './testing/resources.ts'
import { cenClient, vpcClient } from './testing/sdk.ts'

const given = (text: string | undefined): string => {
  assert.ok(text, 'the SDK found no id in the answer')
  return text
}

for (const algorithm of ['v3', 'v2']) {
  test(`the SDKs create and describe a dual-tunnel connection, signed with ${algorithm}`, async () => {
    await using caller = await openCaller()
    caller.now = Date.now()
    await using server = await serve(caller)
    const client = vpcClient(caller, server.port, algorithm === 'v2' ? { signatureAlgorithm: 'v2' } : {})
    const cen = cenClient(caller, server.port)
    const regionId = region

    const regions = await client.describeRegions(new vpc.DescribeRegionsRequest({}))
    assert.ok(regions.body?.regions?.region?.some((each) => each.regionId === region))
    const made = await client.createVpc(
      new vpc.CreateVpcRequest({ regionId, cidrBlock: '10.0.0.0/16', vpcName: 'sdk' }),
    )
    const vpcId = given(made.body?.vpcId)
    const zoneId = 'cn-hangzhou-h'
    const subnet = new vpc.CreateVSwitchRequest({ regionId, vpcId, zoneId, cidrBlock: '10.0.1.0/24' })
    const vSwitchId = given((await client.createVSwitch(subnet)).body?.vSwitchId)
    const gateway = await client.createVpnGateway(new vpc.CreateVpnGatewayRequest({ regionId, vpcId, bandwidth: 10 }))
    await caller.settle()
    const gateways = await client.describeVpnGateways(new vpc.DescribeVpnGatewaysRequest({ regionId }))
    const [listed] = gateways.body?.vpnGateways?.vpnGateway ?? []
    assert.deepEqual([listed?.vpnGatewayId, listed?.status], [gateway.body?.vpnGatewayId, 'active'])

    const site = await client.createCustomerGateway(
      new vpc.CreateCustomerGatewayRequest({ regionId, ipAddress: '203.0.113.9', tags: [{ key: 'k', value: 'v' }] }),
    )
    const customerGatewayId = given(site.body?.customerGatewayId)
    const Tunnel = vpc.CreateVpnAttachmentRequestTunnelOptionsSpecification
    const created = await client.createVpnAttachment(
      new vpc.CreateVpnAttachmentRequest({
        regionId,
        name: 'x!\'()*~ +&=%/"中文',
        localSubnet: '10.0.0.0/16',
        remoteSubnet: '172.16.0.0/12',
        effectImmediately: true,
        tunnelOptionsSpecification: [
          new Tunnel({
            customerGatewayId,
            tunnelIndex: 1,
            tunnelIkeConfig: new vpc.CreateVpnAttachmentRequestTunnelOptionsSpecificationTunnelIkeConfig({
              psk: 'a!b(c)*',
            }),
          }),
          new Tunnel({ customerGatewayId, tunnelIndex: 2, enableDpd: false }),
        ],
      }),
    )
    assert.equal(created.body?.success, true)
    const vpnConnectionId = given(created.body?.vpnConnectionId)

    const CenId = (await cen.request<Body>('CreateCen', { Name: 'net' }, { method: 'POST' })).CenId
    const where = { RegionId: region, CenId }
    const router = await cen.request<Body>('CreateTransitRouter', where, { method: 'POST' })
    const attach = { ...where, TransitRouterId: router.TransitRouterId, VpnId: vpnConnectionId }
    await cen.request('CreateTransitRouterVpnAttachment', attach, { method: 'POST' })
    const mapping = { 'ZoneMappings.1.ZoneId': zoneId, 'ZoneMappings.1.VSwitchId': vSwitchId }
    await cen.request('CreateTransitRouterVpcAttachment', { ...where, VpcId: vpcId, ...mapping }, { method: 'GET' })
    await caller.settle()
    const attachments = await cen.request<Body>('ListTransitRouterVpnAttachments', { CenId, RegionId: region }, {})
    const [attachment] = attachments.TransitRouterAttachments as Body[]
    assert.equal(attachment?.Status, 'Attached')

    const asked = new vpc.DescribeVpnConnectionRequest({ regionId, vpnConnectionId })
    const described = (await client.describeVpnConnection(asked)).body
    assert.deepEqual(
      [described?.state, described?.attachType, described?.name],
      ['attached', 'CEN', 'x!\'()*~ +&=%/"中文'],
    )
    const tunnels = described?.tunnelOptionsSpecification?.tunnelOptions ?? []
    assert.deepEqual(
      tunnels.map((tunnel) => [tunnel.tunnelIndex, tunnel.role, tunnel.enableDpd, tunnel.status]),
      [
        [1, 'master', 'true', 'ike_sa_not_established'],
        [2, 'slave', 'false', 'ike_sa_not_established'],
      ],
    )
    assert.equal(tunnels[0]?.tunnelIkeConfig?.psk, 'a!b(c)*')
    const changed = await client.modifyVpnAttachmentAttribute(
      new vpc.ModifyVpnAttachmentAttributeRequest({
        regionId,
        vpnConnectionId,
        tunnelOptionsSpecification: [
          { tunnelId: tunnels[0]?.tunnelId, tunnelIkeConfig: { psk: 'other' } },
        ] as vpc.ModifyVpnAttachmentAttributeRequestTunnelOptionsSpecification[],
      }),
    )
    assert.equal(changed.body?.tunnelOptionsSpecification?.[0]?.tunnelIkeConfig?.psk, 'other')
    await caller.settle()
    const listedAttachments = await client.describeVpnAttachments(new vpc.DescribeVpnAttachmentsRequest({ regionId }))
    assert.equal(listedAttachments.body?.vpnAttachments?.[0]?.instanceId, vpnConnectionId)
  })
}

test('the SDK creates, changes, lists and deletes a dual-tunnel connection on a VPN gateway', async () => {
  await using caller = await openCaller()
  caller.now = Date.now()
  await using server = await serve(caller)
  const client = vpcClient(caller, server.port)
  const regionId = region
  const vpnGatewayId = await dualGateway(caller)
  const customerGatewayId = await peer(caller)
  const Tunnel = vpc.CreateVpnConnectionRequestTunnelOptionsSpecification
  const created = await client.createVpnConnection(
    new vpc.CreateVpnConnectionRequest({
      regionId,
      vpnGatewayId,
      localSubnet: '10.0.0.0/16',
      remoteSubnet: '172.16.0.0/12',
      tags: [{ key: 'k', value: 'v' }],
      tunnelOptionsSpecification: [
        new Tunnel({ customerGatewayId, role: 'master' }),
        new Tunnel({ customerGatewayId, role: 'slave', enableDpd: false }),
      ],
    }),
  )
  const vpnConnectionId = given(created.body?.vpnConnectionId)
  await caller.settle()
  const listed = await client.describeVpnConnections(new vpc.DescribeVpnConnectionsRequest({ regionId, vpnGatewayId }))
  const [connection] = listed.body?.vpnConnections?.vpnConnection ?? []
  assert.deepEqual([connection?.state, connection?.tag?.tag?.[0]?.key], ['active', 'k'])
  const tunnels = connection?.tunnelOptionsSpecification?.tunnelOptions ?? []
  assert.deepEqual(
    tunnels.map(({ role, enableDpd, tunnelIkeConfig }) => [role, enableDpd, tunnelIkeConfig?.ikeLifetime]),
    [
      ['master', 'true', '86400'],
      ['slave', 'false', '86400'],
    ],
  )
  const changed = await client.modifyVpnConnectionAttribute(
    new vpc.ModifyVpnConnectionAttributeRequest({ regionId, vpnConnectionId, name: 'sdk' }),
  )
  assert.equal(changed.body?.tunnelOptionsSpecification?.tunnelOptions?.length, 2)
  await caller.settle()
  const tunnelOptionsSpecification = new vpc.ModifyTunnelAttributeRequestTunnelOptionsSpecification({ enableDpd: true })
  const tunnelId = given(tunnels[1]?.tunnelId)
  const tunnel = await client.modifyTunnelAttribute(
    new vpc.ModifyTunnelAttributeRequest({ vpnConnectionId, tunnelId, tunnelOptionsSpecification }),
  )
  assert.deepEqual([tunnel.body?.tunnelId, tunnel.body?.enableDpd], [tunnelId, true])
  await client.deleteVpnConnection(new vpc.DeleteVpnConnectionRequest({ regionId, vpnConnectionId }))
})

test('an error is parsed by the SDKs', async () => {
  await using caller = await openCaller()
  caller.now = Date.now()
  await using server = await serve(caller)
  const client = vpcClient(caller, server.port)
  const asked = new vpc.DescribeVpnConnectionRequest({ regionId: region, vpnConnectionId: 'vco-none' })
  await assert.rejects(client.describeVpnConnection(asked), (error: Error & { code?: string; statusCode?: number }) => {
    assert.deepEqual([error.code, error.statusCode], ['InvalidVpnConnectionInstanceId.NotFound', 404])
    assert.match(error.message, /The specified vpn connection instance id does not exist\./)
    return true
  })
  const refused = cenClient(caller, server.port).request('DeleteCen', { CenId: 'cen-none' }, { method: 'POST' })
  await assert.rejects(refused, (error: Error & { code?: string }) => {
    assert.equal(error.code, 'ParameterCenInstanceId')
    return true
  })
})

test('the SDK makes a route entry, and reads the table that it stands in, by its own types', async () => {
  await using caller = await openCaller()
  caller.now = Date.now()
  await using server = await serve(caller)
  const client = vpcClient(caller, server.port)
  const regionId = region
  const made = (await client.createVpc(new vpc.CreateVpcRequest({ regionId, cidrBlock: '10.0.0.0/16' }))).body
  const vpcId = given(made?.vpcId)
  const routeTableId = given(made?.routeTableId)
  const subnet = new vpc.CreateVSwitchRequest({ regionId, vpcId, zoneId: 'cn-hangzhou-h', cidrBlock: '10.0.1.0/24' })
  await client.createVSwitch(subnet)
  const gateway = await client.createVpnGateway(new vpc.CreateVpnGatewayRequest({ regionId, vpcId, bandwidth: 10 }))
  const nextHop = given(gateway.body?.vpnGatewayId)
  const to = (dstCidrBlock: string) =>
    new vpc.CreateRouteEntriesRequestRouteEntries({ routeTableId, dstCidrBlock, nextHop, nextHopType: 'VpnGateway' })
  const routeEntries = [to('172.20.0.0/16'), to('172.20.0.0/16')]
  const batch = await client.createRouteEntries(new vpc.CreateRouteEntriesRequest({ regionId, routeEntries }))
  assert.deepEqual([batch.body?.successCount, batch.body?.failedCount, batch.body?.routeEntryIds?.length], [1, 1, 1])
  assert.equal(batch.body?.failedRouteEntries?.[0]?.failedCode, 'InvalidCIDRBlock.Duplicate')
  await caller.settle()
  const listed = await client.describeRouteEntryList(new vpc.DescribeRouteEntryListRequest({ regionId, routeTableId }))
  const entries = listed.body?.routeEntrys?.routeEntry ?? []
  assert.deepEqual(
    entries.map((entry) => [entry.destinationCidrBlock, entry.status, entry.nextHops?.nextHop?.[0]?.enabled]),
    [
      ['10.0.1.0/24', 'Available', 1],
      ['172.20.0.0/16', 'Available', 1],
    ],
  )
  const tables = await client.describeRouteTableList(new vpc.DescribeRouteTableListRequest({ regionId, vpcId }))
  const [table] = tables.body?.routerTableList?.routerTableListType ?? []
  assert.deepEqual([table?.routerId, table?.routePropagationEnable], [made?.VRouterId, true])
})
