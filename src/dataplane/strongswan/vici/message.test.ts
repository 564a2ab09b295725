import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeMessage, encodeMessage, maximumSectionDepth, type ViciMessage } from './message.ts'
import { anyMessage, plain } from './testing/messages.ts'

// The encoding example of strongSwan src/libcharon/plugins/vici/README.md.
const example = Buffer.concat(
  [
    [3, 4, 'key1', 0, 6, 'value1'],
    [1, 8, 'section1'],
    [1, 11, 'sub-section'],
    [3, 4, 'key2', 0, 6, 'value2'],
    [2],
    [4, 5, 'list1'],
    [5, 0, 5, 'item1'],
    [5, 0, 5, 'item2'],
    [6],
    [2],
  ]
    .flat()
    .map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part))),
)

const exampleTree: ViciMessage = {
  key1: 'value1',
  section1: { 'sub-section': { key2: 'value2' }, list1: ['item1', 'item2'] },
}

function nested(depth: number): ViciMessage {
  let message: ViciMessage = {}
  for (let level = 0; level < depth; level++) message = { s: message }
  return message
}

const unencodable = { name: 'ViciError', kind: 'unencodable' }
const malformed = { name: 'ViciError', kind: 'malformed' }

test('the example of the VICI documentation is decoded and encoded to the byte', () => {
  assert.deepEqual(encodeMessage(exampleTree), example)
  assert.deepEqual(plain(decodeMessage(example)), exampleTree)
})

test('no bytes decode to the empty message', () => {
  assert.deepEqual(plain(decodeMessage(Buffer.alloc(0))), {})
  assert.equal(encodeMessage({}).length, 0)
})

test('names keep their order, but array indices come first', () => {
  const names = ['z', 'a', '10', '-1', '9', '']
  const encoded = Buffer.concat(
    names.map((name) => Buffer.concat([Buffer.of(3, name.length), Buffer.from(name), Buffer.of(0, 0)])),
  )
  assert.deepEqual(Object.keys(decodeMessage(encoded)), ['9', '10', 'z', 'a', '-1', ''])
})

test('a name that objects inherit is a member only where it was sent', () => {
  const none = decodeMessage(Buffer.alloc(0))
  assert.equal(none.constructor, undefined)
  assert.equal(Reflect.get(none, '__proto__'), undefined)
  const sent = decodeMessage(Buffer.concat([Buffer.of(3, 9), Buffer.from('__proto__'), Buffer.of(0, 1, 0x76)]))
  assert.equal(Reflect.get(sent, '__proto__'), 'v')
})

test('bytes that are not UTF-8 become replacement characters; a byte order mark stays', () => {
  assert.equal(decodeMessage(Buffer.of(3, 1, 0x6b, 0, 3, 0x61, 0xff, 0x62)).k, 'a\ufffdb')
  assert.equal(decodeMessage(Buffer.of(3, 1, 0x6b, 0, 4, 0xef, 0xbb, 0xbf, 0x62)).k, '\ufeffb')
})

test('a length counts bytes, not characters', () => {
  assert.deepEqual(encodeMessage({ k: 'é' }), Buffer.of(3, 1, 0x6b, 0, 2, 0xc3, 0xa9))
})

test('a value that VICI cannot encode is refused, and the error’s text holds no value', () => {
  const secret = 'hush'
  const refused: readonly unknown[] = [
    { ['n'.repeat(256)]: secret },
    { 'na\nme': secret },
    { clé: secret },
    { k: secret.repeat(16_384) },
    { k: `${secret}\ud800` },
    { k: [secret, `${secret}\udc00`] },
    { k: undefined },
    { k: null },
    { k: 1 },
    { k: [secret, 1] },
    { k: [[secret]] },
  ]
  for (const message of refused) {
    assert.throws(
      () => encodeMessage(message as ViciMessage),
      (error) => {
        assert.ok(error instanceof Error)
        assert.deepEqual({ name: error.name, kind: Reflect.get(error, 'kind') }, unencodable)
        assert.doesNotMatch(error.message, /hush/)
        return true
      },
    )
  }
})

test('sections may nest as deep as the limit, decoded or encoded, and no deeper', () => {
  const deepest = nested(maximumSectionDepth)
  assert.deepEqual(plain(decodeMessage(encodeMessage(deepest))), deepest)
  assert.throws(() => encodeMessage(nested(maximumSectionDepth + 1)), unencodable)
  const start = Buffer.of(1, 1, 0x73)
  const tooDeep = Buffer.concat([
    ...Array.from({ length: maximumSectionDepth + 1 }, () => start),
    Buffer.alloc(maximumSectionDepth + 1, 2),
  ])
  assert.throws(() => decodeMessage(tooDeep), malformed)
})

test('a section that contains itself is refused', () => {
  const circular: Record<string, ViciMessage> = {}
  circular.self = circular
  assert.throws(() => encodeMessage(circular), unencodable)
})

test('every proper prefix of the example that ends within an element or a section is malformed', () => {
  const whole = new Set([0, 14])
  for (let length = 0; length < example.length; length++) {
    if (whole.has(length)) assert.doesNotThrow(() => decodeMessage(example.subarray(0, length)))
    else assert.throws(() => decodeMessage(example.subarray(0, length)), malformed, `${length} bytes`)
  }
})

test('property: a message that is encoded decodes to itself', () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      assert.deepEqual(decodeMessage(encodeMessage(message)), message)
    }),
    { numRuns: 500 },
  )
})
