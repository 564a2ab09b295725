import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { at, openSite } from '../../testing/site.ts'

const site = await openSite()
after(() => site[Symbol.asyncDispose]())

const VpnGatewayId = site.gateway
const routed = { RouteType: 'StaticRoute' }
const first = await site.connect(routed)
const second = await site.connect({ ...routed, CustomerGatewayId: await site.makePeer('192.0.2.7') })

const route = (InstanceId: string, more: object = {}) => ({
  DestinationCidrBlock: '172.31.0.0/16',
  InstanceType: 'VPNCONN',
  InstanceId,
  Priority: 0,
  Status: 'ENABLE',
  ...more,
})

const listed = async (more: object = {}) => {
  const { Routes, TotalCount } = await site.ask('DescribeVpnGatewayRoutes', { VpnGatewayId, ...more })
  return { routes: Routes as Readonly<Record<string, unknown>>[], total: TotalCount }
}

const ids: string[] = []

test('a destination gets a route of priority 0 and one of 100, which are shown as they were made', async () => {
  const Routes = [route(first, { Description: 'main' }), route(second, { Priority: 100, Status: 'DISABLE' })]
  const { Routes: made } = await site.ask('CreateVpnGatewayRoutes', { VpnGatewayId, Routes })
  const [one, other] = made as Readonly<Record<string, unknown>>[]
  assert.match(String(one?.RouteId), /^vpnr-[0-9a-z]{8}$/)
  const time = '2026-11-20 20:00:00'
  assert.deepEqual(one, {
    ...Routes[0],
    RouteId: one?.RouteId,
    Type: 'Static',
    CreateTime: time,
    UpdateTime: time,
  })
  assert.deepEqual([other?.Priority, other?.Status, other?.Description], [100, 'DISABLE', ''])
  assert.deepEqual(await listed(), { routes: made, total: 2 })
  ids.push(String(one?.RouteId), String(other?.RouteId))
  const stored = await site.stored('route', ids[1] ?? '')
  assert.deepEqual([stored?.spec.preference, stored?.spec.enabled, stored?.spec.published], [100, false, false])
})

test('a route’s UpdateTime changes when the route does, and not when a modification changes nothing', async () => {
  const [RouteId = ''] = ids
  site.installation.now += 60_000
  const change = async (more: object) => {
    const { Routes } = await site.ask('ModifyVpnGatewayRoutes', { VpnGatewayId, Routes: [{ RouteId, ...more }] })
    const [shown] = Routes as Readonly<Record<string, unknown>>[]
    return [shown?.Status, shown?.Description, shown?.UpdateTime, shown?.CreateTime]
  }
  const made = '2026-11-20 20:00:00'
  assert.deepEqual(await change({ Status: 'ENABLE' }), ['ENABLE', 'main', made, made])
  assert.deepEqual(await change({ Status: 'DISABLE' }), ['DISABLE', 'main', '2026-11-20 20:01:00', made])
  assert.equal((await site.stored('route', RouteId))?.spec.enabled, false)
  assert.deepEqual(await change({ Description: '' }), ['DISABLE', '', '2026-11-20 20:01:00', made])
})

test('routes are found by destination, next hop and its type, page by page until one is empty', async () => {
  const found = async (Name: string, ...Values: string[]) => (await listed({ Filters: [{ Name, Values }] })).total
  assert.deepEqual(
    [await found('DestinationCidr', '172.31.0.0/16'), await found('DestinationCidr', '10.0.0.0/8')],
    [2, 0],
  )
  assert.deepEqual([await found('InstanceId', first), await found('InstanceId', 'x', second)], [1, 1])
  assert.deepEqual([await found('InstanceType', 'VPNCONN'), await found('InstanceType', 'CCN')], [2, 0])
  const page = async (Offset: number) => (await listed({ Offset, Limit: 1 })).routes.map(({ RouteId }) => RouteId)
  assert.deepEqual([await page(0), await page(1), await page(2)], [[ids[0]], [ids[1]], []])
  const refused = (more: object) => site.refusal('DescribeVpnGatewayRoutes', { VpnGatewayId, ...more })
  assert.equal(await refused({ Limit: 101 }), 'InvalidParameterValue.Range')
  assert.equal(await refused({ Filters: [{ Name: 'id', Values: ['a'] }] }), 'InvalidParameter.FilterInvalidKey')
})

test('of routes that are asked for together none is made where one is refused', async () => {
  const good = route(first, { DestinationCidrBlock: '172.20.0.0/16' })
  const refused = (...Routes: object[]) => site.refusal('CreateVpnGatewayRoutes', { VpnGatewayId, Routes })
  assert.equal(await refused(good, route('vpnx-00000000')), 'ResourceNotFound')
  assert.equal(await refused(good, route(first, { InstanceType: 'CCN' })), 'UnsupportedOperation')
  assert.equal(await refused(good, route(first, { Priority: 50 })), 'InvalidParameterValue')
  assert.equal(await refused(), 'InvalidParameterValue.LimitExceeded')
  assert.equal((await listed()).total, 2)
})

test('a route that is deleted is gone, and a connection that is deleted takes its routes along', async () => {
  await site.ask('DeleteVpnGatewayRoutes', { VpnGatewayId, RouteIds: [ids[0]] })
  assert.equal(at(await site.ask('DescribeVpnGatewayRoutes', { VpnGatewayId }), 'Routes.0.RouteId'), ids[1])
  await site.ask('DeleteVpnConnection', { VpnGatewayId, VpnConnectionId: second })
  assert.deepEqual(await listed(), { routes: [], total: 0 })
})
