import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNetwork, createSubnet, deleteNetwork, deleteSubnet } from './network.ts'
import {
  createNetworkTable,
  deleteNetworkTable,
  rerouteSubnet,
  routeSubnetBy,
  routeSubnetByOwn,
} from './network-table.ts'
import { createRoute, deleteRoute } from './route/route.ts'
import { createInMemoryResources, type InMemoryResources } from './testing/in-memory-resources.ts'
import { openRules } from './testing/route-rules.ts'
import { accepted, addGateway, addNetwork, newResource, prefix, refused } from './testing/site.ts'

/** The networks "a" and "b" with a subnet and a gateway each, and the table "t" of "a". */
async function networks(): Promise<InMemoryResources> {
  const world = createInMemoryResources()
  for (const [id, range] of [['a', '10.1'] as const, ['b', '10.2'] as const]) {
    await addNetwork(world, id, range)
    await addGateway(world, `gw-${id}`, id)
  }
  await accepted(world, createNetworkTable, { ...newResource('t'), network: 'a' })
  return world
}

const route = (id: string, place: string, nextHop = 'gw-a', destination = '172.16.0.0/12') => ({
  ...newResource(id),
  route: {
    place: { kind: place === 'a' ? ('network' as const) : ('network-table' as const), id: place },
    ...{ destination: prefix(destination), nextHop, priority: 0, preference: 0, enabled: true, published: false },
  },
  rules: { ...openRules, alternatives: 1 },
})

const tableOf = async (world: InMemoryResources, subnet: string) =>
  (await world.reader.get('subnet', subnet))?.spec.table

test('a subnet is routed by a table of its network that it is put into, and by the network’s own again', async () => {
  const world = await networks()
  const both = { subnet: 'a-sub', table: 't' }
  await refused(world, routeSubnetByOwn, both, 'association-not-found')
  await accepted(world, routeSubnetBy, both)
  assert.equal(await tableOf(world, 'a-sub'), 't')
  await refused(world, routeSubnetBy, both, 'association-exists')
  await accepted(world, createNetworkTable, { ...newResource('u'), network: 'a' })
  await refused(world, routeSubnetByOwn, { ...both, table: 'u' }, 'association-not-found')
  await accepted(world, routeSubnetByOwn, both)
  assert.equal(await tableOf(world, 'a-sub'), undefined)
})

test('a table of no network, a subnet that is not there and one of another network are refused', async () => {
  const world = await networks()
  await refused(world, routeSubnetBy, { subnet: 'a-sub', table: 'none' }, 'network-table-not-found')
  await refused(world, routeSubnetBy, { subnet: 'none', table: 't' }, 'subnet-not-found')
  await refused(world, routeSubnetBy, { subnet: 'b-sub', table: 't' }, 'not-in-network')
  await refused(world, createNetworkTable, { ...newResource('u'), network: 'none' }, 'network-not-found')
  await refused(world, createNetworkTable, { ...newResource('u'), network: 'a', quota: 1 }, 'quota-exhausted')
  await refused(world, deleteNetworkTable, { id: 'none' }, 'network-table-not-found')
})

test('a subnet is rerouted from whichever table it is in, into one of its network alone', async () => {
  const world = await networks()
  await accepted(world, createNetworkTable, { ...newResource('u'), network: 'a' })
  const reroute = (id: string, subnet = 'a-sub') => ({
    subnet,
    place: { kind: id === 'a' || id === 'b' ? ('network' as const) : ('network-table' as const), id },
  })
  for (const id of ['t', 'u', 'u']) {
    await accepted(world, rerouteSubnet, reroute(id))
    assert.equal(await tableOf(world, 'a-sub'), id)
  }
  await refused(world, rerouteSubnet, reroute('none'), 'network-table-not-found')
  await refused(world, rerouteSubnet, reroute('t', 'none'), 'subnet-not-found')
  await refused(world, rerouteSubnet, reroute('t', 'b-sub'), 'not-in-network')
  await refused(world, rerouteSubnet, reroute('b'), 'not-in-network')
  await accepted(world, rerouteSubnet, reroute('a'))
  assert.equal(await tableOf(world, 'a-sub'), undefined)
})

test('a table that is deleted with its entries takes them along, and none of another', async () => {
  const world = await networks()
  await accepted(world, createRoute, route('r', 't'))
  await accepted(world, createRoute, route('s', 'a'))
  await accepted(world, deleteNetworkTable, { id: 't', withEntries: true })
  assert.deepEqual(await Promise.all(['r', 's'].map(async (id) => (await world.reader.get('route', id))?.id)), [
    undefined,
    's',
  ])
})

test('a table with a subnet or an entry is in use, and a network with a table is', async () => {
  const world = await networks()
  await accepted(world, routeSubnetBy, { subnet: 'a-sub', table: 't' })
  await refused(world, deleteNetworkTable, { id: 't' }, 'in-use')
  await accepted(world, routeSubnetByOwn, { subnet: 'a-sub', table: 't' })
  await accepted(world, createRoute, route('r', 't'))
  await refused(world, deleteNetworkTable, { id: 't' }, 'in-use')
  await accepted(world, deleteRoute, { id: 'r' })
  await accepted(world, createNetwork, { ...newResource('c'), prefix: prefix('10.9.0.0/16') })
  await accepted(world, createSubnet, {
    ...newResource('c-sub'),
    network: 'c',
    prefix: prefix('10.9.1.0/24'),
    zone: 'z',
  })
  await accepted(world, createNetworkTable, { ...newResource('c-t'), network: 'c' })
  await accepted(world, routeSubnetBy, { subnet: 'c-sub', table: 'c-t' })
  await accepted(world, deleteSubnet, { id: 'c-sub' })
  await refused(world, deleteNetwork, { id: 'c' }, 'in-use')
  await accepted(world, deleteNetworkTable, { id: 'c-t' })
  await accepted(world, deleteNetwork, { id: 'c' })
})

test('a table leads to a destination beside what the network’s own table has, into its network’s gateways alone', async () => {
  const world = await networks()
  await accepted(world, createRoute, route('r', 'a'))
  await accepted(world, createRoute, route('s', 't'))
  await refused(world, createRoute, route('s2', 't'), 'route-exists')
  await refused(world, createRoute, route('s3', 't', 'gw-b', '172.32.0.0/16'), 'route-place-invalid')
  await refused(world, createRoute, route('s4', 'none'), 'network-table-not-found')
  assert.deepEqual((await world.reader.get('route', 's'))?.spec.place, { kind: 'network-table', id: 't' })
})
