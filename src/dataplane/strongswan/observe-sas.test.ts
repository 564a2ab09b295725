import assert from 'node:assert/strict'
import { test } from 'node:test'
import { observeSas, saNames } from './observe-sas.ts'
import type { ViciMessage } from './vici/message.ts'

/** As charon 5.9.8 streams it, without what we do not read. */
const ikeSa = (change: ViciMessage = {}): ViciMessage => ({
  uniqueid: '3',
  version: '2',
  state: 'ESTABLISHED',
  'remote-host': '203.0.113.1',
  initiator: 'yes',
  'initiator-spi': '0011223344556677',
  'responder-spi': '8899aabbccddeeff',
  'encr-alg': 'AES_CBC',
  'encr-keysize': '128',
  'integ-alg': 'HMAC_SHA2_256_128',
  'prf-alg': 'PRF_HMAC_SHA2_256',
  'dh-group': 'MODP_2048',
  established: '12',
  'child-sas': {},
  ...change,
})

const childSa = (change: ViciMessage = {}): ViciMessage => ({
  name: 'child-1',
  uniqueid: '1',
  state: 'INSTALLED',
  'spi-in': 'c627f3d3',
  'spi-out': '6595ba94',
  'encr-alg': 'AES_GCM_16',
  'encr-keysize': '128',
  'bytes-in': '1008',
  'bytes-out': '84',
  'local-ts': ['10.1.0.0/24'],
  'remote-ts': ['10.2.0.0/16', '192.168.7.9/32'],
  ...change,
})

const since = (_: string, age: number | undefined) => (age === undefined ? undefined : 100_000 - age * 1000)
const observe = (...items: ViciMessage[]) => observeSas(items, 'ours', since)

test('an established tunnel is observed with its IKE SA and Child SAs', () => {
  const seen = observe({ ours: ikeSa({ 'child-sas': { 'child-1-1': childSa() } }) })
  assert.deepEqual(seen, {
    ikeSa: { state: 'established', initiator: true, proposal: 'aes128-sha256-modp2048', establishedAt: 88_000 },
    childSas: [
      {
        selectors: { local: ['10.1.0.0/24'], remote: ['10.2.0.0/16', '192.168.7.9/32'] },
        spiIn: 'c627f3d3',
        spiOut: '6595ba94',
        bytesIn: 1008,
        bytesOut: 84,
        proposal: 'aes128gcm16',
      },
    ],
    installed: ['child-1'],
    negotiating: false,
  })
})

test('a connection without SAs has none, and SAs of another configuration are not counted', () => {
  const nothing = { childSas: [], installed: [], negotiating: false }
  assert.deepEqual(observe(), nothing)
  assert.deepEqual(observe({ former: ikeSa({ 'child-sas': { 'child-1-1': childSa() } }) }), nothing)
})

test('a host’s address as selector is completed by /32', () => {
  const child = childSa({ 'local-ts': ['10.1.0.7'] })
  assert.deepEqual(observe({ ours: ikeSa({ 'child-sas': { a: child } }) }).childSas[0]?.selectors.local, [
    '10.1.0.7/32',
  ])
})

test('a Child SA that is being rekeyed counts once', () => {
  const children = {
    a: childSa({ state: 'REKEYED' }),
    b: childSa({ 'spi-in': 'aaaaaaaa' }),
    c: childSa({ state: 'DELETING' }),
    d: childSa({ state: 'CREATED' }),
  }
  assert.deepEqual(
    observe({ ours: ikeSa({ 'child-sas': children }) }).childSas.map(({ spiIn }) => spiIn),
    ['aaaaaaaa'],
  )
})

test('of several IKE SAs the established one is observed, and of two established ones the older', () => {
  const connecting = ikeSa({ state: 'CONNECTING', established: [] })
  assert.equal(observe({ ours: connecting }, { ours: ikeSa() }).ikeSa?.state, 'established')
  assert.equal(observe({ ours: ikeSa() }, { ours: ikeSa({ established: '50' }) }).ikeSa?.establishedAt, 50_000)
  assert.equal(observe({ ours: ikeSa({ state: 'DESTROYING' }) }).ikeSa, undefined)
})

test('a negotiation is under way while the IKE SA connects or a CREATE_CHILD_SA waits', () => {
  assert.equal(observe({ ours: ikeSa({ state: 'CONNECTING' }) }).negotiating, true)
  assert.equal(observe({ ours: ikeSa({ 'tasks-queued': ['CHILD_CREATE'] }) }).negotiating, true)
  assert.equal(observe({ ours: ikeSa({ 'tasks-active': ['QUICK_MODE'] }) }).negotiating, true)
  assert.equal(observe({ ours: ikeSa({ 'tasks-active': ['IKE_DPD'] }) }).negotiating, false)
})

test('the SAs to be terminated are those of every connection', () => {
  assert.deepEqual(saNames([{ former: ikeSa() }, { ours: ikeSa({ uniqueid: '4' }) }]), [
    { connection: 'former', id: '3' },
    { connection: 'ours', id: '4' },
  ])
})
