/** What holds of every command that makes something which refers to other resources. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Ipv4Address, Ipv4Prefix } from '../domain/address.ts'
import type { PreSharedKey } from '../domain/ike.ts'
import { type Kind, type Resource, references } from '../domain/resource.ts'
import { ok } from '../domain/result.ts'
import type { RoutePlace } from '../domain/route-entry.ts'
import { type Command, changed, putting } from './command.ts'
import { createConnection, deleteConnection } from './connection.ts'
import { createCustomerGateway, deleteCustomerGateway } from './customer-gateway.ts'
import { createGateway, deleteGateway } from './gateway.ts'
import { grantToGroup } from './grant.ts'
import { createHost } from './host.ts'
import { createNetwork, createSubnet, deleteNetwork, deleteSubnet } from './network.ts'
import { createRoute } from './route/route.ts'
import {
  attachConnection,
  attachNetwork,
  createRouter,
  createRouterGroup,
  deleteRouter,
  deleteRouterGroup,
} from './router.ts'
import { createInMemoryResources, type InMemoryResources } from './testing/in-memory-resources.ts'
import { openRules } from './testing/route-rules.ts'

const named = (id: string) => ({ id, account: 'a', region: 'r', name: id, createdAt: 1 })
const prefix = (text: string) => text as Ipv4Prefix
const address = (text: string) => text as Ipv4Address
const outerPool = prefix('198.51.100.0/24')
const proposal = { encryption: 'aes128', integrity: 'sha1', keyExchange: 'modp1024' } as const

const connection = (id: string) => ({
  ...named(id),
  selectors: [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.2.0.0/16')] }],
  tunnels: [
    {
      id: `${id}-t`,
      index: 1 as const,
      customerGateway: 'peer',
      ike: {
        version: 2 as const,
        mode: 'main' as const,
        proposal,
        lifetimeSeconds: 86_400,
        preSharedKey: 'a-key' as PreSharedKey,
      },
      child: { proposal, lifetimeSeconds: 86_400 },
      natTraversal: true,
    },
  ],
  startAction: 'start' as const,
  automaticRoutes: true,
})

const subnet = (id: string, text: string) => ({ ...named(id), network: 'net', prefix: prefix(text), zone: 'z' })
const gateway = (id: string) => ({
  ...named(id),
  network: 'net',
  subnets: ['sub'],
  outerPool,
  bandwidthMbps: 10,
  addressCount: 1 as const,
})

/** Runs a command that has to be accepted. */
async function run<I, C>(world: InMemoryResources, command: Command<I, C>, input: I): Promise<void> {
  const outcome = await world.run(command, input)
  assert.ok(outcome.ok, outcome.ok ? '' : `${command.name}: ${outcome.error.code}: ${outcome.error.detail}`)
}

/** Something of each kind that others may refer to, and nothing that refers to it yet but what must. */
async function site(): Promise<InMemoryResources> {
  const world = createInMemoryResources()
  await run(world, createNetwork, { ...named('net'), prefix: prefix('10.1.0.0/16') })
  await run(world, createSubnet, subnet('sub', '10.1.1.0/24'))
  await run(world, createGateway, gateway('gw'))
  world.apply('gw')
  await run(world, createCustomerGateway, { ...named('peer'), address: address('203.0.113.9') })
  await run(world, createRouterGroup, named('group'))
  await run(world, createRouter, { ...named('router'), group: 'group' })
  await run(world, createConnection, connection('unbound'))
  return world
}

/** The same with a connection of the gateway. */
async function siteWithConnection(): Promise<InMemoryResources> {
  const world = await site()
  await run(world, createConnection, { ...connection('bound'), gateway: 'gw' })
  return world
}

type Making = (world: InMemoryResources, id: string) => Promise<boolean>

const making =
  <I, C>(command: Command<I, C>, input: (id: string) => I): Making =>
  async (world, id) =>
    (await world.run(command, input(id))).ok

const publishesRoutes = true

/** Each makes a resource of the id that refers to others of the site. */
const makings: Readonly<Record<string, Making>> = {
  'create-subnet': making(createSubnet, (id) => subnet(id, '10.1.2.0/24')),
  'create-gateway': making(createGateway, gateway),
  'create-connection': making(createConnection, (id) => ({ ...connection(id), gateway: 'gw' })),
  'create-host': making(createHost, (id) => ({
    ...named(id),
    place: { kind: 'subnet' as const, id: 'sub' },
    address: address('10.1.1.9'),
  })),
  'create-router': making(createRouter, (id) => ({ ...named(id), region: 'elsewhere', group: 'group' })),
  'attach-network': making(attachNetwork, (id) => ({
    ...named(id),
    router: 'router',
    network: 'net',
    subnets: ['sub'],
    publishesRoutes,
  })),
  'attach-connection': making(attachConnection, (id) => ({
    ...named(id),
    router: 'router',
    connection: 'unbound',
    outerPool,
    publishesRoutes,
  })),
}

const leading = { destination: prefix('10.9.0.0/16'), priority: 10, preference: 0, enabled: true, published: true }

const routing = (place: RoutePlace, nextHop: string) =>
  making(createRoute, (id) => ({ ...named(id), route: { ...leading, place, nextHop }, rules: openRules }))

const granting = (kind: 'network' | 'connection', of: string) =>
  making(grantToGroup, (id) => ({
    ...named(id),
    target: { kind, id: of },
    group: 'group',
    grantee: 'a',
    payer: 'router',
  }))

/** Each makes a route or a grant of the id, beside the site. */
const following: Readonly<Record<string, Making>> = {
  'grant of a network': granting('network', 'net'),
  'grant of a connection': granting('connection', 'unbound'),
  'create-route at a gateway': routing({ kind: 'gateway', id: 'gw' }, 'bound'),
  'create-route at a connection': routing({ kind: 'connection', id: 'unbound' }, 'unbound'),
  'create-route at a network': routing({ kind: 'network', id: 'net' }, 'gw'),
}

type Deleting = (world: InMemoryResources, id: string) => Promise<string>

/** What becomes of a deletion: the code of its refusal, or "deleted". */
const deleting =
  <C>(command: Command<{ readonly id: string }, C>): Deleting =>
  async (world, id) => {
    const outcome = await world.run(command, { id })
    return outcome.ok ? 'deleted' : outcome.error.code
  }

const deletions: Readonly<Partial<Record<Kind, Deleting>>> = {
  network: deleting(deleteNetwork),
  subnet: deleting(deleteSubnet),
  gateway: deleting(deleteGateway),
  'customer-gateway': deleting(deleteCustomerGateway),
  connection: deleting(deleteConnection),
  'router-group': deleting(deleteRouterGroup),
  router: deleting(deleteRouter),
}

/** Marks a resource for deletion, whatever refers to it. */
const marking: Command<Resource, null> = {
  name: 'mark-deleting',
  load: async () => null,
  decide: (_, resource) => ok(putting(changed(resource, { deleting: true }))),
}

const find = (world: InMemoryResources, id: string): Resource => {
  const found = world.resources().find((each) => each.id === id)
  assert.ok(found, id)
  return found
}

/** What the resource that is made refers to. */
async function referred(make: Making, around = site): Promise<readonly Resource[]> {
  const world = await around()
  assert.ok(await make(world, 'new'))
  const ids = references(find(world, 'new'))
  assert.ok(ids.length > 0)
  return ids.map((id) => find(world, id))
}

/** These are gone at once when they are deleted. */
const goneAtOnce: readonly Kind[] = ['customer-gateway', 'router-group']

const refusesWhatGoes = (name: string, make: Making, around: () => Promise<InMemoryResources>) =>
  test(`${name} is refused where any resource that it would refer to is being deleted`, async () => {
    for (const { id, kind } of await referred(make, around)) {
      if (goneAtOnce.includes(kind)) continue
      const world = await around()
      await run(world, marking, find(world, id))
      assert.equal(await make(world, 'new'), false, `${kind} ${id}`)
    }
  })

/** What becomes of the deletion of each resource that is referred to, when nothing else is in its way. */
async function deletionsAfter(make: Making, around: () => Promise<InMemoryResources>) {
  const outcomes = []
  for (const { id, kind } of await referred(make, around)) {
    const world = await around()
    assert.ok(await make(world, 'new'))
    for (const other of world.resources()) if (other.id !== id && other.id !== 'new') world.release(other.id)
    const deletion = deletions[kind]
    assert.ok(deletion, kind)
    const outcome = await deletion(world, id)
    outcomes.push({ what: `${kind} ${id}`, outcome, stays: world.resources().some((each) => each.id === 'new') })
  }
  return outcomes
}

describe('references', () => {
  for (const [name, make] of Object.entries(makings)) {
    refusesWhatGoes(name, make, site)

    test(`none of the resources that ${name} refers to can be deleted after it`, async () => {
      for (const { what, outcome } of await deletionsAfter(make, site)) assert.equal(outcome, 'in-use', what)
    })
  }

  for (const [name, make] of Object.entries(following)) {
    refusesWhatGoes(name, make, siteWithConnection)

    test(`what ${name} makes goes with each of the resources that it refers to`, async () => {
      for (const { what, outcome, stays } of await deletionsAfter(make, siteWithConnection)) {
        assert.deepEqual([outcome, stays], ['deleted', false], what)
      }
    })
  }
})
