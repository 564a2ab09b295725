import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Address, Ipv4Prefix } from '../domain/address.ts'
import type { DomainErrorCode } from '../domain/error.ts'
import type { PreSharedKey, TrafficSelectors } from '../domain/ike.ts'
import type { Tunnel } from '../domain/resource.ts'
import { ok } from '../domain/result.ts'
import type { Command } from './command.ts'
import { createConnection, deleteConnection } from './connection.ts'
import { createCustomerGateway, deleteCustomerGateway } from './customer-gateway.ts'
import { createGateway, deleteGateway } from './gateway.ts'
import { createHost } from './host.ts'
import { type ConnectionPatch, type ModifyConnection, modifyConnection } from './modify-connection.ts'
import { createNetwork, createSubnet, deleteNetwork, deleteSubnet } from './network.ts'
import {
  attachConnection,
  attachNetwork,
  createRouter,
  createRouterGroup,
  deleteRouter,
  deleteRouterGroup,
  detach,
} from './router.ts'
import { createInMemoryResources, type InMemoryResources } from './testing/in-memory-resources.ts'

const newResource = (id: string) => ({ id, account: 'a', region: 'r', name: id, createdAt: 1 })
const prefix = (text: string) => text as Ipv4Prefix
const address = (text: string) => text as Ipv4Address
const pool = prefix('198.51.100.0/24')

const tunnel = (change: Partial<Tunnel> = {}): Tunnel => ({
  id: 't1',
  index: 1,
  customerGateway: 'peer',
  ike: {
    version: 2,
    mode: 'main',
    proposal: { encryption: 'aes128', integrity: 'sha1', keyExchange: 'modp1024' },
    lifetimeSeconds: 86_400,
    preSharedKey: 'a-key' as PreSharedKey,
  },
  child: {
    proposal: { encryption: 'aes128', integrity: 'sha1', keyExchange: 'modp1024' },
    lifetimeSeconds: 86_400,
  },
  natTraversal: true,
  ...change,
})

const selectors = (local: string, remote: string): readonly TrafficSelectors[] => [
  { local: [prefix(local)], remote: [prefix(remote)] },
]

const connectionInput = (id: string, change: object = {}) => ({
  ...newResource(id),
  selectors: selectors('10.1.0.0/16', '10.2.0.0/16'),
  tunnels: [tunnel({ id: `${id}-t1` })],
  startAction: 'start' as const,
  automaticRoutes: true,
  ...change,
})

const modification = (patch: ConnectionPatch, id = 'c'): ModifyConnection => ({
  id,
  customerGateways: (patch.tunnels ?? []).flatMap(({ customerGateway = [] }) => customerGateway),
  patch: () => ok(patch),
})

async function accepted<I, C>(world: InMemoryResources, command: Command<I, C>, input: I): Promise<void> {
  const outcome = await world.run(command, input)
  assert.ok(outcome.ok, outcome.ok ? '' : `${command.name}: ${outcome.error.code}: ${outcome.error.detail}`)
}

async function refused<I, C>(
  world: InMemoryResources,
  command: Command<I, C>,
  input: I,
  code: DomainErrorCode,
): Promise<void> {
  const before = JSON.stringify(world.resources())
  const outcome = await world.run(command, input)
  assert.equal(outcome.ok ? 'accepted' : outcome.error.code, code)
  assert.equal(JSON.stringify(world.resources()), before, 'a refusal leaves everything as it was')
}

/** A network with a subnet, a ready gateway on it, and a customer gateway. */
async function site(): Promise<InMemoryResources> {
  const world = createInMemoryResources()
  await accepted(world, createNetwork, { ...newResource('net'), prefix: prefix('10.1.0.0/16') })
  await accepted(world, createSubnet, {
    ...newResource('sub'),
    network: 'net',
    prefix: prefix('10.1.1.0/24'),
    zone: 'z',
  })
  const gateway = { network: 'net', subnets: ['sub'], outerPool: pool, bandwidthMbps: 10 }
  await accepted(world, createGateway, { ...newResource('gw'), ...gateway, addressCount: 1 })
  world.apply('gw')
  await accepted(world, createCustomerGateway, { ...newResource('peer'), address: address('203.0.113.9') })
  return world
}

test('a subnet outside its network, of a wrong size or overlapping another is refused', async () => {
  const world = await site()
  const subnet = (text: string) => ({ ...newResource('s2'), network: 'net', prefix: prefix(text), zone: 'z' })
  await refused(world, createSubnet, subnet('10.2.0.0/24'), 'subnet-outside-network')
  await refused(world, createSubnet, subnet('10.1.2.0/30'), 'subnet-outside-network')
  await refused(world, createSubnet, subnet('10.1.1.128/25'), 'subnet-overlaps')
  await refused(world, createSubnet, { ...subnet('10.1.2.0/24'), network: 'none' }, 'network-not-found')
  await accepted(world, createSubnet, subnet('10.1.2.0/24'))
})

test('a resource that another one refers to is in-use and cannot be deleted', async () => {
  const world = await site()
  await accepted(world, createConnection, connectionInput('c', { gateway: 'gw' }))
  await refused(world, deleteNetwork, { id: 'net' }, 'in-use')
  await refused(world, deleteSubnet, { id: 'sub' }, 'in-use')
  await refused(world, deleteGateway, { id: 'gw' }, 'in-use')
  await refused(world, deleteCustomerGateway, { id: 'peer' }, 'in-use')
  await accepted(world, deleteConnection, { id: 'c' })
  await refused(world, deleteConnection, { id: 'c' }, 'busy')
  await refused(world, deleteGateway, { id: 'gw' }, 'in-use')
  world.release('c')
  await accepted(world, deleteGateway, { id: 'gw' })
  await refused(world, deleteGateway, { id: 'gw' }, 'busy')
  await refused(world, deleteSubnet, { id: 'sub' }, 'in-use')
  world.release('gw')
  await accepted(world, deleteSubnet, { id: 'sub' })
  await refused(world, deleteSubnet, { id: 'sub' }, 'subnet-not-found')
  const again = { ...newResource('s2'), network: 'net', prefix: prefix('10.1.1.0/24'), zone: 'z' }
  await accepted(world, createSubnet, again)
  await refused(world, deleteNetwork, { id: 'net' }, 'in-use')
  await accepted(world, deleteSubnet, { id: 's2' })
  await accepted(world, deleteNetwork, { id: 'net' })
  await refused(world, deleteNetwork, { id: 'net' }, 'network-not-found')
  await accepted(world, deleteCustomerGateway, { id: 'peer' })
  assert.deepEqual(
    world.resources().filter(({ deleting }) => !deleting),
    [],
  )
})

test('gateways get different outer addresses, and addresses-exhausted when the pool has none left', async () => {
  const world = await site()
  const gateway = { network: 'net', subnets: [], outerPool: prefix('198.51.100.0/30'), bandwidthMbps: 10 }
  await refused(world, createGateway, { ...newResource('g2'), ...gateway, addressCount: 2 }, 'addresses-exhausted')
  await refused(
    world,
    createGateway,
    { ...newResource('g2'), ...gateway, subnets: ['no'], addressCount: 1 },
    'subnet-not-found',
  )
  await accepted(world, createGateway, { ...newResource('g2'), ...gateway, outerPool: pool, addressCount: 2 })
  const held = world.resources().flatMap((resource) => (resource.kind === 'gateway' ? resource.spec.addresses : []))
  assert.equal(new Set(held).size, 3)
})

test('a connection is refused without a gateway that is ready, or with its own address as peer', async () => {
  const world = await site()
  const bound = (change: object) => connectionInput('c', { gateway: 'gw', ...change })
  await refused(world, createConnection, bound({ gateway: 'none' }), 'gateway-not-found')
  await refused(world, createConnection, bound({ network: 'other' }), 'not-in-network')
  await refused(
    world,
    createConnection,
    bound({ tunnels: [tunnel({ customerGateway: 'no' })] }),
    'customer-gateway-not-found',
  )
  await refused(
    world,
    createConnection,
    bound({ tunnels: [tunnel(), tunnel({ id: 't2', index: 2 })] }),
    'tunnels-incomplete',
  )
  await accepted(world, createCustomerGateway, { ...newResource('self'), address: address('198.51.100.2') })
  await refused(world, createConnection, bound({ tunnels: [tunnel({ customerGateway: 'self' })] }), 'peer-address-own')
  const fresh = { network: 'net', subnets: [], outerPool: pool, bandwidthMbps: 10 }
  await accepted(world, createGateway, { ...newResource('g2'), ...fresh, addressCount: 1 })
  await refused(world, createConnection, bound({ gateway: 'g2' }), 'busy')
  await accepted(world, createConnection, bound({}))
})

test('a connection whose remote prefixes overlap its network, or whose pairs of prefixes overlap another’s, is refused', async () => {
  const world = await site()
  const bound = (id: string, change: object) => connectionInput(id, { gateway: 'gw', ...change })
  await refused(
    world,
    createConnection,
    bound('c', { selectors: selectors('10.1.0.0/16', '10.1.9.0/24') }),
    'selectors-overlap',
  )
  const own = selectors('10.9.0.0/16', '10.1.9.0/24')
  await refused(world, createConnection, bound('c', { selectors: own }), 'remote-overlaps-network')
  await accepted(world, createConnection, bound('c', {}))
  await refused(
    world,
    createConnection,
    bound('d', { selectors: selectors('10.1.0.0/16', '10.7.0.0/16') }),
    'connection-exists',
  )
  await accepted(world, createCustomerGateway, { ...newResource('p2'), address: address('203.0.113.10') })
  const second = { tunnels: [tunnel({ id: 'd1', customerGateway: 'p2' })] }
  await refused(world, createConnection, bound('d', second), 'remote-overlaps-connection')
  await accepted(world, createConnection, bound('d', { ...second, selectors: selectors('0.0.0.0/0', '0.0.0.0/0') }))
  await accepted(world, createCustomerGateway, { ...newResource('p3'), address: address('203.0.113.11') })
  const third = { tunnels: [tunnel({ id: 'e1', customerGateway: 'p3' })] }
  const [{ remote } = { remote: [] }] = connectionInput('c', {}).selectors
  const elsewhere = [{ local: [address('10.77.0.0/16')], remote }] as unknown as ReturnType<typeof selectors>
  await accepted(world, createConnection, bound('e', { ...third, selectors: elsewhere }))
})

test('a connection of two tunnels is refused where one has both outer addresses of another’s, which share an index', async () => {
  const world = await site()
  const dual = { network: 'net', subnets: ['sub'], outerPool: pool, bandwidthMbps: 10, addressCount: 2 as const }
  await accepted(world, createGateway, { ...newResource('g2'), ...dual })
  world.apply('g2')
  for (const last of [10, 11]) {
    await accepted(world, createCustomerGateway, { ...newResource(`p${last}`), address: address(`203.0.113.${last}`) })
  }
  const bound = (id: string, number: number, ...peers: readonly [string, string]) =>
    connectionInput(id, {
      gateway: 'g2',
      selectors: selectors('10.1.0.0/16', `10.${number}.0.0/16`),
      tunnels: peers.map((customerGateway, at) =>
        tunnel({ id: `${id}-t${at + 1}`, index: at === 0 ? 1 : 2, customerGateway }),
      ),
    })
  await accepted(world, createConnection, bound('c', 2, 'p10', 'p11'))
  await refused(world, createConnection, bound('d', 3, 'peer', 'p11'), 'connection-exists')
  await refused(world, createConnection, bound('d', 3, 'p10', 'peer'), 'connection-exists')
  await accepted(world, createConnection, bound('d', 3, 'p11', 'p10'))
})

test('a modification changes the members that it names, and no others', async () => {
  const world = await site()
  const before = tunnel({ id: 'c-t1', deadPeerDetection: { timeoutSeconds: 30, action: 'restart' } })
  await accepted(world, createConnection, connectionInput('c', { gateway: 'gw', tunnels: [before] }))
  const patch = {
    index: 1 as const,
    ike: { preSharedKey: 'other' as PreSharedKey, proposal: { integrity: 'sha256' as const } },
    child: { proposal: { keyExchange: null } },
    deadPeerDetection: null,
  }
  await accepted(world, modifyConnection, modification({ tunnels: [patch], name: 'new' }))
  const after = await world.reader.get('connection', 'c')
  const { deadPeerDetection: _, ...rest } = before
  assert.equal(after?.generation, 2)
  assert.equal(after?.name, 'new')
  assert.deepEqual(after?.spec.tunnels, [
    {
      ...rest,
      ike: { ...before.ike, preSharedKey: 'other', proposal: { ...before.ike.proposal, integrity: 'sha256' } },
      child: { ...before.child, proposal: { encryption: 'aes128', integrity: 'sha1' } },
    },
  ])
  await refused(world, modifyConnection, modification({ tunnels: [{ index: 2 }] }), 'tunnel-count-fixed')
  await refused(world, modifyConnection, modification({}, 'none'), 'connection-not-found')
  const several = [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.2.0.0/16'), prefix('10.3.0.0/16')] }]
  const toIkeV1 = modification({ selectors: several, tunnels: [{ index: 1, ike: { version: 1 } }] })
  await refused(
    world,
    modifyConnection,
    { ...toIkeV1, onePairWithIkeV1: 'unless-several-before' },
    'ikev1-several-selectors',
  )
  await accepted(world, modifyConnection, toIkeV1)
  const fewer = [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.3.0.0/16'), prefix('10.4.0.0/16')] }]
  const other = modification({ selectors: fewer })
  await refused(world, modifyConnection, { ...other, onePairWithIkeV1: 'unless-same-pairs' }, 'ikev1-several-selectors')
  await accepted(world, modifyConnection, { ...other, onePairWithIkeV1: 'unless-several-before' })
})

test('a network or connection that is attached to a router can neither be attached again nor deleted', async () => {
  const world = await site()
  await accepted(world, createRouterGroup, newResource('group'))
  await accepted(world, createRouter, { ...newResource('router'), group: 'group' })
  await refused(world, createRouter, { ...newResource('r2'), group: 'none' }, 'router-group-not-found')
  await refused(world, createRouter, { ...newResource('r2'), group: 'group' }, 'router-exists')
  await accepted(world, createRouter, { ...newResource('r2'), region: 'elsewhere', group: 'group' })
  world.release('r2')
  await accepted(world, createConnection, connectionInput('c'))
  const connection = { router: 'router', connection: 'c', outerPool: pool, publishesRoutes: true }
  await refused(world, attachConnection, { ...newResource('a'), ...connection, router: 'none' }, 'router-not-found')
  await refused(
    world,
    attachConnection,
    { ...newResource('a'), ...connection, connection: 'none' },
    'connection-not-found',
  )
  await accepted(world, attachConnection, { ...newResource('a'), ...connection })
  await refused(world, attachConnection, { ...newResource('b'), ...connection }, 'already-attached')
  const attachment = await world.reader.get('router-attachment', 'a')
  const own = attachment?.spec.target.kind === 'connection' ? attachment.spec.target.addresses[0] : undefined
  assert.ok(own !== undefined)
  await accepted(world, createCustomerGateway, { ...newResource('own'), address: own })
  const toOwn = modification({ tunnels: [{ index: 1, customerGateway: 'own' }] })
  await refused(world, modifyConnection, toOwn, 'peer-address-own')
  await refused(world, deleteConnection, { id: 'c' }, 'in-use')
  const network = { router: 'router', network: 'net', subnets: ['sub'], publishesRoutes: true }
  await accepted(world, attachNetwork, { ...newResource('n'), ...network })
  await refused(world, attachNetwork, { ...newResource('m'), ...network }, 'already-attached')
  await refused(world, deleteRouter, { id: 'router' }, 'in-use')
  await refused(world, deleteRouterGroup, { id: 'group' }, 'in-use')
  await accepted(world, detach, { id: 'a' })
  await refused(world, detach, { id: 'a' }, 'busy')
  await refused(world, deleteConnection, { id: 'c' }, 'in-use')
  world.release('a')
  await accepted(world, deleteConnection, { id: 'c' })
  assert.equal(await world.reader.get('connection', 'c'), undefined, 'nothing carried it, so it is gone at once')
  await accepted(world, detach, { id: 'n' })
  world.release('n')
  await accepted(world, deleteRouter, { id: 'router' })
})

test('a connection that is bound to a gateway is already-attached for a router', async () => {
  const world = await site()
  await accepted(world, createRouterGroup, newResource('group'))
  await accepted(world, createRouter, { ...newResource('router'), group: 'group' })
  await accepted(world, createConnection, connectionInput('c', { gateway: 'gw' }))
  const attached = { router: 'router', connection: 'c', outerPool: pool, publishesRoutes: true }
  await refused(world, attachConnection, { ...newResource('a'), ...attached }, 'already-attached')
})

test('a connection that a router lets go of may lead into the midst of a network that the router carries', async () => {
  const world = await site()
  await accepted(world, createRouterGroup, newResource('group'))
  await accepted(world, createRouter, { ...newResource('router'), group: 'group' })
  const on = { router: 'router', publishesRoutes: true }
  await accepted(world, attachNetwork, { ...newResource('n'), ...on, network: 'net', subnets: ['sub'] })
  await accepted(world, createConnection, connectionInput('c'))
  await accepted(world, attachConnection, { ...newResource('a'), ...on, connection: 'c', outerPool: pool })
  const inside = modification({ selectors: selectors('10.9.0.0/16', '10.1.9.0/24') })
  await refused(world, modifyConnection, inside, 'remote-overlaps-network')
  await accepted(world, detach, { id: 'a' })
  await accepted(world, modifyConnection, inside)
})

test('a host’s address outside its subnet is not-in-network, and a taken one address-in-use', async () => {
  const world = await site()
  const host = (id: string, text: string) => ({
    ...newResource(id),
    place: { kind: 'subnet' as const, id: 'sub' },
    address: address(text),
  })
  await refused(world, createHost, host('h', '10.1.2.10'), 'not-in-network')
  // The subnet's own, its router's and its broadcast address.
  for (const own of ['10.1.1.0', '10.1.1.1', '10.1.1.255']) {
    await refused(world, createHost, host('h', own), 'address-in-use')
  }
  await accepted(world, createHost, host('h', '10.1.1.10'))
  await refused(world, createHost, host('i', '10.1.1.10'), 'address-in-use')
  const where = { network: 'net', subnets: ['sub'], outerPool: pool, bandwidthMbps: 10, addressCount: 1 as const }
  await accepted(world, createGateway, { ...newResource('private'), ...where, isPrivate: true })
  await refused(world, createHost, host('i', '10.1.1.2'), 'address-in-use')
  await refused(world, deleteSubnet, { id: 'sub' }, 'in-use')
})
