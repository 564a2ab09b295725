import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Address, Ipv4Prefix } from '../domain/address.ts'
import type { AsNumber } from '../domain/as-number.ts'
import type { BgpPassword } from '../domain/bgp-password.ts'
import type { HealthCheck } from '../domain/health-check.ts'
import type { PreSharedKey } from '../domain/ike.ts'
import type { ObservedGateway } from '../domain/observation.ts'
import { type BgpParameters, noExtras, noLabels, type Resource, type Tunnel } from '../domain/resource.ts'
import { gatewayRules, routerRules } from '../routing/rules.ts'
import { bgpOf, insideAddress } from './bgp.ts'
import { desiredGateway, intentOf } from './desired.ts'
import type { GatewaySnapshot } from './gateway-snapshot.ts'

const prefix = (text: string) => text as Ipv4Prefix
const address = (text: string) => text as Ipv4Address
const as = (number: number) => number as AsNumber

const base = {
  ...{ account: 'a', region: 'r', name: '', generation: 1, deleting: false, createdAt: 0 },
  ...{ labels: noLabels, extras: noExtras },
}

const tunnel = (index: 1 | 2, bgp: BgpParameters): Tunnel => ({
  id: `t${index}`,
  index,
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
  bgp,
})

const enabled = (third: number, change: Partial<BgpParameters> = {}): BgpParameters => ({
  enabled: true,
  localAsNumber: as(45_104),
  prefix: prefix(`169.254.${third}.0/30`),
  ...change,
})

const everything = prefix('0.0.0.0/0')

function snapshot(
  tunnels: readonly Tunnel[],
  root: 'router' | 'gateway' = 'router',
  local = everything,
): GatewaySnapshot {
  const connection: Resource<'connection'> = {
    ...base,
    id: 'c',
    kind: 'connection',
    spec: {
      selectors: [{ local: [local], remote: [everything] }],
      tunnels,
      startAction: 'start',
      automaticRoutes: true,
    },
  }
  const network = (id: string, range: string): Resource<'network'> => ({
    ...base,
    id,
    kind: 'network',
    spec: { prefix: prefix(range) },
  })
  const addresses = [address('198.51.100.1'), address('198.51.100.2')]
  const spec = { network: 'n1', subnets: [], addresses: addresses.toReversed(), bandwidthMbps: 5, asNumber: as(64_551) }
  return {
    root:
      root === 'router'
        ? { ...base, id: 'r', kind: 'router', spec: { group: 'g' } }
        : { ...base, id: 'r', kind: 'gateway', spec },
    networks: [network('n1', '10.1.0.0/16'), network('n3', '10.3.0.0/16')],
    ranges: new Map(),
    routerAddresses: new Map(),
    withheld: [],
    elsewhere: new Map(),
    unpublished: new Set(['n3']),
    reach: new Map(),
    entries: new Map(),
    terminated: [
      {
        connection,
        addresses,
        peers: new Map([['peer', { address: address('203.0.113.1'), asNumber: as(65_001) }]]),
        publishesRoutes: true,
      },
    ],
    routes: [],
    deleting: [],
    present: [],
  }
}

test('a gateway without an enabled neighbor has no routing daemon', () => {
  assert.equal(bgpOf(snapshot([tunnel(1, { ...enabled(11), enabled: false })]), routerRules), undefined)
  assert.deepEqual(insideAddress(tunnel(1, { ...enabled(11), enabled: false })), {})
})

test('a tunnel whose probes come from a link-local address has it inside, in the smallest prefix with the other as a host', () => {
  const probing = (source: string, destination: string) => {
    const times = { intervalMilliseconds: 1000, timeoutMilliseconds: 100, threshold: 3, onFailure: 'keep' } as const
    const healthCheck = { source: address(source), destination: address(destination), ...times }
    const { inside } = insideAddress({ ...tunnel(1, { ...enabled(11), enabled: false }), healthCheck })
    return inside === undefined ? undefined : `${inside.address}/${inside.prefixLength}`
  }
  assert.equal(probing('169.254.128.1', '169.254.128.2'), '169.254.128.1/30')
  assert.equal(probing('169.254.128.2', '169.254.128.3'), '169.254.128.2/29')
  assert.equal(probing('169.254.227.187', '169.254.164.37'), '169.254.227.187/17')
  assert.equal(probing('169.254.128.1', '10.2.0.9'), '169.254.128.1/32')
  assert.equal(probing('10.1.0.9', '169.254.128.1'), undefined)
})

test('a session within one autonomous system is not held, and takes no other with it', () => {
  const within = enabled(11, { localAsNumber: as(65_001) })
  assert.equal(bgpOf(snapshot([tunnel(1, within)]), routerRules), undefined)
  const neighbors = bgpOf(snapshot([tunnel(1, within), tunnel(2, enabled(12))]), routerRules)?.neighbors
  assert.deepEqual(
    neighbors?.map((each) => each.tunnel),
    ['t2'],
  )
})

test('a session that no selector of its connection carries is not held', () => {
  const held = (local: string) =>
    bgpOf(snapshot([tunnel(1, enabled(11))], 'router', prefix(local)), routerRules)?.neighbors.length
  assert.equal(held('10.0.0.0/8'), undefined)
  assert.equal(held('169.254.0.0/16'), 1)
})

test('a neighbor has the other host of the tunnel’s prefix, and the AS numbers of both ends', () => {
  const second = enabled(12, { localAddress: address('169.254.12.2') })
  const bgp = bgpOf(snapshot([tunnel(1, enabled(11)), tunnel(2, second)]), routerRules)
  assert.deepEqual(
    bgp?.neighbors.map((each) => [each.localAddress, each.neighborAddress, each.localAsNumber, each.neighborAsNumber]),
    [
      ['169.254.11.1', '169.254.11.2', 45_104, 65_001],
      ['169.254.12.2', '169.254.12.1', 45_104, 65_001],
    ],
  )
  assert.deepEqual(insideAddress(tunnel(2, second)), { inside: { address: '169.254.12.2', prefixLength: 30 } })
})

test('a neighbor has the address that was given for it, and the key of its customer gateway', () => {
  const given = enabled(11, { neighborAddress: address('169.254.11.1') })
  const taken = snapshot([tunnel(1, given)])
  const peer = { address: address('203.0.113.1'), asNumber: as(65_001), authenticationKey: 'a key' as BgpPassword }
  const terminated = taken.terminated.map((each) => ({ ...each, peers: new Map([['peer', peer]]) }))
  const neighbor = bgpOf({ ...taken, terminated }, routerRules)?.neighbors[0]
  assert.deepEqual(
    [neighbor?.localAddress, neighbor?.neighborAddress, neighbor?.password],
    ['169.254.11.2', '169.254.11.1', 'a key'],
  )
})

test('the neighbors of a connection that no routes are published to are told nothing', () => {
  const taken = snapshot([tunnel(1, enabled(11))])
  const told = (publishesRoutes: boolean) =>
    bgpOf({ ...taken, terminated: taken.terminated.map((each) => ({ ...each, publishesRoutes })) }, routerRules)
      ?.neighbors[0]?.tellsNothing
  assert.deepEqual([told(true), told(false)], [undefined, true])
})

test('the neighbors of a connection that reaches some networks alone are told these', () => {
  const taken = snapshot([tunnel(1, enabled(11))])
  const told = (reach: GatewaySnapshot['reach']) => bgpOf({ ...taken, reach }, routerRules)?.neighbors[0]?.told
  const id = taken.terminated[0]?.connection.id ?? ''
  assert.deepEqual([told(new Map()), told(new Map([[id, new Set(['n1'])]]))], [undefined, ['10.1.0.0/16']])
})

test('a tunnel without an AS number of its own has its gateway’s', () => {
  const bare: BgpParameters = { enabled: true, prefix: prefix('169.254.11.0/30') }
  assert.equal(bgpOf(snapshot([tunnel(1, bare)], 'gateway'), gatewayRules)?.neighbors[0]?.localAsNumber, 64_551)
  assert.equal(bgpOf(snapshot([tunnel(1, bare)], 'gateway'), gatewayRules)?.routerId, '198.51.100.2')
})

test('what the first tunnel learns is preferred where the second stands by, and equal where both share', () => {
  const tunnels = [tunnel(1, enabled(11)), tunnel(2, enabled(12))]
  const preferences = (rules: typeof routerRules) => {
    const bgp = bgpOf(snapshot(tunnels), rules)
    return [bgp?.shares, bgp?.learned, ...(bgp?.neighbors ?? []).map(({ localPreference }) => localPreference)]
  }
  assert.deepEqual(preferences(routerRules), [true, 'beside', 100, 100])
  assert.deepEqual(preferences({ ...gatewayRules, learned: 'after' }), [false, 'after', 200, 100])
})

test('BFD is offered at the interval that the operator chose, else every 200 ms', () => {
  const bfdOf = (interval?: number) => bgpOf(snapshot([tunnel(1, enabled(11))]), routerRules, interval)?.bfd
  assert.deepEqual(bfdOf(), { intervalMilliseconds: 200, multiplier: 3 })
  assert.deepEqual(bfdOf(100), { intervalMilliseconds: 100, multiplier: 3 })
  const chosen = { bfdIntervalMilliseconds: 70 }
  assert.equal(intentOf(snapshot([tunnel(1, enabled(11))]), chosen)?.bgp?.bfd.intervalMilliseconds, 70)
})

test('networks that routes are published to are told to neighbors, and nothing of any network is taken from them', () => {
  const bgp = bgpOf(snapshot([tunnel(1, enabled(11))]), routerRules)
  assert.deepEqual(bgp?.advertised, ['10.1.0.0/16'])
  assert.deepEqual(bgp.neighbors[0]?.refused, ['10.1.0.0/16', '10.3.0.0/16'])
})

test('of a tunnel whose health check fails nothing is learned where its routes are withdrawn, and the last choice where they are kept', () => {
  const check = (onFailure: HealthCheck['onFailure']): HealthCheck => ({
    source: address('10.1.0.9'),
    destination: address('10.2.0.9'),
    intervalMilliseconds: 1000,
    timeoutMilliseconds: 1000,
    threshold: 3,
    onFailure,
  })
  const observed = (passes: boolean): ObservedGateway => ({
    ...{ id: 'root', links: [], policies: [], routes: [] },
    tunnels: [1, 2].map((index) => ({
      id: `t${index}`,
      alive: true,
      childSas: [],
      packetsOut: 0,
      health: { digest: '', sent: 3, answered: 0, history: [], verdict: { passes, since: 0 } },
    })),
  })
  const tunnels = [
    { ...tunnel(1, enabled(10)), healthCheck: check('withdraw') },
    { ...tunnel(2, enabled(11)), healthCheck: check('keep') },
  ]
  const taken = (passes: boolean) =>
    desiredGateway(snapshot(tunnels), observed(passes))?.bgp?.neighbors.map(({ refused, localPreference }) => [
      refused.includes(everything),
      localPreference,
    ])
  assert.deepEqual(taken(true), [
    [false, 100],
    [false, 100],
  ])
  assert.deepEqual(taken(false), [
    [true, 100],
    [false, 0],
  ])
})
