import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ok } from '../../domain/result.ts'
import { modifyConnection } from '../modify-connection.ts'
import { attachConnection, attachNetwork, createRouter, createRouterGroup } from '../router.ts'
import { dissociateTable, stopPropagating } from '../router-table.ts'
import type { InMemoryResources } from '../testing/in-memory-resources.ts'
import { openRules } from '../testing/route-rules.ts'
import { accepted, addGateway, addNetwork, newResource, pool, prefix, refused, routedSite } from '../testing/site.ts'
import { loadNetworkWays } from './network-ways.ts'
import { createRoute, redirectRoute } from './route.ts'

const ranks = { priority: 0, preference: 0, enabled: true, published: false }

async function made(world: InMemoryResources, id: string, text: string, change: object): Promise<void> {
  const route = { place: { kind: 'network' as const, id: 'net' }, destination: prefix(text), nextHop: 'gw', ...ranks }
  await accepted(world, createRoute, { ...newResource(id), route: { ...route, ...change }, rules: openRules })
}

async function waysOf(world: InMemoryResources, id = 'net') {
  const network = await world.reader.get('network', id)
  assert.ok(network)
  const { entries, gateways, attachments } = await loadNetworkWays(world.reader, network)
  const told = [...gateways, ...attachments].map(({ nextHop, destinations }) => [nextHop.id, ...destinations])
  return { entries: entries.map((entry) => entry.id), told }
}

const atGateway = { place: { kind: 'gateway', id: 'gw' }, nextHop: 'c' }

test('a network is led by its own entries, the oldest first, and by what its gateway has published and enabled', async () => {
  const world = await routedSite()
  await made(world, 'first', '10.7.0.0/16', {})
  await made(world, 'second', '10.8.0.0/16', {})
  await made(world, 'published', '10.20.0.0/16', { ...atGateway, published: true })
  await made(world, 'kept', '10.21.0.0/16', atGateway)
  await made(world, 'off', '10.22.0.0/16', { ...atGateway, published: true, enabled: false })
  assert.deepEqual(await waysOf(world), { entries: ['first', 'second'], told: [['gw', '10.20.0.0/16']] })
})

test('a network is not led to a remote prefix that an entry stands in for without being published', async () => {
  const world = await routedSite()
  const pair = { source: prefix('10.1.0.0/16'), destination: prefix('10.30.0.0/16') }
  const selectors = [{ local: [pair.source], remote: [pair.destination] }]
  await accepted(world, modifyConnection, { id: 'c', patch: () => ok({ selectors, automaticRoutes: true }) })
  assert.deepEqual((await waysOf(world)).told, [['gw', '10.30.0.0/16']])
  await made(world, 'withdrawn', pair.destination, { ...atGateway, source: pair.source })
  assert.deepEqual((await waysOf(world)).told, [['gw']])
})

test('a network is led by a router that publishes to it, to the other networks and into the connections', async () => {
  const world = await routedSite()
  await addNetwork(world, 'far', '10.5')
  await accepted(world, createRouterGroup, newResource('group'))
  await accepted(world, createRouter, { ...newResource('router'), group: 'group' })
  const attach = (id: string, network: string, publishesRoutes: boolean) =>
    accepted(world, attachNetwork, {
      ...newResource(id),
      router: 'router',
      network,
      subnets: [`${network}-sub`],
      publishesRoutes,
    })
  await attach('near', 'net', true)
  await attach('away', 'far', false)
  const binding = { router: 'router', connection: 'free', outerPool: pool, publishesRoutes: true }
  await accepted(world, attachConnection, { ...newResource('bound'), ...binding })
  const own = { place: { kind: 'connection', id: 'free' }, nextHop: 'free', published: true }
  await made(world, 'own', '10.30.0.0/16', own)
  assert.deepEqual((await waysOf(world)).told, [['gw'], ['near', '10.5.0.0/16', '10.30.0.0/16']])
  assert.deepEqual((await waysOf(world, 'far')).told, [])
  await accepted(world, stopPropagating, { attachment: 'away', table: 'router' })
  assert.deepEqual((await waysOf(world)).told, [['gw'], ['near', '10.30.0.0/16']])
  await accepted(world, dissociateTable, { attachment: 'near', table: 'router' })
  assert.deepEqual((await waysOf(world)).told, [['gw'], ['near']])
})

test('a network is not led to a network of its own range by a router', async () => {
  const world = await routedSite()
  await addNetwork(world, 'alike', '10.1')
  await accepted(world, createRouterGroup, newResource('group'))
  await accepted(world, createRouter, { ...newResource('router'), group: 'group' })
  for (const network of ['net', 'alike']) {
    const target = { router: 'router', network, subnets: [`${network}-sub`], publishesRoutes: true }
    await accepted(world, attachNetwork, { ...newResource(`at-${network}`), ...target })
  }
  assert.deepEqual((await waysOf(world)).told, [['gw'], ['at-net']])
})

test('a route is led into another gateway of its network, where none has it already, and stays where that is refused', async () => {
  const world = await routedSite()
  await addGateway(world, 'other')
  await addNetwork(world, 'far', '10.5')
  await addGateway(world, 'foreign', 'far')
  await made(world, 'route', '10.7.0.0/16', {})
  const redirection = (nextHop: string, id = 'route') => ({ id, nextHop, rules: { ...openRules, alternatives: 1 } })
  await refused(world, redirectRoute, redirection('foreign'), 'route-place-invalid')
  await refused(world, redirectRoute, redirection('none'), 'gateway-not-found')
  await refused(world, redirectRoute, redirection('other', 'none'), 'route-not-found')
  await accepted(world, redirectRoute, redirection('other'))
  assert.deepEqual((await world.reader.get('route', 'route'))?.spec.nextHop, 'other')
  await made(world, 'second', '10.7.0.0/16', {})
  await refused(world, redirectRoute, redirection('gw'), 'route-exists')
  await made(world, 'published', '10.9.0.0/16', { ...atGateway, published: true })
  await made(world, 'rival', '10.9.0.0/16', {})
  await refused(world, redirectRoute, redirection('other', 'rival'), 'route-conflict')
})
