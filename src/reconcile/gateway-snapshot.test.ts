import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { linkPart } from '../dataplane/plan/chain.ts'
import type { Ipv4Address, Ipv4Prefix } from '../domain/address.ts'
import type { PreSharedKey } from '../domain/ike.ts'
import { noExtras, noLabels, type Resource } from '../domain/resource.ts'
import type { RoutePlace } from '../domain/route-entry.ts'
import type { Store } from '../store/port.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { desiredGateway } from './desired.ts'
import { readGatewaySnapshot } from './gateway-snapshot.ts'

const base = {
  account: 'a',
  region: 'r',
  name: '',
  createdAt: 0,
  generation: 1,
  deleting: false,
  labels: noLabels,
  extras: noExtras,
}

const network = (id: string): Resource<'network'> => ({
  ...base,
  id,
  kind: 'network',
  spec: { prefix: '10.1.0.0/16' as Ipv4Prefix },
})

const attachment = (id: string, of: string, publishesRoutes: boolean): Resource<'router-attachment'> => ({
  ...base,
  id,
  kind: 'router-attachment',
  spec: { router: 'router', target: { kind: 'network', id: of, subnets: [] }, publishesRoutes },
})

const nouns = {
  gateway: (id: string, of: string): Resource<'gateway'> => ({
    ...base,
    id,
    kind: 'gateway',
    spec: { network: of, subnets: [], addresses: [], bandwidthMbps: 5 },
  }),
  peer: {
    ...base,
    id: 'peer',
    kind: 'customer-gateway',
    spec: { address: '203.0.113.1' as Ipv4Address },
  } satisfies Resource<'customer-gateway'>,
  connection: (id: string, gateway: string | undefined): Resource<'connection'> => ({
    ...base,
    id,
    kind: 'connection',
    spec: {
      ...(gateway === undefined ? {} : { gateway }),
      selectors: [],
      startAction: 'none',
      automaticRoutes: true,
      tunnels: [
        {
          id: `${id}-1`,
          index: 1,
          customerGateway: 'peer',
          ike: {
            version: 2,
            mode: 'main',
            proposal: { encryption: 'aes128', integrity: 'sha1', keyExchange: 'modp1024' },
            lifetimeSeconds: 3600,
            preSharedKey: 'key' as PreSharedKey,
          },
          child: { proposal: { encryption: 'aes128', integrity: 'sha1' }, lifetimeSeconds: 3600 },
          natTraversal: true,
        },
      ],
    },
  }),
  route: (id: string, place: RoutePlace, nextHop: string, createdAt: number): Resource<'route'> => ({
    ...base,
    id,
    createdAt,
    kind: 'route',
    spec: {
      place,
      destination: '10.7.0.0/16' as Ipv4Prefix,
      nextHop,
      priority: 10,
      preference: 0,
      enabled: true,
      published: true,
    },
  }),
}

async function withStore(body: (store: Store) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-snapshot-'))
  const store = await openSqliteStore({ folder, synchronous: 'off' })
  try {
    await store.write(async (transaction) => {
      await transaction.put({ ...base, id: 'group', kind: 'router-group', spec: {} })
      await transaction.put({ ...base, id: 'router', kind: 'router', spec: { group: 'group' } })
    })
    await body(store)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

test('a router’s snapshot has the attached networks, which of them get no routes, and what is being deleted', () =>
  withStore(async (store) => {
    await store.write(async (transaction) => {
      for (const id of ['published', 'unpublished', 'detaching', 'unattached']) await transaction.put(network(id))
      await transaction.put(attachment('a', 'published', true))
      await transaction.put(attachment('b', 'unpublished', false))
      await transaction.put({ ...attachment('c', 'detaching', true), deleting: true })
    })
    const snapshot = await store.read((reader) => readGatewaySnapshot(reader, 'router'))
    assert.deepEqual(snapshot?.networks.map(({ id }) => id).toSorted(), ['published', 'unpublished'])
    assert.deepEqual(snapshot?.unpublished, new Set(['unpublished']))
    assert.deepEqual(
      snapshot?.deleting.map(({ resource, parts }) => [resource.id, ...parts]),
      [['c', 'link detaching']],
    )
    assert.deepEqual(snapshot?.present.map(({ resource, parts }) => [resource.id, ...parts]).toSorted(), [
      ['a', 'link published'],
      ['b', 'link unpublished'],
      ['router', 'gateway'],
    ])
    assert.equal(await store.read((reader) => readGatewaySnapshot(reader, 'none')), undefined)
  }))

test('a gateway’s snapshot has the routes of its own place and of networks that lead to it, the oldest first', () =>
  withStore(async (store) => {
    const { route, connection } = nouns
    await store.write(async (transaction) => {
      await transaction.put(network('n'))
      await transaction.put(nouns.gateway('g', 'n'))
      await transaction.put(nouns.gateway('other', 'n'))
      await transaction.put(nouns.peer)
      await transaction.put(connection('c', 'g'))
      await transaction.put(connection('elsewhere', 'other'))
      await transaction.put(route('young', { kind: 'gateway', id: 'g' }, 'c', 2))
      await transaction.put(route('old', { kind: 'network', id: 'n' }, 'g', 1))
      await transaction.put(route('not', { kind: 'gateway', id: 'other' }, 'elsewhere', 0))
    })
    const snapshot = await store.read((reader) => readGatewaySnapshot(reader, 'g'))
    assert.deepEqual(
      snapshot?.routes.map(({ id }) => id),
      ['old', 'young'],
    )
    const parts = new Map(snapshot?.present.map((each) => [each.resource.id, each.parts]))
    assert.deepEqual(parts.get('young'), ['link n', 'tunnel c-1'])
    assert.deepEqual(parts.get('old'), ['link n'])
    assert.deepEqual(parts.get('g'), ['gateway', 'bgp', 'link n'])
  }))

test('a gateway that does not propagate routes publishes none to the neighbors of its connections', () =>
  withStore(async (store) => {
    await store.write(async (transaction) => {
      await transaction.put(network('n'))
      await transaction.put(nouns.peer)
    })
    const publishes = async (id: string, change: object) => {
      const gateway = nouns.gateway(id, 'n')
      await store.write(async (transaction) => {
        await transaction.put({ ...gateway, spec: { ...gateway.spec, ...change } })
        await transaction.put(nouns.connection(`c-${id}`, id))
      })
      const snapshot = await store.read((reader) => readGatewaySnapshot(reader, id))
      return snapshot?.terminated.map(({ publishesRoutes }) => publishesRoutes)
    }
    assert.deepEqual(await publishes('silent', { propagatesRoutes: false }), [false])
    assert.deepEqual(await publishes('telling', { propagatesRoutes: true }), [true])
    assert.deepEqual(await publishes('usual', {}), [true])
  }))

test('a router’s snapshot has the published routes of its connections', () =>
  withStore(async (store) => {
    const { route, connection } = nouns
    const target = { kind: 'connection', id: 'c', addresses: [] } as const
    await store.write(async (transaction) => {
      await transaction.put(nouns.peer)
      await transaction.put(connection('c', undefined))
      await transaction.put({
        ...base,
        id: 'a',
        kind: 'router-attachment',
        spec: { router: 'router', target, publishesRoutes: true },
      })
      await transaction.put(route('published', { kind: 'connection', id: 'c' }, 'c', 1))
      const other = route('normal', { kind: 'connection', id: 'c' }, 'c', 2)
      await transaction.put({ ...other, spec: { ...other.spec, published: false } })
    })
    const snapshot = await store.read((reader) => readGatewaySnapshot(reader, 'router'))
    assert.deepEqual(
      snapshot?.routes.map(({ id }) => id),
      ['published'],
    )
    assert.deepEqual(snapshot.present.map(({ resource }) => resource.id).toSorted(), [
      'a',
      'c',
      'normal',
      'published',
      'router',
    ])
  }))

test('a router’s snapshot has nothing to terminate of a connection that is suspended, and has it as desired', () =>
  withStore(async (store) => {
    const target = { kind: 'connection', id: 'c', addresses: [] } as const
    const { spec, ...rest } = nouns.connection('c', undefined)
    await store.write(async (transaction) => {
      await transaction.put(nouns.peer)
      await transaction.put({ ...rest, spec: { ...spec, suspended: 'overdue' } })
      const attached = { router: 'router', target, publishesRoutes: true }
      await transaction.put({ ...base, id: 'a', kind: 'router-attachment', spec: attached })
      await transaction.put(nouns.route('published', { kind: 'connection', id: 'c' }, 'c', 1))
    })
    const snapshot = await store.read((reader) => readGatewaySnapshot(reader, 'router'))
    assert.deepEqual([snapshot?.terminated, snapshot?.routes], [[], []])
    const present = snapshot?.present.map(({ resource }) => resource.id).toSorted()
    assert.deepEqual(present, ['a', 'c', 'published', 'router'])
  }))

/** The router "telling", which tells prefixes apart: the networks "n1" and "n2" with a subnet each, and the gateway "g". */
const telling = async (store: Store) => {
  const onto = (id: string, target: Resource<'router-attachment'>['spec']['target']) => ({
    ...attachment(id, '', true),
    spec: { router: 'telling', target, publishesRoutes: true },
  })
  const subnet = (of: string, prefix: string): Resource<'subnet'> => ({
    ...base,
    id: `${of}-subnet`,
    kind: 'subnet',
    spec: { network: of, prefix: prefix as Ipv4Prefix, zone: 'z' },
  })
  const { network: _, ...spec } = nouns.gateway('g', '').spec
  await store.write(async (transaction) => {
    await transaction.put({ ...base, id: 'telling', kind: 'router', spec: { prefixes: 'distinct' } })
    for (const id of ['n1', 'n2']) {
      await transaction.put(network(id))
      await transaction.put(subnet(id, id === 'n1' ? '10.1.1.0/24' : '10.1.2.0/24'))
      await transaction.put(onto(`at-${id}`, { kind: 'network', id, subnets: [] }))
    }
    await transaction.put(nouns.peer)
    await transaction.put({ ...nouns.gateway('g', ''), spec })
    await transaction.put(onto('at-g', { kind: 'gateway', id: 'g' }))
    await transaction.put(nouns.connection('c', 'g'))
    await transaction.put(nouns.route('r', { kind: 'gateway', id: 'g' }, 'c', 5))
  })
  const choose = (id: string, prefix: string, enabled: boolean) =>
    store.write(async (transaction) => {
      const before = await transaction.get('router-attachment', id)
      assert.ok(before)
      const choices = [{ prefix: prefix as Ipv4Prefix, enabled }]
      await transaction.put({ ...before, generation: before.generation + 1, spec: { ...before.spec, choices } })
    })
  return { choose, snapshot: (id: string) => store.read((reader) => readGatewaySnapshot(reader, id)) }
}

const rangesIn = (snapshot: Awaited<ReturnType<typeof readGatewaySnapshot>>) =>
  snapshot?.networks.map(({ id }) => [id, ...(snapshot.ranges.get(id) ?? [])]).toSorted()

test('a router that tells prefixes apart, and its gateways, lead to the enabled prefixes of its networks', () =>
  withStore(async (store) => {
    const { choose, snapshot } = await telling(store)
    const both = [
      ['n1', '10.1.1.0/24'],
      ['n2', '10.1.2.0/24'],
    ]
    assert.deepEqual([rangesIn(await snapshot('telling')), rangesIn(await snapshot('g'))], [both, both])
    await choose('at-n2', '10.1.2.0/24', false)
    const first = both.slice(0, 1)
    assert.deepEqual([rangesIn(await snapshot('telling')), rangesIn(await snapshot('g'))], [first, first])
  }))

test('a gateway withholds from the networks of its router what is disabled there, and what others lead to', () =>
  withStore(async (store) => {
    const { choose, snapshot } = await telling(store)
    const ofOthers = ['10.1.1.0/24', '10.1.2.0/24']
    assert.deepEqual((await snapshot('g'))?.withheld.toSorted(), ofOthers)
    await choose('at-g', '10.7.0.0/16', false)
    assert.deepEqual((await snapshot('g'))?.withheld.toSorted(), [...ofOthers, '10.7.0.0/16'])
  }))

test('a network on a router that tells prefixes apart is led by its own routes first', () =>
  withStore(async (store) => {
    const { snapshot } = await telling(store)
    const beyond = async (id: string) => {
      const found = await snapshot(id)
      const links = (found && desiredGateway(found, undefined))?.links ?? []
      return Object.fromEntries(links.map((link) => [link.network, link.beyond]))
    }
    assert.deepEqual(await beyond('g'), { n1: ['10.7.0.0/16'], n2: ['10.7.0.0/16'] })
    assert.deepEqual(await beyond('telling'), { n1: ['10.1.2.0/24'], n2: ['10.1.1.0/24'] })
    await store.write(async (transaction) => {
      await transaction.put(nouns.gateway('own', 'n1'))
      await transaction.put(nouns.route('own-r', { kind: 'network', id: 'n1' }, 'own', 9))
    })
    assert.deepEqual(await beyond('g'), { n1: [], n2: ['10.7.0.0/16'] })
  }))

test('a gateway that is detached carries no network, and lets go of its attachment by the links', () =>
  withStore(async (store) => {
    const { snapshot } = await telling(store)
    await store.write(async (transaction) => {
      const before = await transaction.get('router-attachment', 'at-g')
      assert.ok(before)
      await transaction.put({ ...before, generation: before.generation + 1, deleting: true })
      const router = await transaction.get('router', 'telling')
      assert.ok(router)
      await transaction.put({ ...router, generation: 2, deleting: true })
    })
    const detached = await snapshot('g')
    assert.deepEqual(detached?.networks, [])
    assert.deepEqual(
      detached?.deleting.map(({ resource, parts }) => [resource.id, ...parts.toSorted()]),
      [['at-g', linkPart('n1'), linkPart('n2')]],
    )
    const leaving = await snapshot('telling')
    assert.ok(!leaving?.deleting.some(({ resource }) => resource.id === 'telling'), 'the gateway has not let go yet')
  }))
