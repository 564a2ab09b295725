import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodePacket, encodePacket, type ViciPacket } from './packet.ts'
import { anyMessage, anyName, capturedSegment, plain } from './testing/messages.ts'

const golden: readonly (readonly [hex: string, packet: ViciPacket])[] = [
  ['000776657273696f6e', { type: 'command-request', name: 'version', message: {} }],
  ['000776657273696f6e03016b000176', { type: 'command-request', name: 'version', message: { k: 'v' } }],
  ['0103016b000176', { type: 'command-response', message: { k: 'v' } }],
  ['02', { type: 'command-unknown' }],
  ['03036c6f67', { type: 'event-register', name: 'log' }],
  ['04036c6f67', { type: 'event-unregister', name: 'log' }],
  ['05', { type: 'event-confirm' }],
  ['06', { type: 'event-unknown' }],
  ['07036c6f6703016b000176', { type: 'event', name: 'log', message: { k: 'v' } }],
]

for (const [hex, packet] of golden) {
  test(`${packet.type} is encoded as ${hex} and decoded from it`, () => {
    assert.equal(Buffer.from(encodePacket(packet)).toString('hex'), hex)
    assert.deepEqual(plain({ ...decodePacket(Buffer.from(hex, 'hex')) }), packet)
  })
}

function capturedMessage(what: string): unknown {
  const packet = decodePacket(capturedSegment(what))
  assert.ok('message' in packet)
  return plain(packet.message)
}

test('an initiate that failed, as charon sent it, is decoded', () => {
  assert.deepEqual(capturedMessage('initiate-failure'), {
    success: 'no',
    errmsg: "establishing CHILD_SA 'lan' failed",
  })
})

test('a list-conn event, as charon sent it, is decoded with sections, lists and empty lists', () => {
  const auth = (address: string) => ({
    id: address,
    class: 'pre-shared key',
    groups: [],
    cert_policy: [],
    certs: [],
    cacerts: [],
  })
  assert.deepEqual(capturedMessage('list-conn-with-lists'), {
    office: {
      local_addrs: ['127.0.0.1'],
      remote_addrs: ['127.0.0.2'],
      version: 'IKEv2',
      reauth_time: '0',
      rekey_time: '14400',
      unique: 'UNIQUE_NO',
      'local-1': auth('127.0.0.1'),
      'remote-1': auth('127.0.0.2'),
      children: {
        lan: {
          mode: 'TUNNEL',
          rekey_time: '3600',
          rekey_bytes: '0',
          rekey_packets: '0',
          dpd_action: 'none',
          close_action: 'none',
          'local-ts': ['10.1.0.0/24', '10.2.0.0/24'],
          'remote-ts': ['10.9.0.0/16'],
        },
      },
    },
  })
})

test('packets that charon sent, when encoded again, are the same bytes', () => {
  for (const what of [
    'command-unknown',
    'control-log',
    'empty-response',
    'event-confirm',
    'event-unknown',
    'get-algorithms-with-an-empty-section',
    'get-counters-under-an-empty-name',
    'ike-updown',
    'initiate-failure',
    'list-conn-with-lists',
    'load-conn-success',
  ]) {
    const segment = capturedSegment(what)
    assert.deepEqual(Buffer.from(encodePacket(decodePacket(segment))), Buffer.from(segment), what)
  }
})

test('a name that charon would ignore is refused, not sent', () => {
  for (const name of ['list\n', 'é', 'n'.repeat(256)]) {
    assert.throws(() => encodePacket({ type: 'event-register', name }), { name: 'ViciError', kind: 'unencodable' })
  }
})

test('property: a packet that is encoded decodes to itself', () => {
  const anyPacket: fc.Arbitrary<ViciPacket> = fc.oneof(
    fc.record({
      type: fc.constantFrom('command-request' as const, 'event' as const),
      name: anyName,
      message: anyMessage,
    }),
    fc.record({ type: fc.constant('command-response' as const), message: anyMessage }),
    fc.record({ type: fc.constantFrom('event-register' as const, 'event-unregister' as const), name: anyName }),
    fc.record({
      type: fc.constantFrom('command-unknown' as const, 'event-confirm' as const, 'event-unknown' as const),
    }),
  )
  fc.assert(
    fc.property(anyPacket, (packet) => {
      assert.deepEqual({ ...decodePacket(encodePacket(packet)) }, { ...packet })
    }),
  )
})
