import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRoute } from '../../commands/route/route.ts'
import type { InMemoryResources } from '../../commands/testing/in-memory-resources.ts'
import { accepted, addConnection, newResource, prefix, routedSite } from '../../commands/testing/site.ts'
import { noExtras } from '../../domain/resource.ts'
import { noSettings } from '../../domain/setting.ts'
import { domainErrors } from './errors.ts'
import { connectionRoutes, gatewayRoutes, preferenceOf } from './route-rules.ts'

const outerPool = prefix('203.0.113.0/24')
const usual = { account: { id: 'a', dialect: 'alibaba', outerPool, extras: noExtras, settings: noSettings } }

const creation = (id: string, change: object, rules = gatewayRoutes(usual)) => ({
  ...newResource(id),
  route: {
    place: { kind: 'gateway' as const, id: 'gw' },
    destination: prefix('172.16.0.0/12'),
    nextHop: 'c',
    priority: 10,
    preference: preferenceOf(100),
    enabled: true,
    published: false,
    ...change,
  },
  rules,
})

/** The cloud's code, or undefined where the route is made. */
async function refusal(
  world: InMemoryResources,
  change: object,
  rules = gatewayRoutes(usual),
): Promise<string | undefined> {
  const outcome = await world.run(createRoute, creation('refused', change, rules))
  return outcome.ok ? undefined : domainErrors[outcome.error.code].code
}

test('a route’s refusal is in the cloud’s words', async () => {
  const world = await routedSite()
  await addConnection(world, 'e', 12, 'gw')
  await accepted(world, createRoute, creation('active', {}))
  assert.equal(await refusal(world, {}), 'VpnRouteEntry.AlreadyExists')
  assert.equal(await refusal(world, { nextHop: 'd' }), 'VpnRouteEntry.BackupRoute')
  await accepted(world, createRoute, creation('standby', { nextHop: 'd', preference: preferenceOf(0) }))
  assert.equal(await refusal(world, { nextHop: 'e', preference: 50 }), 'VpnRouteEntry.BackupRoute')
  for (const text of ['0.0.0.0/0', '100.64.0.0/10', '100.64.5.0/24', '100.0.0.0/8', '169.254.0.0/16']) {
    assert.equal(await refusal(world, { destination: prefix(text) }), 'IllegalParam.RouteDest', text)
  }
  assert.equal(await refusal(world, { source: prefix('127.0.0.0/8') }), 'IllegalParam.RouteSource')
  assert.equal(await refusal(world, { destination: prefix('10.1.7.0/24') }), 'VpnRouteEntry.Conflict')
  assert.equal(await refusal(world, { destination: prefix('203.0.113.0/24') }), 'CustomerGateway.ConflictRouteEntry')
  assert.equal(await refusal(world, { nextHop: 'none' }), 'InvalidVpnConnectionInstanceId.NotFound')
})

test('a gateway has 20 policy-based and 20 destination-based routes, and a connection 50', async () => {
  const world = await routedSite()
  const to = (at: number) => ({ destination: prefix(`172.16.${at}.0/24`) })
  for (let at = 0; at < 20; at += 1) {
    await accepted(world, createRoute, creation(`d${at}`, to(at)))
    await accepted(world, createRoute, creation(`p${at}`, { ...to(at), source: prefix('10.1.0.0/16') }))
  }
  assert.equal(await refusal(world, to(20)), 'Resource.QuotaFull')
  assert.equal(await refusal(world, { ...to(20), source: prefix('10.1.0.0/16') }), 'Resource.QuotaFull')
  const own = { place: { kind: 'connection' as const, id: 'free' }, nextHop: 'free' }
  for (let at = 0; at < 50; at += 1) {
    await accepted(world, createRoute, creation(`v${at}`, { ...own, ...to(at) }, connectionRoutes(usual)))
  }
  assert.equal(await refusal(world, { ...own, ...to(50) }, connectionRoutes(usual)), 'Resource.QuotaFull')
})
