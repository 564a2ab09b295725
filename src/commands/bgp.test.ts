import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AsNumber } from '../domain/as-number.ts'
import { neighborsOf } from '../domain/bgp-addresses.ts'
import type { DomainErrorCode } from '../domain/error.ts'
import type { BgpParameters, Resource, Tunnel } from '../domain/resource.ts'
import { ok } from '../domain/result.ts'
import { type BgpSurroundings, checkBgp, checkMixed } from './bgp.ts'
import { newResource as base } from './command.ts'
import { createConnection } from './connection.ts'
import { modifyConnection } from './modify-connection.ts'
import { attachConnection, createRouter, createRouterGroup } from './router.ts'
import { accepted, address, newResource, pool, prefix, refused, routed, routedSite, tunnel } from './testing/site.ts'

const as = (value: number) => value as AsNumber
const range = prefix('169.254.11.0/30')

const pair = (local: string, remote: string) => [{ local: [prefix(local)], remote: [prefix(remote)] }]

const around = (change: Partial<BgpSurroundings> = {}): BgpSurroundings => ({
  peer: { address: address('203.0.113.9'), asNumber: as(65_001) },
  asNumber: undefined,
  others: [],
  selectors: pair('0.0.0.0/0', '0.0.0.0/0'),
  ...change,
})

const speaking: BgpParameters = { enabled: true, localAsNumber: as(45_104), prefix: range }

const speaker = (bgp: Partial<BgpParameters> = {}): Tunnel => tunnel('t', { bgp: { ...speaking, ...bgp } })

const without = (...names: readonly (keyof BgpParameters)[]): Tunnel =>
  tunnel('t', {
    bgp: Object.fromEntries(Object.entries(speaking).filter(([name]) => !names.some((one) => one === name))) as never,
  })

const verdicts: readonly (readonly [string, Tunnel, BgpSurroundings, DomainErrorCode | undefined])[] = [
  ['with all that it needs', speaker(), around(), undefined],
  ['with the AS number of its gateway', without('localAsNumber'), around({ asNumber: as(64_551) }), undefined],
  ['without an AS number of its own', without('localAsNumber'), around(), 'bgp-as-number-missing'],
  [
    'without an AS number of the peer',
    speaker(),
    around({ peer: { address: address('203.0.113.9') } }),
    'bgp-as-number-missing',
  ],
  ['with the peer’s AS number', speaker({ localAsNumber: as(65_001) }), around(), 'bgp-as-numbers-equal'],
  [
    'whose gateway has the peer’s AS number',
    without('localAsNumber'),
    around({ asNumber: as(65_001) }),
    'bgp-as-numbers-equal',
  ],
  [
    'with the peer’s AS number where what fails is taken',
    speaker({ localAsNumber: as(65_001) }),
    around({ takesWhatFails: true }),
    undefined,
  ],
  ['without a prefix', without('prefix'), around(), 'bgp-prefix-missing'],
  ['with a prefix of another length', speaker({ prefix: prefix('169.254.11.0/29') }), around(), 'bgp-prefix-invalid'],
  ['with a prefix elsewhere', speaker({ prefix: prefix('10.11.0.0/30') }), around(), 'bgp-prefix-invalid'],
  ['with a reserved prefix', speaker({ prefix: prefix('169.254.6.0/30') }), around(), 'bgp-prefix-invalid'],
  [
    'with the prefix of instance metadata',
    speaker({ prefix: prefix('169.254.169.252/30') }),
    around(),
    'bgp-prefix-invalid',
  ],
  ['with another’s prefix', speaker(), around({ others: [speaker()] }), 'bgp-prefix-overlaps'],
  ['beside another prefix', speaker(), around({ others: [speaker({ prefix: prefix('169.254.11.4/30') })] }), undefined],
  ['at the other host', speaker({ localAddress: address('169.254.11.2') }), around(), undefined],
  [
    'between selectors of other prefixes',
    speaker(),
    around({ selectors: pair('10.1.0.0/16', '10.2.0.0/16') }),
    'bgp-outside-selectors',
  ],
  [
    'with a selector for its side alone',
    speaker(),
    around({ selectors: pair('0.0.0.0/0', '10.2.0.0/16') }),
    'bgp-outside-selectors',
  ],
  [
    'between selectors of its own prefix',
    speaker(),
    around({ selectors: pair('169.254.11.0/30', '169.254.0.0/16') }),
    undefined,
  ],
  [
    'at the network’s address',
    speaker({ localAddress: address('169.254.11.0') }),
    around(),
    'bgp-address-outside-prefix',
  ],
  [
    'at an address elsewhere',
    speaker({ localAddress: address('169.254.11.5') }),
    around(),
    'bgp-address-outside-prefix',
  ],
  [
    'with a neighbor elsewhere',
    speaker({ neighborAddress: address('169.254.11.3') }),
    around(),
    'bgp-address-outside-prefix',
  ],
  [
    'with one address for both neighbors',
    speaker({ localAddress: address('169.254.11.2'), neighborAddress: address('169.254.11.2') }),
    around(),
    'bgp-address-outside-prefix',
  ],
]

for (const [what, given, surroundings, code] of verdicts) {
  test(`a tunnel that speaks BGP ${what} is ${code ?? 'accepted'}`, () => {
    assert.equal(checkBgp(given, surroundings)?.code, code)
  })
}

test('a tunnel that does not speak BGP needs no AS numbers, and may have no prefix that it could not use', () => {
  const silent = { enabled: false, localAsNumber: as(65_001) }
  assert.equal(checkBgp(speaker(silent), around()), undefined)
  assert.equal(checkBgp(tunnel('t', { bgp: { enabled: false } }), around()), undefined)
  assert.equal(checkBgp(speaker({ ...silent, prefix: prefix('10.0.0.0/30') }), around())?.code, 'bgp-prefix-invalid')
  assert.equal(checkBgp(speaker(silent), around({ others: [speaker(silent)] }))?.code, 'bgp-prefix-overlaps')
})

test('the neighbors of a session are the two hosts of its prefix, ours the first unless it is said otherwise', () => {
  const [first, second] = [address('169.254.11.1'), address('169.254.11.2')]
  const of = (given: Partial<BgpParameters>) => neighborsOf({ enabled: true, ...given })
  assert.deepEqual(of({ prefix: range }), { local: first, neighbor: second })
  assert.deepEqual(of({ prefix: range, localAddress: second }), { local: second, neighbor: first })
  assert.deepEqual(of({ prefix: range, neighborAddress: first }), { local: second, neighbor: first })
  assert.deepEqual(of({}), {})
  assert.deepEqual(of({ localAddress: first }), { local: first })
})

const kept: BgpParameters = { enabled: false, prefix: range }

test('two tunnels of one connection, and of one gateway, cannot have one prefix for BGP', async () => {
  const world = await routedSite()
  const peer = { customerGateway: 'c-peer', bgp: kept }
  const both = [tunnel('one', peer), tunnel('two', { index: 2, ...peer })]
  await refused(world, createConnection, routed('new', { tunnels: both }), 'bgp-prefix-overlaps')
  const patching = (id: string) => ({ id, patch: () => ok({ tunnels: [{ index: 1 as const, bgp: kept }] }) })
  await accepted(world, modifyConnection, patching('c'))
  await accepted(world, modifyConnection, patching('c'))
  await refused(world, modifyConnection, patching('d'), 'bgp-prefix-overlaps')
  await accepted(world, modifyConnection, patching('free'))
})

test('a connection that speaks BGP beside one that does not, and the other way round, is bgp-mixed where that is asked for', () => {
  const of = (id: string, bgp: boolean, deleting = false): Resource<'connection'> => {
    const { selectors, startAction, automaticRoutes, ...resource } = routed(id)
    const spec = { selectors, startAction, automaticRoutes, tunnels: [bgp ? speaker() : tunnel('t')] }
    return { kind: 'connection', ...base(resource), deleting, spec }
  }
  const verdict = (given: Resource<'connection'>, ...siblings: readonly Resource<'connection'>[]) =>
    checkMixed(given.spec, siblings)?.code
  assert.equal(verdict(of('new', true), of('a', false)), 'bgp-mixed')
  assert.equal(verdict(of('new', false), of('a', true)), 'bgp-mixed')
  assert.equal(verdict(of('new', false), of('a', false)), undefined)
  assert.equal(verdict(of('new', true), of('a', true)), undefined)
  assert.equal(verdict(of('new', true), of('a', false, true)), undefined)
})

test('two connections of one router cannot have one prefix for BGP', async () => {
  const world = await routedSite()
  await accepted(world, createRouterGroup, newResource('group'))
  await accepted(world, createRouter, { ...newResource('router'), group: 'group' })
  const patching = (id: string, bgp: BgpParameters) => ({
    id,
    patch: () => ok({ tunnels: [{ index: 1 as const, bgp }] }),
  })
  await accepted(world, modifyConnection, patching('free', kept))
  const peer = { tunnels: [tunnel('second-t', { customerGateway: 'c-peer', bgp: kept })] }
  await accepted(world, createConnection, routed('second', peer))
  const attachment = { router: 'router', outerPool: pool, publishesRoutes: true }
  await accepted(world, attachConnection, { ...newResource('a1'), ...attachment, connection: 'free' })
  const second = { ...newResource('a2'), ...attachment, connection: 'second' }
  await refused(world, attachConnection, second, 'bgp-prefix-overlaps')
  await accepted(world, modifyConnection, patching('second', { enabled: false, prefix: prefix('169.254.11.4/30') }))
  await accepted(world, attachConnection, second)
  await refused(world, modifyConnection, patching('second', kept), 'bgp-prefix-overlaps')
})
