import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller } from '../../testing/caller.ts'
import { connectionOn, dual, everything, gateway } from '../../testing/resources.ts'
import { attachedRoute, learned, ofConnection, tell, tunnelsOf } from '../../testing/routes.ts'

const create = 'CreateVcoRouteEntry'

test('a route into an attached connection is echoed and listed as published', async () => {
  await using caller = await openCaller()
  const route = await attachedRoute(caller)
  const { RequestId: _, ...made } = await caller.ok(create, { ...route, Description: 'to the office' })
  const shown = { CreateTime: caller.now, ...route, State: 'published' }
  assert.deepEqual(made, { ...shown, Description: 'to the office', OverlayMode: 'Ipsec' })
  assert.deepEqual(await ofConnection(caller, route.VpnConnectionId), [
    { ...shown, NextHopTunnelIdList: [], RouteEntryType: 'custom', Source: 'CLOUD' },
  ])
})

test('a route is named by its weight too, which changes, and is gone by the time that its deletion is answered', async () => {
  await using caller = await openCaller()
  const route = await attachedRoute(caller)
  await caller.ok(create, route)
  await caller.ok('ModifyVcoRouteEntryWeight', { ...route, NewWeight: 0 })
  assert.equal((await ofConnection(caller, route.VpnConnectionId))[0]?.Weight, 0)
  await caller.refused('InvalidRouteEntry.NotFound', 'DeleteVcoRouteEntry', route)
  await caller.refused('VpnRouteEntry.InvalidWeight', 'ModifyVcoRouteEntryWeight', {
    ...route,
    Weight: 0,
    NewWeight: 7,
  })
  await caller.ok('DeleteVcoRouteEntry', { ...route, Weight: 0 })
  assert.deepEqual(await ofConnection(caller, route.VpnConnectionId), [])
})

test('a connection that nothing carries gets no route, and one that is let go keeps its routes unpublished until they are deleted', async () => {
  await using caller = await openCaller()
  const route = await attachedRoute(caller)
  await caller.ok(create, route)
  const { TransitRouterAttachments } = await caller.ok('ListTransitRouterVpnAttachments')
  const [attachment] = TransitRouterAttachments as readonly { TransitRouterAttachmentId: string }[]
  const { TransitRouterAttachmentId } = attachment ?? {}
  await caller.ok('DeleteTransitRouterVpnAttachment', { TransitRouterAttachmentId })
  await caller.refused('IncorrectStatus.VpnConnection', create, { ...route, RouteDest: '172.21.0.0/16' })
  assert.deepEqual(
    (await ofConnection(caller, route.VpnConnectionId)).map(({ State }) => State),
    ['normal'],
  )
  await caller.ok('DeleteVcoRouteEntry', route)
  assert.deepEqual(await ofConnection(caller, route.VpnConnectionId), [])
})

test('an attached connection has a route to each of its remote subnets by itself, which can be deleted and made again', async () => {
  await using caller = await openCaller()
  const subnets = { LocalSubnet: '10.0.1.0/24,10.0.2.0/24', RemoteSubnet: '172.20.0.0/16,172.21.0.0/16' }
  const route = await attachedRoute(caller, { ...subnets, IkeConfig: '{"IkeVersion":"ikev2"}' })
  const destinations = async () =>
    (await ofConnection(caller, route.VpnConnectionId)).map(({ RouteDest, Weight }) => `${RouteDest} ${Weight}`)
  assert.deepEqual(await destinations(), ['172.20.0.0/16 100', '172.21.0.0/16 100'])
  await caller.refused('VpnRouteEntry.AlreadyExists', create, route)
  await caller.ok('DeleteVcoRouteEntry', route)
  assert.deepEqual(await destinations(), ['172.21.0.0/16 100'])
  await caller.ok(create, { ...route, Weight: 0 })
  await caller.ok('ModifyVcoRouteEntryWeight', { ...route, RouteDest: '172.21.0.0/16', NewWeight: 0 })
  assert.deepEqual(await destinations(), ['172.21.0.0/16 0', '172.20.0.0/16 0'])
})

test('what BGP learned over both tunnels is one entry with both of them, counted apart from what was asked for', async () => {
  await using caller = await openCaller()
  const twoTunnels = { ...(await dual(caller)), ...everything, CustomerGatewayId: undefined }
  const route = await attachedRoute(caller, twoTunnels)
  await caller.ok(create, route)
  const { VpnConnectionId } = route
  const [first = '', second = ''] = await tunnelsOf(caller, VpnConnectionId)
  const router = String(await caller.get('TransitRouterId', 'DescribeVpnConnection', { VpnConnectionId }))
  const told = learned('192.168.10.0/24', { asPath: [12_000], communities: ['65535:65510'] })
  tell(caller, router, { [first]: [told], [second]: [told, learned('192.168.11.0/24', { selected: false })] })
  const [, ...entries] = await ofConnection(caller, VpnConnectionId)
  assert.deepEqual(entries, [
    {
      AsPath: '[12000]',
      Community: '65535:65510',
      CreateTime: 1_700_000_000_000,
      NextHop: VpnConnectionId,
      NextHopTunnelIdList: [first, second],
      RouteDest: '192.168.10.0/24',
      RouteEntryType: 'bgp',
      Source: 'VPN_BGP',
      State: 'Active',
      VpnConnectionId,
    },
  ])
  assert.deepEqual(await ofConnection(caller, VpnConnectionId, { RouteEntryType: 'bgp' }), entries)
  assert.deepEqual(await caller.get('VpnRouteCounts', 'DescribeVcoRouteEntries', { VpnConnectionId }), [
    { RouteCount: 1, RouteEntryType: 'custom', Source: 'CLOUD' },
    { RouteCount: 1, RouteEntryType: 'bgp', Source: 'VPN_BGP' },
  ])
})

test('NextHopTunnelIdList is the tunnels that carry', async () => {
  await using caller = await openCaller()
  const twoTunnels = { ...(await dual(caller)), ...everything, CustomerGatewayId: undefined }
  const { VpnConnectionId, ...route } = await attachedRoute(caller, twoTunnels)
  await caller.ok(create, { VpnConnectionId, ...route })
  const [, second = ''] = await tunnelsOf(caller, VpnConnectionId)
  caller.report('tr-1', second)
  assert.deepEqual((await ofConnection(caller, VpnConnectionId))[0]?.NextHopTunnelIdList, [second])
})

test('a connection of a VPN gateway has no routes of its own, and gets none', async () => {
  await using caller = await openCaller()
  const VpnConnectionId = await connectionOn(caller, await gateway(caller))
  assert.deepEqual(await ofConnection(caller, VpnConnectionId), [])
  const route = { VpnConnectionId, NextHop: VpnConnectionId, RouteDest: '172.20.0.0/16', Weight: 100 }
  await caller.refused('IncorrectStatus.VpnConnection', create, route)
})
