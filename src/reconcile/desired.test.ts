import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Address, Ipv4Prefix } from '../domain/address.ts'
import { type HealthCheck, ownCheck } from '../domain/health-check.ts'
import type { IkeIdentity } from '../domain/identity.ts'
import type { PreSharedKey } from '../domain/ike.ts'
import type { ObservedGateway, ObservedTunnel } from '../domain/observation.ts'
import { type Connection, noExtras, noLabels, type Resource, type Tunnel } from '../domain/resource.ts'
import { ownTable } from '../domain/route.ts'
import type { RouteEntry } from '../domain/route-entry.ts'
import type { RoutingRules } from '../domain/routing-rules.ts'
import type { StoredRoute } from '../routing/candidates.ts'
import { gatewayRules } from '../routing/rules.ts'
import { desiredGateway, desiredHost, desiredNetwork, intentOf } from './desired.ts'
import type { GatewaySnapshot, TableEntry } from './gateway-snapshot.ts'

const prefix = (text: string) => text as Ipv4Prefix
const address = (text: string) => text as Ipv4Address

const base = { account: 'a', region: 'r', name: '', generation: 1, deleting: false, labels: noLabels, extras: noExtras }

const network = (id: string, range: string): Resource<'network'> => ({
  ...base,
  id,
  kind: 'network',
  createdAt: 0,
  spec: { prefix: prefix(range) },
})

const tunnel = (id: string, index: 1 | 2, ike: Partial<Tunnel['ike']> = {}): Tunnel => ({
  id,
  index,
  customerGateway: `peer-${index}`,
  ike: {
    version: 2,
    mode: 'main',
    proposal: { encryption: 'aes128', integrity: 'sha1', keyExchange: 'modp1024' },
    lifetimeSeconds: 3600,
    preSharedKey: 'key' as PreSharedKey,
    ...ike,
  },
  child: { proposal: { encryption: 'aes128', integrity: 'sha1' }, lifetimeSeconds: 3600 },
  natTraversal: true,
})

const connection = (id: string, createdAt: number, spec: Partial<Connection> = {}): Resource<'connection'> => ({
  ...base,
  id,
  kind: 'connection',
  createdAt,
  spec: {
    selectors: [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.2.0.0/16')] }],
    tunnels: [tunnel(`${id}-1`, 1)],
    startAction: 'start',
    automaticRoutes: true,
    ...spec,
  },
})

const peers = new Map([
  ['peer-1', { address: address('203.0.113.1') }],
  ['peer-2', { address: address('203.0.113.2') }],
])

const addresses = [address('198.51.100.1'), address('198.51.100.2')]

const snapshot = (...connections: readonly Resource<'connection'>[]): GatewaySnapshot => ({
  root: { ...base, id: 'router', kind: 'router', createdAt: 0, spec: { group: 'group' } },
  ranges: new Map(),
  routerAddresses: new Map(),
  withheld: [],
  elsewhere: new Map(),
  unpublished: new Set(),
  reach: new Map(),
  entries: new Map(),
  networks: [network('n1', '10.1.0.0/16'), network('n3', '10.3.0.0/16')],
  terminated: connections.map((each) => ({ connection: each, addresses, peers, publishesRoutes: true })),
  routes: [],
  deleting: [],
  present: [],
})

const up = (id: string): ObservedTunnel => ({
  id,
  alive: true,
  ikeSa: { state: 'established', initiator: true, proposal: '' },
  childSas: [{ selectors: { local: [], remote: [] }, spiIn: '1', spiOut: '2', bytesIn: 0, bytesOut: 0, proposal: '' }],
  packetsOut: 0,
})

const observed = (...tunnels: readonly ObservedTunnel[]): ObservedGateway => ({
  id: 'router',
  links: [],
  policies: [],
  routes: [],
  tunnels,
})

const dual = { tunnels: [tunnel('c-1', 1), tunnel('c-2', 2)] }

test('tunnel N has outer address N, and identities that default to the addresses', () => {
  const named = tunnel('c-2', 2, { localIdentity: 'here.example' as IkeIdentity })
  const desired = desiredGateway(snapshot(connection('c', 0, { tunnels: [tunnel('c-1', 1), named] })), undefined)
  assert.deepEqual(
    desired?.tunnels.map((each) => [each.localAddress, each.remoteAddress, each.localIdentity, each.remoteIdentity]),
    [
      ['198.51.100.1', '203.0.113.1', '198.51.100.1', '203.0.113.1'],
      ['198.51.100.2', '203.0.113.2', 'here.example', '203.0.113.2'],
    ],
  )
})

test('a link has routes to the other networks and to the remote prefixes', () => {
  const desired = desiredGateway(snapshot(connection('c', 0)), undefined)
  assert.deepEqual(
    desired?.links.map(({ network: id, beyond }) => [id, beyond]),
    [
      ['n1', ['10.3.0.0/16', '10.2.0.0/16']],
      ['n3', ['10.1.0.0/16', '10.2.0.0/16']],
    ],
  )
})

test('a network without published routes has no routes, and the others have routes to it', () => {
  const desired = desiredGateway({ ...snapshot(connection('c', 0)), unpublished: new Set(['n1']) }, undefined)
  assert.deepEqual(
    desired?.links.map(({ network: id, beyond }) => [id, beyond]),
    [
      ['n1', []],
      ['n3', ['10.1.0.0/16', '10.2.0.0/16']],
    ],
  )
})

test('a network that takes no dynamic routes has none of a router, and of a gateway what was asked for and nothing learned', () => {
  const [n1, n3] = snapshot().networks
  assert.ok(n1 && n3)
  const quiet: Resource<'network'> = { ...n1, spec: { ...n1.spec, takesDynamicRoutes: false } }
  const taken = { ...snapshot(connection('c', 0)), networks: [quiet, n3] }
  const spec = { network: 'n1', subnets: [], addresses, bandwidthMbps: 10 }
  const gateway = { ...base, id: 'gateway', kind: 'gateway' as const, createdAt: 0, spec }
  const links = (snapshotted: GatewaySnapshot) =>
    intentOf(snapshotted)?.links.map(({ network: id, beyond, takesLearned }) => [id, beyond, takesLearned])
  assert.deepEqual(links(taken), [
    ['n1', [], false],
    ['n3', ['10.1.0.0/16', '10.2.0.0/16'], true],
  ])
  assert.deepEqual(links({ ...taken, root: gateway, networks: [quiet] }), [['n1', ['10.2.0.0/16'], false]])
})

/** The tunnels by metric, as a gateway or a router holds them for the one policy of these connections. */
const ways = (
  connections: readonly Resource<'connection'>[],
  tunnels: readonly ObservedTunnel[],
  rules?: RoutingRules,
) => {
  const taken = snapshot(...connections)
  const spec = {
    network: 'n1',
    subnets: [],
    addresses,
    bandwidthMbps: 5,
    ...(rules === undefined ? {} : { routing: rules }),
  }
  const gateway: Resource<'gateway'> = { ...base, id: 'router', kind: 'gateway', createdAt: 0, spec }
  const desired = desiredGateway(rules === undefined ? taken : { ...taken, root: gateway }, observed(...tunnels))
  return desired?.routes.map((route) => `${route.tunnels.join(' and ')} at ${route.metric}`)
}

test('tunnels that are up share the traffic at a router, and the first has it when none is', () => {
  const both = [connection('c', 0, dual)]
  assert.deepEqual(ways(both, []), ['c-1 at 100'])
  assert.deepEqual(ways(both, [up('c-1')]), ['c-1 at 100'])
  assert.deepEqual(ways(both, [up('c-2')]), ['c-2 at 100'])
  assert.deepEqual(ways(both, [up('c-2'), up('c-1')]), ['c-1 and c-2 at 100', 'c-1 at 101', 'c-2 at 102'])
})

test('the second tunnel that is up stands by at a gateway', () => {
  const both = [connection('c', 0, dual)]
  assert.deepEqual(ways(both, [up('c-2'), up('c-1')], gatewayRules), ['c-1 at 100', 'c-2 at 101'])
  assert.deepEqual(ways(both, [up('c-2')], gatewayRules), ['c-2 at 100'])
})

test('of two connections with one pair of prefixes the older is preferred at a gateway, and one that is down has no route beside one that is up', () => {
  const both = [connection('young', 2), connection('old', 1)]
  assert.deepEqual(ways(both, [up('young-1'), up('old-1')], gatewayRules), ['old-1 at 100', 'young-1 at 101'])
  assert.deepEqual(ways(both, [up('young-1')], gatewayRules), ['young-1 at 100'])
  assert.deepEqual(ways(both, [], gatewayRules), ['old-1 at 100'])
  assert.deepEqual(ways(both, [up('young-1'), up('old-1')]), [
    'old-1 and young-1 at 100',
    'old-1 at 101',
    'young-1 at 102',
  ])
})

test('a policy is made for each pair of prefixes, and none for 0.0.0.0/0, nor where automatic routes are off', () => {
  const selectors = [
    { local: ['10.1.1.0/24', '10.1.2.0/24'].map(prefix), remote: ['10.2.0.0/16', '0.0.0.0/0'].map(prefix) },
  ]
  const policies = (spec: Partial<Connection>) =>
    desiredGateway(snapshot(connection('c', 0, spec)), undefined)?.policies.map(
      ({ source, destination }) => `${source} to ${destination}`,
    )
  assert.deepEqual(policies({ selectors }), ['10.1.1.0/24 to 10.2.0.0/16', '10.1.2.0/24 to 10.2.0.0/16'])
  assert.deepEqual(policies({ selectors, automaticRoutes: false }), [])
})

const entry = (id: string, change: Partial<RouteEntry>): StoredRoute => ({
  id,
  spec: {
    place: { kind: 'gateway', id: 'router' },
    destination: prefix('10.7.0.0/16'),
    nextHop: 'c',
    priority: 10,
    preference: 0,
    enabled: true,
    published: true,
    ...change,
  },
})

test('route entries lead into their connections where they are enabled, and networks reach the published ones and their own', () => {
  const all = { selectors: [{ local: [prefix('0.0.0.0/0')], remote: [prefix('0.0.0.0/0')] }] }
  const routes = [
    entry('one', {}),
    entry('off', { destination: prefix('10.8.0.0/16'), enabled: false }),
    entry('elsewhere', { destination: prefix('10.9.0.0/16'), nextHop: 'other', published: false }),
  ]
  const desired = desiredGateway({ ...snapshot(connection('c', 0, all)), routes }, undefined)
  assert.deepEqual(desired?.routes, [{ table: ownTable, prefix: '10.7.0.0/16', tunnels: ['c-1'], metric: 100 }])
  assert.deepEqual(desired.links[0]?.beyond, ['10.3.0.0/16', '10.7.0.0/16'])
  const own = entry('own', { place: { kind: 'network', id: 'n1' }, nextHop: 'router', published: false })
  const links = desiredGateway({ ...snapshot(connection('c', 0, all)), routes: [own] }, undefined)?.links
  assert.deepEqual(
    links?.map(({ beyond }) => beyond),
    [['10.3.0.0/16', '10.7.0.0/16'], ['10.1.0.0/16']],
  )
})

test('an entry stands in for the automatic route of its source, destination and connection, and for no other', () => {
  const pair = { source: prefix('10.1.0.0/16'), destination: prefix('10.2.0.0/16') }
  const held = (...routes: readonly StoredRoute[]) => {
    const desired = desiredGateway({ ...snapshot(connection('c', 0, { gateway: 'router' })), routes }, undefined)
    const policies = desired?.policies.map(({ source, destination }) => `${source} to ${destination}`)
    return [policies, desired?.links[0]?.beyond]
  }
  const automatic = [['10.1.0.0/16 to 10.2.0.0/16'], ['10.3.0.0/16', '10.2.0.0/16']]
  const unpublished = [automatic[0], ['10.3.0.0/16']]
  assert.deepEqual(held(), automatic)
  assert.deepEqual(held(entry('r', { ...pair, published: false })), unpublished)
  assert.deepEqual(held(entry('r', { ...pair, enabled: false })), [[], ['10.3.0.0/16']])
  for (const change of [{ source: prefix('10.1.1.0/24') }, { destination: prefix('10.2.1.0/24') }, { nextHop: 'd' }]) {
    assert.deepEqual(held(entry('r', { ...pair, ...change, enabled: false })), automatic)
  }
})

test('a connection’s own entry stands beside its automatic routes, and takes them away when it is disabled', () => {
  const place = { kind: 'connection', id: 'c' } as const
  const held = (change: Partial<RouteEntry>) => {
    const routes = [entry('r', { place, destination: prefix('10.2.0.0/16'), ...change })]
    const desired = desiredGateway({ ...snapshot(connection('c', 0)), routes }, undefined)
    return [desired?.policies.length, desired?.routes.length, desired?.links[0]?.beyond]
  }
  assert.deepEqual(held({}), [1, 2, ['10.3.0.0/16', '10.2.0.0/16']])
  assert.deepEqual(held({ enabled: false }), [0, 0, ['10.3.0.0/16']])
})

test('networks that take what is learned reach what is installed of it, also while the routing daemon is dead', () => {
  const installed = [prefix('10.50.0.0/16')]
  const taken = { ...snapshot(), unpublished: new Set(['n3']) }
  for (const alive of [true, false]) {
    const seen = { ...observed(), bgp: { alive, sessions: [], installed } }
    assert.deepEqual(
      desiredGateway(taken, seen)?.links.map(({ beyond }) => beyond),
      [['10.3.0.0/16', '10.50.0.0/16'], []],
    )
  }
})

test('the network of a gateway that does not propagate routes reaches the published ones and none that is learned', () => {
  const seen = { ...observed(), bgp: { alive: true, sessions: [], installed: [prefix('10.50.0.0/16')] } }
  const beyond = (change: object) => {
    const spec = { network: 'n1', subnets: [], addresses, bandwidthMbps: 5, ...change }
    const root: Resource<'gateway'> = { ...base, id: 'g', kind: 'gateway', createdAt: 0, spec }
    const networks = [network('n1', '10.1.0.0/16')]
    return desiredGateway({ ...snapshot(connection('c', 0)), root, networks }, seen)?.links[0]?.beyond
  }
  assert.deepEqual(beyond({ propagatesRoutes: false }), ['10.2.0.0/16'])
  assert.deepEqual(beyond({ propagatesRoutes: true }), ['10.2.0.0/16', '10.50.0.0/16'])
  assert.deepEqual(beyond({}), ['10.2.0.0/16', '10.50.0.0/16'])
})

test('a gateway that is being deleted has no desired state', () => {
  const { root, ...rest } = snapshot(connection('c', 0))
  assert.equal(desiredGateway({ ...rest, root: { ...root, deleting: true } }, undefined), undefined)
})

test('a subnet’s router address is its first, and a host without its subnet is not desired yet', () => {
  const spec = { network: 'n1', prefix: prefix('10.1.1.0/24'), zone: 'z' }
  const subnet: Resource<'subnet'> = { ...base, id: 's', kind: 'subnet', createdAt: 0, spec }
  const { subnets } = desiredNetwork(network('n1', '10.1.0.0/16'), [subnet])
  assert.deepEqual(subnets, [{ id: 's', prefix: '10.1.1.0/24', routerAddress: '10.1.1.1' }])
  const place = { kind: 'subnet', id: 's' } as const
  const host: Resource<'host'> = {
    ...base,
    id: 'h',
    kind: 'host',
    createdAt: 0,
    spec: { place, address: address('10.1.1.10') },
  }
  assert.equal(desiredHost(host, undefined), undefined)
  assert.deepEqual(desiredHost(host, subnet), {
    id: 'h',
    place: { kind: 'subnet', network: 'n1', subnet: 's' },
    address: '10.1.1.10',
  })
})

test('a stored tunnel whose peer, own address or selectors have become others is desired anew', () => {
  const stored = connection('c', 0)
  const terminated = { connection: stored, addresses, peers, publishesRoutes: true }
  const desired = (one: GatewaySnapshot['terminated'][number]) =>
    desiredGateway({ ...snapshot(), terminated: [one] }, undefined)?.tunnels[0]
  /** After it was desired as it was stored first. */
  const specOf = (change: Partial<typeof terminated>) => {
    assert.equal(desired(terminated)?.remoteAddress, '203.0.113.1')
    return desired({ ...terminated, ...change })
  }
  const selectors = [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.9.0.0/16')] }]
  assert.equal(
    specOf({ peers: new Map([['peer-1', { address: address('203.0.113.9') }]]) })?.remoteAddress,
    '203.0.113.9',
  )
  assert.equal(specOf({ addresses: [address('198.51.100.9')] })?.localAddress, '198.51.100.9')
  const changed = { ...stored, spec: { ...stored.spec, selectors } }
  assert.deepEqual(specOf({ connection: changed })?.selectors, selectors)
})

test('a tunnel has the health check that is stored', () => {
  const healthCheck: HealthCheck = {
    source: address('10.1.1.1'),
    destination: address('10.2.1.10'),
    intervalMilliseconds: 3000,
    timeoutMilliseconds: 1000,
    threshold: 3,
    onFailure: 'withdraw',
  }
  const checked = connection('c', 0, { tunnels: [{ ...tunnel('c-1', 1), healthCheck }] })
  assert.deepEqual(desiredGateway(snapshot(checked), undefined)?.tunnels[0]?.healthCheck, healthCheck)
})

test('tunnels of a pair are probed past the tunnel where neither has a health check nor a BGP session, and a single one is not', () => {
  const checks = (...tunnels: readonly Tunnel[]) =>
    desiredGateway(snapshot(connection('c', 0, { tunnels })), undefined)?.tunnels.map(
      ({ healthCheck }) => healthCheck?.way,
    )
  const [one, two] = [tunnel('c-1', 1), tunnel('c-2', 2)]
  assert.deepEqual(checks(one, two), ['outside', 'outside'])
  assert.deepEqual(checks(one), [undefined])
  assert.deepEqual(checks(one, { ...two, bgp: { enabled: true } }), [undefined, undefined])
  assert.deepEqual(checks(one, { ...two, bgp: { enabled: false } }), ['outside', 'outside'])
  const own = ownCheck(address('198.51.100.1'), address('203.0.113.1'))
  const { way: _, ...healthCheck } = own
  assert.deepEqual(checks({ ...one, healthCheck }, two), [undefined, undefined])
  const [probed] = desiredGateway(snapshot(connection('c', 0, { tunnels: [one, two] })), undefined)?.tunnels ?? []
  assert.deepEqual(
    [probed?.healthCheck?.source, probed?.healthCheck?.destination],
    [probed?.localAddress, probed?.remoteAddress],
  )
  assert.equal(probed?.healthCheck?.onFailure, 'keep')
})

test('what is learned of a neighbor is admitted from where its connection is reached, and refused from elsewhere', () => {
  const speakers = ['c', 'd'].map((id, n) =>
    connection(id, n, { tunnels: [tunnel(`${id}-1`, 1)], automaticRoutes: false }),
  )
  const reach = new Map([['n1', new Set(['c'])]])
  const session = (of: string, ...received: readonly string[]) => ({
    tunnel: of,
    received: received.map((text) => ({ prefix: text as Ipv4Prefix, asPath: [], communities: [], selected: true })),
  })
  const sessions = [session('c-1', '10.7.0.0/16', '10.9.0.0/16'), session('d-1', '10.8.0.0/16', '10.9.0.0/16')]
  const installed = ['10.7.0.0/16', '10.8.0.0/16', '10.9.0.0/16'] as Ipv4Prefix[]
  const bgp = { alive: true, sessions, installed } as unknown as NonNullable<ObservedGateway['bgp']>
  const desired = desiredGateway({ ...snapshot(...speakers), reach }, { ...observed(), bgp })
  assert.deepEqual(desired?.gates, [
    { from: { network: 'n1' }, admitted: ['10.7.0.0/16'], refused: ['10.3.0.0/16', '10.8.0.0/16', '10.9.0.0/16'] },
  ])
  assert.deepEqual(
    desired?.links.map(({ network: id, beyond }) => [id, beyond]),
    [
      ['n1', ['10.7.0.0/16', '10.9.0.0/16']],
      ['n3', ['10.1.0.0/16', ...installed]],
    ],
  )
})

test('an entry of a route table leads what comes in there before all that is propagated, or drops it', () => {
  const carried = connection('c', 0, dual)
  const led = { ...snapshot(carried), entries: new Map([['n1', [{ prefix: prefix('0.0.0.0/0'), to: 'c' }]]]) }
  const gates = (of: GatewaySnapshot, ...tunnels: readonly ObservedTunnel[]) =>
    desiredGateway(of, observed(...tunnels))?.gates
  const from = { network: 'n1' }
  const admitted = ['10.2.0.0/16', '10.3.0.0/16']
  const into = (...tunnels: readonly (readonly string[])[]) => [{ prefix: '0.0.0.0/0', tunnels }]
  assert.deepEqual(gates(led), [{ from, admitted, refused: [], leads: into(['c-1']) }])
  const shared = into(['c-1', 'c-2'], ['c-1'], ['c-2'])
  assert.deepEqual(gates(led, up('c-1'), up('c-2')), [{ from, admitted, refused: [], leads: shared }])
  const dropped = { ...led, entries: new Map([['n1', [{ prefix: prefix('10.3.0.0/16') }]]]) }
  assert.deepEqual(gates(dropped), [{ from, admitted: ['10.2.0.0/16'], refused: ['10.3.0.0/16'] }])
  assert.deepEqual(desiredGateway(dropped, undefined)?.links[0]?.beyond, ['10.2.0.0/16'])
})

test('what is not reached is refused unless an entry leads it elsewhere, and a dropped part of what is led stays dropped', () => {
  const carried = connection('c', 0)
  const alone = { ...snapshot(carried), reach: new Map([['n1', new Set<string>()]]) }
  const entries = (...own: readonly TableEntry[]) => ({ ...alone, entries: new Map([['n1', own]]) })
  const gate = (...own: readonly TableEntry[]) => desiredGateway(entries(...own), undefined)?.gates?.[0]
  const lead = { prefix: prefix('10.0.0.0/8'), network: 'n3' }
  const led = { from: { network: 'n1' }, admitted: [], leads: [lead] }
  const [around, part] = [{ prefix: lead.prefix, to: 'n3' }, { prefix: prefix('10.2.0.0/16') }]
  assert.deepEqual(gate(around), { ...led, refused: [] })
  assert.deepEqual(gate(around, part), { ...led, refused: [part.prefix] })
  assert.deepEqual(desiredGateway(entries(around), undefined)?.links[0]?.beyond, ['10.0.0.0/8'])
})
