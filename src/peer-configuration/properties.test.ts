import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseIkeIdentity } from '../domain/identity.ts'
import { encryptionAlgorithms, integrityAlgorithms, keyExchangeGroups } from '../domain/ike.ts'
import type { Device } from './device.ts'
import { devices } from './devices.ts'
import type { Peer, PeerTunnel } from './peer.ts'
import { renderPeer } from './render.ts'
import { aPeer, aTunnel, cases, everything, identity, key, prefix, twoTunnels } from './testing/cases.ts'
import { inputsOf } from './testing/goldens.ts'
import { unknownLines } from './testing/grammar.ts'
import { grammars } from './testing/grammars/all.ts'
import { keyReaders } from './testing/key-readers.ts'

const texts = (device: Device, peer: Peer): readonly string[] => {
  const rendered = renderPeer(device, peer, { inputs: inputsOf(device) })
  return rendered.ok ? rendered.value.files.map(({ text }) => text) : []
}

test('tunnels of another MTU are written with it, and with TCP segments of 40 bytes less, wherever a device has either', () => {
  const sized = new Set<string>()
  for (const device of devices) {
    for (const { name, peer } of cases) {
      const expected = texts(device, peer).map((text) => text.replaceAll('1400', '1280').replaceAll('1360', '1240'))
      assert.deepEqual(texts(device, { ...peer, mtu: 1280 }), expected, `${device.id} ${name}`)
      if (expected.some((text) => /\b12[48]0\b/.test(text))) sized.add(device.id)
    }
  }
  assert.deepEqual(
    devices.map(({ id }) => id).filter((id) => !sized.has(id)),
    ['frr', 'bird', 'pfsense'],
  )
})

/** What would be another line, another word, a comment, an escape or a placeholder, were it written as it is. */
const hostileParts = [
  '"',
  "'",
  '\\',
  '\n',
  '\r\n',
  '#',
  '!',
  ';',
  '{',
  '}',
  '$',
  '$(reboot)',
  '`',
  '?',
  '%',
  '<',
  '>',
  '|',
  ' ',
  '\t',
  '0x',
  '0X41',
  '0s',
  '-AQ==',
  '$9$',
  '^C',
  'a',
  'Z',
  '9',
  '=',
  ':',
  '@',
  '<WAN-INTERFACE>',
  '\nexit\n',
  '"\nend',
  "' rollback '",
  'é',
  '\u{1f511}',
]
const hostileText = fc
  .array(fc.constantFrom(...hostileParts), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(''))

const hostileName = fc
  .oneof(
    hostileText,
    fc.constantFrom('dc.example.org', 'a@b.example', '10.9.8.7', 'C=DE', '%any', '@x', 'a;b', '"x"', "x'y"),
  )
  .filter((text) => parseIkeIdentity(text) !== undefined)
  .map(identity)

const encryption = fc.constantFrom(...encryptionAlgorithms)
const integrity = fc.constantFrom(...integrityAlgorithms)
const keyExchange = fc.constantFrom(...keyExchangeGroups)

const anyTunnel: fc.Arbitrary<Partial<PeerTunnel>> = fc.record({
  version: fc.constantFrom(1 as const, 2 as const),
  mode: fc.constantFrom('main' as const, 'aggressive' as const),
  proposal: fc.record({ encryption, integrity, keyExchange }),
  lifetimeSeconds: fc.integer({ min: 1, max: 1_000_000 }),
  localIdentity: fc.oneof(fc.constant(aTunnel.localIdentity), hostileName),
  remoteIdentity: fc.oneof(fc.constant(aTunnel.remoteIdentity), hostileName),
  preSharedKey: hostileText.map(key),
  child: fc.record({
    proposal: fc.oneof(fc.record({ encryption, integrity, keyExchange }), fc.record({ encryption, integrity })),
    lifetimeSeconds: fc.integer({ min: 1, max: 1_000_000 }),
  }),
  natTraversal: fc.boolean(),
})

const selectors = fc.constantFrom(
  [everything],
  [{ local: [prefix('10.2.0.0/16'), prefix('10.3.0.0/16')], remote: [prefix('10.1.0.0/16')] }],
)

const anyPeer: fc.Arbitrary<Peer> = fc.oneof(
  fc
    .tuple(anyTunnel, selectors, fc.boolean())
    .map(([tunnel, own, begins]) => aPeer(tunnel, { selectors: own, begins })),
  anyTunnel.map((tunnel) => {
    const peer = twoTunnels()
    return { ...peer, tunnels: peer.tunnels.map((own) => ({ ...own, ...tunnel })) }
  }),
)

const render = (device: Device, peer: Peer) => renderPeer(device, peer, { inputs: inputsOf(device) })

for (const device of devices) {
  const grammar = grammars[device.id]
  const readKey = keyReaders[device.id]

  test(`${device.title}: whatever a connection is, it is written in words that it has, the same each time, or refused with a reason`, () => {
    assert.ok(grammar)
    const property = fc.property(anyPeer, (peer) => {
      const one = render(device, peer)
      assert.deepEqual(render(device, peer), one)
      if (!one.ok) {
        assert.ok(one.error.of === 'connection' && one.error.refusals.length > 0)
        return
      }
      for (const { name, text } of one.value.files) assert.deepEqual(unknownLines(grammar, name, text), [])
    })
    fc.assert(property, { numRuns: 300 })
  })

  if (readKey === undefined) continue
  test(`${device.title}: a hostile key that is written is read as itself, in no more lines than a plain one`, () => {
    const property = fc.property(hostileText, fc.constantFrom(1 as const, 2 as const), (text, version) => {
      const old = { encryption: 'aes256', integrity: 'sha1', keyExchange: 'modp2048' } as const
      const words = { version, proposal: old, child: { proposal: old, lifetimeSeconds: 3600 } }
      const [hostile, plain] = [text, 'Every-word-1-of-16'].map((each) =>
        render(device, aPeer({ ...words, preSharedKey: key(each) })),
      )
      assert.ok(plain?.ok)
      if (hostile?.ok !== true) return
      const all = hostile.value.files.map((file) => file.text).join('')
      assert.equal(readKey(all), text)
      const lines = (files: typeof hostile.value.files) =>
        files.map((file) => file.text.split('\n').filter((line) => !line.startsWith(device.comment)).length)
      assert.deepEqual(lines(hostile.value.files), lines(plain.value.files))
    })
    fc.assert(property, { numRuns: 500 })
  })
}

test('a value with a line break is refused by every device that does not encode it', () => {
  const broken = aPeer({ preSharedKey: key('first\nset security') })
  for (const device of devices.filter(({ ipsec }) => ipsec !== undefined)) {
    const rendered = render(device, broken)
    if (!rendered.ok) continue
    assert.ok(['strongswan', 'libreswan', 'fortigate', 'juniper'].includes(device.id), device.id)
    assert.equal(keyReaders[device.id]?.(rendered.value.files.map(({ text }) => text).join('')), 'first\nset security')
  }
})
