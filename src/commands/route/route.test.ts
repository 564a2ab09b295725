import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DomainErrorCode } from '../../domain/error.ts'
import type { RouteEntry, RoutePlace } from '../../domain/route-entry.ts'
import type { RouteRules } from '../../domain/route-rules.ts'
import { deleteConnection } from '../connection.ts'
import type { InMemoryResources } from '../testing/in-memory-resources.ts'
import { openRules } from '../testing/route-rules.ts'
import {
  accepted,
  addConnection,
  addGateway,
  addNetwork,
  newResource,
  prefix,
  refused,
  routedSite,
} from '../testing/site.ts'
import { createRoute, deleteRoute, modifyRoute, standInRoute } from './route.ts'

const gateway = (id = 'gw'): RoutePlace => ({ kind: 'gateway', id })
const network = (id = 'net'): RoutePlace => ({ kind: 'network', id })
const connection = (id: string): RoutePlace => ({ kind: 'connection', id })

const entry = (change: Partial<RouteEntry> = {}): RouteEntry => ({
  place: gateway(),
  destination: prefix('10.9.0.0/16'),
  nextHop: 'c',
  priority: 10,
  preference: 0,
  enabled: true,
  published: false,
  ...change,
})

const creation = (id: string, change: Partial<RouteEntry> = {}, rules: Partial<RouteRules> = {}) => ({
  ...newResource(id),
  route: entry(change),
  rules: { ...openRules, ...rules },
})

const modification = (id: string, patch: Partial<RouteEntry>, rules: Partial<RouteRules> = {}) => ({
  id,
  patch,
  rules: { ...openRules, ...rules },
})

const routeOf = async (world: InMemoryResources, id: string) => (await world.reader.get('route', id))?.spec

test('a route is stored as it was asked for, at a gateway, a connection or a network', async () => {
  const world = await routedSite()
  const routes = {
    policy: entry({ source: prefix('10.1.1.0/24'), priority: 3, published: true }),
    plain: entry({ enabled: false }),
    own: entry({ place: connection('free'), nextHop: 'free' }),
    led: entry({ place: network(), nextHop: 'gw' }),
  }
  for (const [id, route] of Object.entries(routes)) {
    await accepted(world, createRoute, creation(id, route))
    assert.deepEqual(await routeOf(world, id), route)
  }
})

const misplaced: readonly (readonly [what: string, change: Partial<RouteEntry>, code: DomainErrorCode])[] = [
  ['at no gateway', { place: gateway('none') }, 'gateway-not-found'],
  ['into no connection', { nextHop: 'none' }, 'connection-not-found'],
  ['into a connection of nothing', { nextHop: 'free' }, 'route-place-invalid'],
  ['into a connection of another gateway', { place: gateway('other') }, 'route-place-invalid'],
  ['at no connection', { place: connection('none'), nextHop: 'none' }, 'connection-not-found'],
  ['at a connection, into another', { place: connection('free'), nextHop: 'loose' }, 'route-place-invalid'],
  ['at a connection of a gateway', { place: connection('c') }, 'route-place-invalid'],
  [
    'at a connection, with a source',
    { place: connection('free'), nextHop: 'free', source: prefix('10.1.0.0/16') },
    'route-place-invalid',
  ],
  ['at no network', { place: network('none'), nextHop: 'gw' }, 'network-not-found'],
  ['at a network, into no gateway', { place: network(), nextHop: 'none' }, 'gateway-not-found'],
  ['at a network, into another’s gateway', { place: network('far'), nextHop: 'gw' }, 'route-place-invalid'],
  [
    'at a network, with a source',
    { place: network(), nextHop: 'gw', source: prefix('10.1.0.0/16') },
    'route-place-invalid',
  ],
]

for (const [what, change, code] of misplaced) {
  test(`a route ${what} is ${code}`, async () => {
    const world = await routedSite()
    await addGateway(world, 'other')
    await addNetwork(world, 'far', '10.5')
    await addConnection(world, 'loose', 12)
    await refused(world, createRoute, creation('r', change), code)
  })
}

test('a route with the source, destination and next hop of another is route-exists', async () => {
  const world = await routedSite()
  const source = prefix('10.1.1.0/24')
  await accepted(world, createRoute, creation('plain'))
  await accepted(world, createRoute, creation('policy', { source }))
  await refused(world, createRoute, creation('r', { preference: 5 }), 'route-exists')
  await refused(world, createRoute, creation('r', { source, priority: 5 }), 'route-exists')
  await accepted(world, createRoute, creation('other next hop', { nextHop: 'd' }))
  await accepted(world, createRoute, creation('other source', { source: prefix('10.1.2.0/24') }))
  await accepted(world, deleteRoute, { id: 'plain' })
  await accepted(world, createRoute, creation('r', { preference: 5 }))
})

test('a route to what no packet through a tunnel can have is route-destination-invalid, and from it route-source-invalid', async () => {
  const world = await routedSite()
  for (const text of ['127.0.0.0/8', '127.1.0.0/16', '169.254.10.0/30', '224.0.0.0/4', '255.0.0.0/8', '0.0.0.0/8']) {
    await refused(world, createRoute, creation('r', { destination: prefix(text) }), 'route-destination-invalid')
    await refused(world, createRoute, creation('r', { source: prefix(text) }), 'route-source-invalid')
  }
  await accepted(world, createRoute, creation('halves', { destination: prefix('0.0.0.0/2') }))
  await accepted(world, createRoute, creation('any', { source: prefix('0.0.0.0/0') }))
})

test('a route to 0.0.0.0/0, or to what the rules keep apart, is route-destination-invalid where the rules say so', async () => {
  const world = await routedSite()
  const all = { destination: prefix('0.0.0.0/0') }
  await refused(world, createRoute, creation('r', all, { defaultRoute: false }), 'route-destination-invalid')
  await accepted(world, createRoute, creation('default', all))
  const apartFrom = [prefix('100.64.0.0/10')]
  for (const text of ['100.64.0.0/10', '100.64.1.0/24', '100.0.0.0/8']) {
    const destination = prefix(text)
    await refused(world, createRoute, creation('r', { destination }, { apartFrom }), 'route-destination-invalid')
    await accepted(world, createRoute, creation(text, { destination }))
  }
})

test('a route to a part of the gateway’s network is remote-overlaps-network, and one around it is not', async () => {
  const world = await routedSite()
  for (const text of ['10.1.0.0/16', '10.1.200.0/24']) {
    const destination = prefix(text)
    await refused(world, createRoute, creation('r', { destination }), 'remote-overlaps-network')
    const led = { destination, place: network(), nextHop: 'gw' }
    await refused(world, createRoute, creation('r', led), 'remote-overlaps-network')
  }
  await accepted(world, createRoute, creation('r', { destination: prefix('10.0.0.0/8') }))
})

test('a route into a connection that its peer’s address lies in is peer-inside-route, unless it is to everything', async () => {
  const world = await routedSite()
  const own = { place: connection('free'), nextHop: 'free' }
  await refused(world, createRoute, creation('r', { destination: prefix('203.0.113.0/28') }), 'peer-inside-route')
  await refused(world, createRoute, creation('r', { ...own, destination: prefix('203.0.0.0/8') }), 'peer-inside-route')
  await accepted(world, createRoute, creation('elsewhere', { destination: prefix('203.0.113.128/25') }))
  await accepted(world, createRoute, creation('r', { destination: prefix('0.0.0.0/0') }))
})

test('more routes with one source and destination than may be are route-alternatives-full', async () => {
  const world = await routedSite()
  await addConnection(world, 'e', 12, 'gw')
  const two = { alternatives: 2 }
  await accepted(world, createRoute, creation('first', {}, two))
  await accepted(world, createRoute, creation('second', { nextHop: 'd' }, two))
  await refused(world, createRoute, creation('third', { nextHop: 'e' }, two), 'route-alternatives-full')
  const source = prefix('10.1.1.0/24')
  await accepted(world, createRoute, creation('with a source', { nextHop: 'e', source }, two))
  await refused(world, createRoute, creation('again', {}, two), 'route-exists')
  await accepted(world, modifyRoute, modification('second', { preference: 7 }, two))
})

test('routes with one source, destination and preference are route-preference-taken where they may not share', async () => {
  const world = await routedSite()
  const apart = { equalPreferences: false }
  await accepted(world, createRoute, creation('active', {}, apart))
  await refused(world, createRoute, creation('standby', { nextHop: 'd' }, apart), 'route-preference-taken')
  await accepted(world, createRoute, creation('standby', { nextHop: 'd', preference: 100 }, apart))
  await refused(world, modifyRoute, modification('standby', { preference: 0 }, apart), 'route-preference-taken')
  await accepted(world, modifyRoute, modification('standby', { preference: 100, enabled: false }, apart))
  await accepted(world, modifyRoute, modification('standby', { preference: 0 }))
  // What they share already is no reason to refuse a change of something else.
  await accepted(world, modifyRoute, modification('standby', { priority: 7 }, apart))
})

test('more routes of a sort than the quota are routes-exhausted, and those of the other sort do not count', async () => {
  const world = await routedSite()
  const rules = { quota: { policyBased: 1, destinationBased: 2 } }
  const to = (last: number, source?: string) => ({
    destination: prefix(`10.9.${last}.0/24`),
    ...(source === undefined ? {} : { source: prefix(source) }),
  })
  await accepted(world, createRoute, creation('p', to(1, '10.1.1.0/24'), rules))
  await accepted(world, createRoute, creation('a', to(1), rules))
  await accepted(world, createRoute, creation('b', to(2), rules))
  await refused(world, createRoute, creation('c', to(3), rules), 'routes-exhausted')
  await refused(world, createRoute, creation('q', to(3, '10.1.1.0/24'), rules), 'routes-exhausted')
  const own = { ...to(3), place: connection('free'), nextHop: 'free' }
  await accepted(world, createRoute, creation('another place', own, rules))
  await accepted(world, deleteRoute, { id: 'a' })
  await accepted(world, createRoute, creation('c', to(3), rules))
})

test('a route that is published while the network is led to another gateway is route-conflict', async () => {
  const world = await routedSite()
  await addGateway(world, 'other')
  await addConnection(world, 'e', 12, 'other')
  const theirs = { place: gateway('other'), nextHop: 'e' }
  await accepted(world, createRoute, creation('theirs', { ...theirs, published: true }))
  await refused(world, createRoute, creation('r', { published: true }), 'route-conflict')
  await accepted(world, createRoute, creation('r'))
  await refused(world, modifyRoute, modification('r', { published: true }), 'route-conflict')
  await refused(world, createRoute, creation('led', { place: network(), nextHop: 'gw' }), 'route-conflict')
  await accepted(world, createRoute, creation('led', { place: network(), nextHop: 'other' }))
  await accepted(world, modifyRoute, modification('theirs', { published: false }))
  await refused(world, modifyRoute, modification('r', { published: true }), 'route-conflict')
  await accepted(world, deleteRoute, { id: 'led' })
  await accepted(world, modifyRoute, modification('r', { published: true }))
  assert.equal((await routeOf(world, 'r'))?.published, true)
  await accepted(world, createRoute, creation('second of the gateway', { nextHop: 'd', published: true }))
})

test('a disabled route takes no place among alternatives, and is one of them again once it is enabled', async () => {
  const world = await routedSite()
  const apart = { equalPreferences: false }
  await accepted(world, createRoute, creation('first', {}, apart))
  await accepted(world, modifyRoute, modification('first', { enabled: false }, apart))
  await accepted(world, createRoute, creation('second', { nextHop: 'd' }, apart))
  await refused(world, modifyRoute, modification('first', { enabled: true }, apart), 'route-preference-taken')
  await accepted(world, modifyRoute, modification('first', { enabled: true, preference: 5 }, apart))
})

test('a route that stands in for an automatic one is bound by its alternatives alone, where its rank is another', async () => {
  const world = await routedSite()
  const apart = { equalPreferences: false, quota: { policyBased: 0, destinationBased: 0 } }
  const standIn = (id: string, change: Partial<RouteEntry>) => ({ ...creation(id, change, apart), automatic: entry() })
  await accepted(world, createRoute, creation('standby', { nextHop: 'd', preference: 100 }))
  await refused(world, standInRoute, standIn('r', { preference: 100 }), 'route-preference-taken')
  await accepted(world, standInRoute, standIn('r', { published: true }))
  assert.deepEqual(await routeOf(world, 'r'), entry({ published: true, standsIn: true }))
  await refused(world, standInRoute, standIn('again', { enabled: false }), 'route-exists')
})

test('a modification changes what it names, and a route that is not there is route-not-found', async () => {
  const world = await routedSite()
  await accepted(world, createRoute, creation('r'))
  await accepted(world, modifyRoute, modification('r', { priority: 20, enabled: false }))
  assert.deepEqual(await routeOf(world, 'r'), entry({ priority: 20, enabled: false }))
  assert.equal((await world.reader.get('route', 'r'))?.generation, 2)
  await refused(world, modifyRoute, modification('none', {}), 'route-not-found')
  await refused(world, deleteRoute, { id: 'none' }, 'route-not-found')
})

test('the routes into a connection go with it in one change, and another’s stay', async () => {
  const world = await routedSite()
  await accepted(world, createRoute, creation('gone'))
  await accepted(world, createRoute, creation('kept', { nextHop: 'd' }))
  const change = await accepted(world, deleteConnection, { id: 'c' })
  assert.deepEqual([change.put.map(({ id }) => id), change.remove], [['c'], [{ kind: 'route', id: 'gone' }]])
  await accepted(world, createRoute, creation('own', { place: connection('free'), nextHop: 'free' }))
  const removed = await accepted(world, deleteConnection, { id: 'free' })
  assert.deepEqual(removed.remove.map(({ id }) => id).sort(), ['free', 'own'])
})
