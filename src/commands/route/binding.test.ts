/** Routes against what a connection is bound to, and against its peers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Prefix } from '../../domain/address.ts'
import { ok } from '../../domain/result.ts'
import { createConnection } from '../connection.ts'
import { createCustomerGateway } from '../customer-gateway.ts'
import { modifyConnection } from '../modify-connection.ts'
import { attachConnection, attachNetwork, createRouter, createRouterGroup, detach } from '../router.ts'
import type { InMemoryResources } from '../testing/in-memory-resources.ts'
import { openRules } from '../testing/route-rules.ts'
import { accepted, address, newResource, pool, prefix, refused, routed, routedSite, tunnel } from '../testing/site.ts'
import { createRoute } from './route.ts'

const publishesRoutes = true
const binding = { ...newResource('a1'), router: 'router', connection: 'free', outerPool: pool, publishesRoutes }
const carrying = { ...newResource('a2'), router: 'router', network: 'net', subnets: ['net-sub'], publishesRoutes }

const own = (id: string, destination: Ipv4Prefix) => ({
  ...newResource(id),
  route: {
    place: { kind: 'connection' as const, id: 'free' },
    destination,
    nextHop: 'free',
    priority: 10,
    preference: 0,
    enabled: true,
    published: true,
  },
  rules: openRules,
})

async function withRouter(): Promise<InMemoryResources> {
  const world = await routedSite()
  await accepted(world, createRouterGroup, newResource('group'))
  await accepted(world, createRouter, { ...newResource('router'), group: 'group' })
  return world
}

const inside = prefix('10.1.2.0/24')
const around = prefix('10.0.0.0/8')

test('a connection with a route into the midst of a network that the router carries cannot be attached', async () => {
  const world = await withRouter()
  await accepted(world, attachNetwork, carrying)
  await accepted(world, createRoute, own('around', around))
  await accepted(world, createRoute, own('inside', inside))
  await refused(world, attachConnection, binding, 'remote-overlaps-network')
})

test('a network with a connection’s route into its midst cannot be attached', async () => {
  const world = await withRouter()
  await accepted(world, attachConnection, binding)
  await accepted(world, createRoute, own('inside', inside))
  await refused(world, attachNetwork, carrying, 'remote-overlaps-network')
})

test('an attached connection gets no route into the midst of a network that the router carries', async () => {
  const world = await withRouter()
  await accepted(world, attachConnection, binding)
  await accepted(world, attachNetwork, carrying)
  await refused(world, createRoute, own('inside', inside), 'remote-overlaps-network')
  await accepted(world, createRoute, own('around', around))
  await accepted(world, detach, { id: 'a1' })
  await accepted(world, createRoute, own('inside', inside))
})

const patched = (customerGateway: string) => ({
  id: 'free',
  customerGateways: [customerGateway],
  patch: () => ok({ tunnels: [{ index: 1 as const, customerGateway }] }),
})

test('a connection does not change to a peer whose address a route leads into it', async () => {
  const world = await withRouter()
  await accepted(world, createCustomerGateway, { ...newResource('in'), address: address('192.0.2.7') })
  await accepted(world, createCustomerGateway, { ...newResource('out'), address: address('192.0.2.200') })
  await accepted(world, createRoute, own('r', prefix('192.0.2.0/28')))
  await refused(world, modifyConnection, patched('in'), 'peer-inside-route')
  await accepted(world, modifyConnection, patched('out'))
})

test('a peer among what a connection routes by itself is peer-inside-route where that is asked for', async () => {
  const world = await withRouter()
  await accepted(world, createCustomerGateway, { ...newResource('in'), address: address('192.0.2.7') })
  const selectors = [{ local: [prefix('10.1.0.0/16')], remote: [prefix('192.0.2.0/24')] }]
  const input = routed('new', { selectors, tunnels: [tunnel('t', { customerGateway: 'in' })], automaticRoutes: true })
  const strict = { peersOutsideRoutes: true }
  await refused(world, createConnection, { ...input, ...strict }, 'peer-inside-route')
  await accepted(world, createConnection, { ...input, ...strict, automaticRoutes: false })
  const routing = { id: 'new', patch: () => ok({ automaticRoutes: true }) }
  await refused(world, modifyConnection, { ...routing, ...strict }, 'peer-inside-route')
  await accepted(world, modifyConnection, routing)
  assert.equal((await world.reader.get('connection', 'new'))?.spec.automaticRoutes, true)
})

test('a peer in a half of all addresses that a connection routes by itself is accepted, as in 0.0.0.0/0', async () => {
  const world = await withRouter()
  await accepted(world, createCustomerGateway, { ...newResource('in'), address: address('192.0.2.7') })
  const halves = [{ local: [prefix('10.1.0.0/16')], remote: [prefix('128.0.0.0/1')] }]
  const tunnels = [tunnel('t', { customerGateway: 'in' })]
  const input = routed('new', { selectors: halves, tunnels, automaticRoutes: true })
  await accepted(world, createConnection, { ...input, peersOutsideRoutes: true })
})
