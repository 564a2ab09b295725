import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createConnection, deleteConnection } from './connection.ts'
import { createCustomerGateway } from './customer-gateway.ts'
import { createGateway } from './gateway.ts'
import { modifyConnection } from './modify-connection.ts'
import { attachConnection, createRouter, createRouterGroup } from './router.ts'
import { createInMemoryResources } from './testing/in-memory-resources.ts'
import { accepted, addNetwork, address, newResource, prefix, refused, routed, tunnel } from './testing/site.ts'

const shared = prefix('192.0.2.1/32')

/** Two gateways with the one outer address that there is, and the peers p1 to p3. */
async function site(addressCount: 1 | 2 = 1) {
  const world = createInMemoryResources()
  for (const [id, number] of [
    ['one', '10.1'],
    ['other', '10.9'],
  ] as const) {
    await addNetwork(world, id, number)
    const where = { network: id, subnets: [`${id}-sub`], outerPool: shared, bandwidthMbps: 10, addressCount }
    await accepted(world, createGateway, { ...newResource(`gw-${id}`), ...where })
    world.apply(`gw-${id}`)
  }
  for (const last of [1, 2, 3]) {
    const peer = { ...newResource(`p${last}`), address: address(`203.0.113.${last}`) }
    await accepted(world, createCustomerGateway, peer)
  }
  return world
}

const to = (id: string, ...peers: readonly string[]) => ({
  tunnels: peers.map((customerGateway, at) => tunnel(`${id}-${at}`, { index: at === 0 ? 1 : 2, customerGateway })),
})

test('gateways share an outer address where there is one, and may be as many as there are quota for', async () => {
  const world = await site()
  const gateways = world.resources().flatMap((each) => (each.kind === 'gateway' ? [each.spec.addresses] : []))
  assert.deepEqual(gateways, [['192.0.2.1'], ['192.0.2.1']])
})

test('of a shared outer address one tunnel leads to a peer: another is refused, also of another gateway', async () => {
  const world = await site()
  await accepted(world, createConnection, routed('c', { gateway: 'gw-one', ...to('c', 'p1') }))
  await refused(world, createConnection, routed('d', { gateway: 'gw-other', ...to('d', 'p1') }), 'connection-exists')
  await accepted(world, createConnection, routed('d', { gateway: 'gw-other', ...to('d', 'p2') }))
})

test('who has the one tunnel to a peer is told by its id to its own account, and to another without', async () => {
  const world = await site()
  await accepted(world, createConnection, routed('c', { gateway: 'gw-one', ...to('c', 'p1') }))
  const told = async (account: string) => {
    const asked = routed('d', { account, gateway: 'gw-other', ...to('d', 'p1') })
    const outcome = await world.run(createConnection, asked)
    return outcome.ok ? undefined : [outcome.error.subject, /one of (.*) does$/.exec(outcome.error.detail)?.[1]]
  }
  assert.deepEqual(await told('a'), ['c', 'c'])
  assert.deepEqual(await told('b'), ['203.0.113.1', 'a connection of another account'])
})

test('a peer of a shared outer address that a connection of another gateway is leaving is to be asked for again', async () => {
  const world = await site()
  await accepted(world, createConnection, routed('c', { gateway: 'gw-one', ...to('c', 'p1') }))
  await accepted(world, deleteConnection, { id: 'c' })
  const next = routed('d', { gateway: 'gw-other', ...to('d', 'p1') })
  await refused(world, createConnection, next, 'connection-leaving')
  world.release('c')
  await accepted(world, createConnection, next)
})

test('a connection of two tunnels has two peers where the outer address is shared', async () => {
  const world = await site(2)
  await refused(
    world,
    createConnection,
    routed('c', { gateway: 'gw-one', ...to('c', 'p1', 'p1') }),
    'connection-exists',
  )
  await accepted(world, createConnection, routed('c', { gateway: 'gw-one', ...to('c', 'p1', 'p2') }))
  const crossed = routed('d', { gateway: 'gw-other', ...to('d', 'p3', 'p1') })
  await refused(world, createConnection, crossed, 'connection-exists')
})

test('a connection of a shared outer address cannot take over the peer of another', async () => {
  const world = await site()
  await accepted(world, createConnection, routed('c', { gateway: 'gw-one', ...to('c', 'p1') }))
  await accepted(world, createConnection, routed('d', { gateway: 'gw-other', ...to('d', 'p2') }))
  const change = (customerGateway: string) => ({
    id: 'd',
    customerGateways: [customerGateway],
    patch: () => ({ ok: true, value: { tunnels: [{ index: 1, customerGateway }] } }) as const,
  })
  await refused(world, modifyConnection, change('p1'), 'connection-exists')
  await accepted(world, modifyConnection, change('p3'))
})

test('a router’s connection to a peer that a gateway has a tunnel to finds no outer address that is left', async () => {
  const world = await site()
  await accepted(world, createConnection, routed('c', { gateway: 'gw-one', ...to('c', 'p1') }))
  await accepted(world, createRouterGroup, newResource('group'))
  await accepted(world, createRouter, { ...newResource('router'), group: 'group' } as never)
  for (const [id, peer] of [
    ['free', 'p1'],
    ['freer', 'p2'],
  ] as const) {
    await accepted(world, createConnection, routed(id, to(id, peer)))
  }
  const attach = (connection: string) => ({
    ...newResource(`at-${connection}`),
    router: 'router',
    connection,
    outerPool: shared,
    publishesRoutes: true,
  })
  await refused(world, attachConnection, attach('free'), 'addresses-exhausted')
  await accepted(world, attachConnection, attach('freer'))
  await refused(world, createConnection, routed('e', { gateway: 'gw-other', ...to('e', 'p2') }), 'connection-exists')
})
