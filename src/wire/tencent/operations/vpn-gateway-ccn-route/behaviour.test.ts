import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { attach, makeCcn, makeCcnGateway, tableOf } from '../../testing/ccn.ts'
import { at, openSite, policy } from '../../testing/site.ts'

const site = await openSite()
after(() => site[Symbol.asyncDispose]())
const { ask, connect } = site

const routesOf = async (VpnGatewayId: string) =>
  at(await ask('DescribeVpnGatewayCcnRoutes', { VpnGatewayId }), 'RouteSet') as {
    RouteId: string
    Status: string
    DestinationCidrBlock: string
  }[]

test('what policies lead to is a CCN’s only while it is enabled, and goes with its connection', async () => {
  const VpnGatewayId = await makeCcnGateway(site)
  const CcnId = await makeCcn(site)
  await attach(site, CcnId, VpnGatewayId)
  const SecurityPolicyDatabases = [policy('10.1.0.0/16', '172.16.0.0/24', '172.16.1.0/24')]
  const connection = await connect({ VpnGatewayId, RouteType: 'Policy', SecurityPolicyDatabases })
  const [first, second] = await routesOf(VpnGatewayId)
  assert.deepEqual(
    [first, second].map((route) => [route?.DestinationCidrBlock, route?.Status]),
    [
      ['172.16.0.0/24', 'DISABLE'],
      ['172.16.1.0/24', 'DISABLE'],
    ],
  )
  assert.deepEqual(await tableOf(site, CcnId), [])
  const RouteId = second?.RouteId
  await ask('ModifyVpnGatewayCcnRoutes', { VpnGatewayId, Routes: [{ RouteId, Status: 'ENABLE' }] })
  assert.deepEqual(
    (await routesOf(VpnGatewayId)).map(({ Status }) => Status),
    ['DISABLE', 'ENABLE'],
  )
  assert.deepEqual(await tableOf(site, CcnId), ['172.16.1.0/24 enabled'])
  await ask('ModifyVpnGatewayCcnRoutes', { VpnGatewayId, Routes: [{ RouteId, Status: 'DISABLE' }] })
  assert.deepEqual(await tableOf(site, CcnId), [])
  await ask('ModifyVpnGatewayCcnRoutes', { VpnGatewayId, Routes: [{ RouteId, Status: 'ENABLE' }] })
  await ask('DeleteVpnConnection', { VpnGatewayId, VpnConnectionId: connection })
  assert.deepEqual(await routesOf(VpnGatewayId), [])
  assert.deepEqual(await tableOf(site, CcnId), [])
})

test('a gateway for a VPC has no routes for a CCN', async () => {
  const SecurityPolicyDatabases = [policy('10.1.0.0/16', '172.16.0.0/24')]
  const CustomerGatewayId = await site.makePeer('198.51.100.77')
  await connect({ CustomerGatewayId, RouteType: 'Policy', SecurityPolicyDatabases })
  const answer = await ask('DescribeVpnGatewayCcnRoutes', { VpnGatewayId: site.gateway })
  assert.deepEqual([answer.RouteSet, answer.TotalCount], [[], 0])
})
