/** What connections are routed by themselves against what somebody asks for, at their gateway and at others. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ok } from '../../domain/result.ts'
import type { RouteEntry } from '../../domain/route-entry.ts'
import type { RouteRules } from '../../domain/route-rules.ts'
import { createConnection } from '../connection.ts'
import { createCustomerGateway } from '../customer-gateway.ts'
import { modifyConnection } from '../modify-connection.ts'
import type { InMemoryResources } from '../testing/in-memory-resources.ts'
import { openRules } from '../testing/route-rules.ts'
import {
  accepted,
  addConnection,
  addGateway,
  address,
  newResource,
  prefix,
  refused,
  routed,
  routedSite,
  tunnel,
} from '../testing/site.ts'
import { createRoute, deleteRoute, modifyRoute, redirectRoute } from './route.ts'

const source = prefix('10.1.0.0/16')
const destination = prefix('10.9.0.0/16')
const selectors = [{ local: [source], remote: [destination] }]
const strict: RouteRules = { ...openRules, alternatives: 2, equalPreferences: false }

const route = (id: string, change: Partial<RouteEntry> = {}, rules = strict) => ({
  ...newResource(id),
  rules,
  route: {
    place: { kind: 'gateway' as const, id: 'gw' },
    destination,
    nextHop: 'c',
    priority: 10,
    preference: 0,
    enabled: true,
    published: true,
    ...change,
  },
})

/** The site with a second gateway "other", whose connection "far" is routed to the destination by itself. */
async function twoGateways(): Promise<InMemoryResources> {
  const world = await routedSite()
  await addGateway(world, 'other')
  await addConnection(world, 'far', 12, 'other')
  await accepted(world, modifyConnection, { id: 'far', patch: () => ok({ selectors, automaticRoutes: true }) })
  return world
}

const routing = (id: string, automaticRoutes = true, routeRules = strict) => ({
  ...{ id, reroutes: true, routeRules },
  patch: () => ok({ selectors, automaticRoutes }),
})

test('a network is led into one gateway to what a connection of another is routed to by itself', async () => {
  const world = await twoGateways()
  await refused(world, createRoute, route('r'), 'route-conflict')
  await refused(
    world,
    createRoute,
    route('r', { place: { kind: 'network', id: 'net' }, nextHop: 'gw' }),
    'route-conflict',
  )
  await accepted(world, createRoute, route('own', { place: { kind: 'network', id: 'net' }, nextHop: 'other' }))
  await refused(world, redirectRoute, { id: 'own', nextHop: 'gw', rules: strict }, 'route-conflict')
  await accepted(world, createRoute, route('r', { published: false }))
  await refused(world, modifyRoute, { id: 'r', patch: { published: true }, rules: strict }, 'route-conflict')
  const withdrawn = { place: { kind: 'gateway' as const, id: 'other' }, source, nextHop: 'far', published: false }
  await accepted(world, deleteRoute, { id: 'own' })
  await accepted(world, createRoute, route('withdrawn', withdrawn))
  await accepted(world, modifyRoute, { id: 'r', patch: { published: true }, rules: strict })
  await refused(world, deleteRoute, { id: 'withdrawn', rules: strict }, 'route-conflict')
  await accepted(world, modifyRoute, { id: 'r', patch: { published: false }, rules: strict })
  await accepted(world, deleteRoute, { id: 'withdrawn', rules: strict })
})

test('a connection is not routed by itself to what another gateway of the network has published, where the rules are asked', async () => {
  const world = await twoGateways()
  await refused(world, modifyConnection, routing('c'), 'route-conflict')
  await accepted(world, createCustomerGateway, { ...newResource('new-peer'), address: address('203.0.113.99') })
  const tunnels = [tunnel('new-t', { customerGateway: 'new-peer' })]
  const creation = routed('new', { gateway: 'gw', tunnels, selectors, automaticRoutes: true, routeRules: strict })
  await refused(world, createConnection, creation, 'route-conflict')
  await accepted(world, createConnection, { ...creation, automaticRoutes: false })
  await accepted(world, modifyConnection, routing('far', false))
  await accepted(world, createRoute, route('led', { place: { kind: 'network', id: 'net' }, nextHop: 'other' }))
  await refused(world, modifyConnection, routing('new'), 'route-conflict')
  await accepted(world, deleteRoute, { id: 'led' })
  await accepted(world, modifyConnection, routing('new'))
  // What it is routed by already is judged no more.
  await accepted(world, createRoute, route('standby', { source, nextHop: 'd', preference: 100 }))
  await accepted(world, modifyConnection, routing('new'))
  assert.equal((await world.reader.get('connection', 'new'))?.generation, 3)
})

test('what a connection is routed by itself is an alternative of the gateway’s entries of its source and destination', async () => {
  const world = await routedSite()
  await accepted(world, modifyConnection, routing('c'))
  const beside = (id: string, change: Partial<RouteEntry> = {}) => route(id, { source, nextHop: 'd', ...change })
  await refused(world, createRoute, beside('r'), 'route-preference-taken')
  await accepted(world, createRoute, beside('r', { preference: 100 }))
  await refused(world, modifyRoute, { id: 'r', patch: { preference: 0 }, rules: strict }, 'route-preference-taken')
  await refused(world, createRoute, { ...beside('third', { nextHop: 'd', preference: 50 }) }, 'route-exists')
  await addConnection(world, 'e', 13, 'gw')
  await refused(world, createRoute, beside('third', { nextHop: 'e', preference: 50 }), 'route-alternatives-full')
  await accepted(world, createRoute, beside('other source', { source: prefix('10.1.2.0/24') }))
  await accepted(world, createRoute, beside('no source', { source: undefined } as Partial<RouteEntry>))
})

test('a connection is not routed by itself where an entry of the gateway has the same preference, or two lead there', async () => {
  const world = await routedSite()
  await accepted(world, createRoute, route('equal', { source, nextHop: 'd' }))
  await refused(world, modifyConnection, routing('c'), 'route-preference-taken')
  await accepted(world, modifyRoute, { id: 'equal', patch: { preference: 100 }, rules: strict })
  await addConnection(world, 'e', 13, 'gw')
  await accepted(world, createRoute, route('second', { source, nextHop: 'e' }))
  await refused(world, modifyConnection, routing('c'), 'route-alternatives-full')
  await accepted(world, modifyRoute, { id: 'second', patch: { enabled: false }, rules: strict })
  await accepted(world, modifyConnection, routing('c'))
})
