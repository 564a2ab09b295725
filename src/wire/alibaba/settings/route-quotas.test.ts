import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openCaller } from '../testing/caller.ts'
import { everything, gateway, peer, readyGateway, single } from '../testing/resources.ts'
import { policyBased } from '../testing/routes.ts'

const caller = await openCaller()
after(() => caller[Symbol.asyncDispose]())

/** Four policies of its own. */
const two = (number: number) => `172.${number}.1.0/24,172.${number}.2.0/24`
const inPairs = async (VpnGatewayId: string, number: number) => ({
  VpnGatewayId,
  CustomerGatewayId: await peer(caller),
  LocalSubnet: '10.0.1.0/24,10.0.2.0/24',
  RemoteSubnet: two(number),
  IkeConfig: '{"IkeVersion":"ikev2"}',
})

const routeInto = (VpnGatewayId: string, NextHop: unknown, number: number) => ({
  VpnGatewayId,
  NextHop,
  RouteSource: '10.0.0.0/16',
  RouteDest: `192.168.${number}.0/24`,
  Weight: 100,
  PublishVpc: true,
})

test('policies that connections have by themselves count with those that are made, all of them before any is', async () => {
  const VpnGatewayId = await readyGateway(caller)
  await caller.set({ 'quota.vpn_quota_pbr_num': 6 })
  const NextHop = await caller.make('CreateVpnConnection', await inPairs(VpnGatewayId, 20))
  await caller.settle()
  await caller.ok('CreateVpnPbrRouteEntry', routeInto(VpnGatewayId, NextHop, 1))
  const refused = await caller.refused('QuotaExceeded.PolicyBasedRoute', 'CreateVpnConnection', {
    ...(await inPairs(VpnGatewayId, 21)),
  })
  assert.equal(
    refused.body.Message,
    'The maximum number of policy-based routes is exceeded. Existing routes: 5. Routes to be created: 4. Maximum routes: 6.',
  )
  assert.equal((await policyBased(caller, VpnGatewayId)).length, 5)

  await caller.ok('CreateVpnPbrRouteEntry', routeInto(VpnGatewayId, NextHop, 2))
  await caller.refused('Resource.QuotaFull', 'CreateVpnPbrRouteEntry', routeInto(VpnGatewayId, NextHop, 3))
  const { PublishVpc: _, ...automatic } = routeInto(VpnGatewayId, NextHop, 0)
  const own = { ...automatic, RouteSource: '10.0.1.0/24', RouteDest: '172.20.1.0/24' }
  await caller.ok('DeleteVpnPbrRouteEntry', own)
  await caller.settle()
  await caller.ok('CreateVpnPbrRouteEntry', routeInto(VpnGatewayId, NextHop, 3))
  await caller.refused('Resource.QuotaFull', 'CreateVpnPbrRouteEntry', routeInto(VpnGatewayId, NextHop, 4))
  await caller.set({ 'quota.vpn_quota_pbr_num': null })
})

test('a connection that is given other subnets gives up what it had by itself, and is refused what would be too much', async () => {
  const VpnGatewayId = await readyGateway(caller)
  await caller.set({ 'quota.vpn_quota_pbr_num': 5 })
  const VpnConnectionId = await caller.make('CreateVpnConnection', await inPairs(VpnGatewayId, 22))
  await caller.settle()
  const more = { VpnConnectionId, RemoteSubnet: `${two(22)},172.23.3.0/24` }
  const { body } = await caller.refused('QuotaExceeded.PolicyBasedRoute', 'ModifyVpnConnectionAttribute', more)
  assert.match(String(body.Message), /Existing routes: 4. Routes to be created: 2. Maximum routes: 5.$/)
  await caller.ok('ModifyVpnConnectionAttribute', { VpnConnectionId, RemoteSubnet: two(23) })
  assert.equal((await policyBased(caller, VpnGatewayId)).length, 4)
  await caller.set({ 'quota.vpn_quota_pbr_num': null })
})

test('a connection without a VPN gateway has no more destinations by itself than its quota', async () => {
  await caller.set({ 'quota.vpn_quota_vco_routes_num': 1 })
  const request = await single(caller, { LocalSubnet: '10.0.1.0/24,10.0.2.0/24', RemoteSubnet: two(24) })
  await caller.refused('CreateDbrRoutesQuotaFull.QuotaFull', 'CreateVpnAttachment', request)
  await caller.ok('CreateVpnAttachment', { ...request, RemoteSubnet: '172.24.1.0/24' })
  await caller.set({ 'quota.vpn_quota_vco_routes_num': null })
})

test('routes that a VPC has into its VPN gateways count together, those of several sources once', async () => {
  const first = await gateway(caller)
  const { VpcId } = await caller.ok('DescribeVpnGateway', { VpnGatewayId: first })
  const second = await caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10 })
  await caller.settle()
  await caller.set({ 'quota.vpc_quota_vpn_custom_route_entry': 3 })
  const NextHop = await caller.make('CreateVpnConnection', await inPairs(first, 25))
  const beside = await single(caller, { VpnGatewayId: second, ...everything })
  const other = await caller.make('CreateVpnConnection', beside)
  await caller.settle()
  const third = routeInto(second, other, 1)
  await caller.ok('CreateVpnPbrRouteEntry', third)
  await caller.ok('CreateVpnPbrRouteEntry', { ...third, RouteSource: '10.0.9.0/24' })
  await caller.refused('Resource.QuotaFull', 'CreateVpnPbrRouteEntry', routeInto(second, other, 2))
  await caller.ok('CreateVpnPbrRouteEntry', { ...routeInto(second, other, 2), PublishVpc: false })
  const publication = { RouteType: 'pbr', ...routeInto(second, other, 2), Weight: undefined }
  await caller.refused('Resource.QuotaFull', 'PublishVpnRouteEntry', publication)
  const withdrawn = { RouteType: 'pbr', VpnGatewayId: first, NextHop, RouteDest: '172.25.1.0/24', PublishVpc: false }
  await caller.ok('PublishVpnRouteEntry', withdrawn)
  await caller.settle()
  await caller.ok('PublishVpnRouteEntry', publication)
})
