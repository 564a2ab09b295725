import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valueAt } from '../../decode.ts'
import { openCaller } from '../../testing/caller.ts'
import { connectionOn, dualGateway, everything, gateway, vpc, vSwitch } from '../../testing/resources.ts'
import { intoAnother, namingOf, newRoute } from '../../testing/route-provocations.ts'
import { destinationBased, learned, tell, tunnelsOf } from '../../testing/routes.ts'

const create = 'CreateVpnRouteEntry'
const destination = '172.20.0.0/16'

test('a route that is made is echoed with what its id is made of, and listed with its type, source and state', async () => {
  await using caller = await openCaller()
  const route = await newRoute(caller, { Description: 'to the office', PublishVpc: false })
  const { RequestId: _, ...made } = await caller.ok(create, route)
  const shown = {
    CreateTime: caller.now,
    NextHop: route.NextHop,
    RouteDest: destination,
    State: 'normal',
    VpnInstanceId: route.VpnGatewayId,
    Weight: 100,
  }
  assert.deepEqual(made, { ...shown, Description: 'to the office', OverlayMode: 'Ipsec' })
  assert.deepEqual(await destinationBased(caller, route.VpnGatewayId), [
    { ...shown, RouteEntryType: 'custom', Source: 'CLOUD' },
  ])
})

test('a route is published and withdrawn by the time that PublishVpnRouteEntry answers', async () => {
  await using caller = await openCaller()
  const route = await newRoute(caller)
  await caller.ok(create, route)
  const { VpnGatewayId, NextHop, RouteDest } = route
  const publish = { VpnGatewayId, NextHop, RouteDest, RouteType: 'dbr' }
  const state = async () => (await destinationBased(caller, VpnGatewayId)).map(({ State }) => State)
  assert.deepEqual(await state(), ['published'])
  await caller.ok('PublishVpnRouteEntry', { ...publish, PublishVpc: false })
  assert.deepEqual(await state(), ['normal'])
  await caller.ok('PublishVpnRouteEntry', { ...publish, PublishVpc: false })
  await caller.ok('PublishVpnRouteEntry', { ...publish, PublishVpc: true })
  assert.deepEqual(await state(), ['published'])
})

test('the standby of a pair becomes the active one once the other is gone, and is named by its new weight then', async () => {
  await using caller = await openCaller()
  const active = await newRoute(caller)
  const standby = await intoAnother(caller, active, { Weight: 0 })
  await caller.ok(create, active)
  await caller.ok(create, standby)
  const promote = { ...namingOf(standby), NewWeight: 100 }
  await caller.refused('VpnRouteEntry.BackupRoute', 'ModifyVpnRouteEntryWeight', promote)
  await caller.ok('DeleteVpnRouteEntry', namingOf(active))
  await caller.ok('ModifyVpnRouteEntryWeight', promote)
  const [left, ...none] = await destinationBased(caller, active.VpnGatewayId)
  assert.deepEqual([left?.NextHop, left?.Weight, none], [standby.NextHop, 100, []])
  await caller.refused('InvalidRouteEntry.NotFound', 'ModifyVpnRouteEntryWeight', promote)
  await caller.refused('InvalidRouteEntry.NotFound', 'DeleteVpnRouteEntry', namingOf(standby))
  await caller.ok('DeleteVpnRouteEntry', { ...namingOf(standby), Weight: 100 })
  assert.deepEqual(await destinationBased(caller, active.VpnGatewayId), [])
})

test('a weight that is neither 0 nor 100 is VpnRouteEntry.InvalidWeight', async () => {
  await using caller = await openCaller()
  const route = await newRoute(caller)
  await caller.refused('VpnRouteEntry.InvalidWeight', create, { ...route, Weight: 50 })
  await caller.ok(create, route)
  for (const weights of [{ NewWeight: 1 }, { NewWeight: 0, Weight: 99 }]) {
    const change = { ...namingOf(route), ...weights }
    await caller.refused('VpnRouteEntry.InvalidWeight', 'ModifyVpnRouteEntryWeight', change)
  }
  assert.equal((await destinationBased(caller, route.VpnGatewayId))[0]?.Weight, 100)
})

test('a destination that packets through a tunnel cannot have is IllegalParam.RouteDest', async () => {
  await using caller = await openCaller()
  const route = await newRoute(caller)
  for (const RouteDest of [
    '0.0.0.0/0',
    '100.64.0.0/10',
    '100.64.7.0/24',
    '100.0.0.0/8',
    '127.0.0.0/8',
    '172.20.0.1/16',
  ]) {
    await caller.refused('IllegalParam.RouteDest', create, { ...route, RouteDest })
  }
  assert.deepEqual(await destinationBased(caller, route.VpnGatewayId), [])
})

test('DryRun makes every check and no route, and an overlay other than IPsec is refused', async () => {
  await using caller = await openCaller()
  const route = await newRoute(caller)
  await caller.refused('DryRunOperation', create, { ...route, DryRun: true })
  await caller.refused('IllegalParam.RouteDest', create, { ...route, RouteDest: '0.0.0.0/0', DryRun: true })
  await caller.refused('InvalidParameter', create, { ...route, OverlayMode: 'Vxlan' })
  assert.deepEqual(await destinationBased(caller, route.VpnGatewayId), [])
  await caller.ok(create, { ...route, OverlayMode: 'Ipsec' })
})

test('a gateway that is still being made takes no routes, and one that is being deleted neither', async () => {
  await using caller = await openCaller()
  const VpcId = await vpc(caller)
  await vSwitch(caller, VpcId)
  const VpnGatewayId = await caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10 })
  const route = { VpnGatewayId, NextHop: 'vco-none', RouteDest: destination, Weight: 100, PublishVpc: true }
  await caller.refused('VpnGateway.Configuring', create, route)
  await caller.settle()
  await caller.refused('InvalidVpnConnectionInstanceId.NotFound', create, route)
  await caller.ok('DeleteVpnGateway', { VpnGatewayId })
  await caller.refused('VpnGateway.Configuring', create, route)
})

test('routes are listed newest first in pages, and a page behind the last is empty', async () => {
  await using caller = await openCaller()
  const route = await newRoute(caller)
  const all = Array.from({ length: 20 }, (_, third) => `172.20.${third}.0/24`)
  for (const RouteDest of all) await caller.ok(create, { ...route, RouteDest })
  const page = async (PageNumber: number, PageSize: number) => {
    const body = await caller.ok('DescribeVpnRouteEntries', { VpnGatewayId: route.VpnGatewayId, PageNumber, PageSize })
    const entries = valueAt(body, 'VpnRouteEntries.VpnRouteEntry') as readonly { RouteDest: string }[]
    return [body.TotalCount, entries.map(({ RouteDest }) => RouteDest)]
  }
  assert.deepEqual(await page(1, 20), [20, all.toReversed()])
  assert.deepEqual(await page(3, 8), [20, all.slice(0, 4).toReversed()])
  assert.deepEqual(await page(2, 20), [20, []])
})

test('what BGP learned is listed after the routes that were asked for, and counted beside them', async () => {
  await using caller = await openCaller()
  const route = await newRoute(caller)
  await caller.ok(create, route)
  const VpnGatewayId = String(route.VpnGatewayId)
  await caller.ok('ModifyVpnGatewayAttribute', { VpnGatewayId, AutoPropagate: true })
  const [tunnel = ''] = await tunnelsOf(caller, route.NextHop)
  const passedOver = learned('192.168.9.0/24', { selected: false })
  const told = learned('192.168.0.0/24', { asPath: [65_001, 12_000], communities: ['65535:65510', '1:2'] })
  tell(caller, VpnGatewayId, { [tunnel]: [told, passedOver] })
  const [, entry, ...none] = await destinationBased(caller, VpnGatewayId)
  assert.deepEqual(none, [])
  assert.deepEqual(entry, {
    AsPath: '[65001,12000]',
    Community: '65535:65510,1:2',
    CreateTime: 1_700_000_000_000,
    NextHop: route.NextHop,
    RouteDest: '192.168.0.0/24',
    RouteEntryType: 'bgp',
    Source: 'VPN_BGP',
    State: 'published',
    VpnInstanceId: VpnGatewayId,
  })
  const types = async (RouteEntryType: string) =>
    (await destinationBased(caller, VpnGatewayId, { RouteEntryType })).map((each) => each.RouteEntryType)
  assert.deepEqual([await types('bgp'), await types('Custom')], [['bgp'], ['custom']])
  assert.deepEqual(
    await caller.get('VpnRouteCounts.VpnRouteCount', 'DescribeVpnRouteEntries', {
      VpnGatewayId,
      RouteEntryType: 'bgp',
    }),
    [
      { RouteCount: 1, RouteEntryType: 'custom', Source: 'CLOUD' },
      { RouteCount: 1, RouteEntryType: 'bgp', Source: 'VPN_BGP' },
    ],
  )
})

test('what BGP learned is published to a VPC while the gateway propagates routes and the VPC takes them', async () => {
  await using caller = await openCaller()
  const { VpnGatewayId, NextHop } = await newRoute(caller)
  const [tunnel = ''] = await tunnelsOf(caller, NextHop)
  tell(caller, String(VpnGatewayId), { [tunnel]: [learned('192.168.0.0/24')] })
  const state = async () => (await destinationBased(caller, VpnGatewayId)).map(({ State }) => State)
  assert.deepEqual(await state(), ['normal'])
  await caller.ok('ModifyVpnGatewayAttribute', { VpnGatewayId, AutoPropagate: true })
  assert.deepEqual(await state(), ['published'])
  const { VpcId } = await caller.ok('DescribeVpnGateway', { VpnGatewayId })
  const RouteTableId = await caller.get(
    'RouterTableList.RouterTableListType.1.RouteTableId',
    'DescribeRouteTableList',
    { VpcId },
  )
  await caller.ok('ModifyRouteTableAttributes', { RouteTableId, RoutePropagationEnable: false })
  assert.deepEqual(await state(), ['normal'])
})

test('NextHopTunnelId is the first tunnel of a dual-tunnel connection that carries, and absent while none does', async () => {
  await using caller = await openCaller()
  const VpnGatewayId = await dualGateway(caller)
  const NextHop = await connectionOn(caller, VpnGatewayId, everything)
  await caller.settle()
  await caller.ok(create, { VpnGatewayId, NextHop, RouteDest: destination, Weight: 100, PublishVpc: true })
  const shown = async () => (await destinationBased(caller, VpnGatewayId))[0]?.NextHopTunnelId
  assert.equal(await shown(), undefined)
  const [first = '', second = ''] = await tunnelsOf(caller, NextHop)
  caller.report(VpnGatewayId, first, second)
  assert.equal(await shown(), first)
  caller.report(VpnGatewayId, second)
  assert.equal(await shown(), second)
})

test('a route that was disabled over the admin port is none to the cloud, and makes room for a new one', async () => {
  await using caller = await openCaller()
  const route = await newRoute(caller)
  await caller.ok(create, route)
  const stored = async () => (await caller.store.read((reader) => reader.page('route', { limit: 9 }))).items
  const [before] = await stored()
  assert.ok(before)
  await caller.put({ ...before, generation: 2, spec: { ...before.spec, enabled: false } })
  assert.deepEqual(await destinationBased(caller, route.VpnGatewayId), [])
  await caller.refused('InvalidRouteEntry.NotFound', 'DeleteVpnRouteEntry', namingOf(route))
  await caller.ok(create, { ...route, Weight: 0 })
  const [after, ...none] = await stored()
  assert.deepEqual([after?.spec.enabled, after?.spec.preference, none], [true, 100, []])
})

test('routes of a gateway that is not there are InvalidVpnGatewayInstanceId.NotFound, and a new gateway has none', async () => {
  await using caller = await openCaller()
  const body = await caller.ok('DescribeVpnRouteEntries', { VpnGatewayId: await gateway(caller) })
  assert.deepEqual([body.VpnRouteEntries, body.TotalCount], [{ VpnRouteEntry: [] }, 0])
  const { status } = await caller.call('DescribeVpnRouteEntries', { VpnGatewayId: 'vpn-none' })
  assert.equal(status, 404)
})
