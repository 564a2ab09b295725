import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ViciError } from './error.ts'
import { decodePacket, encodePacket } from './packet.ts'
import { frameSegment, SegmentReader } from './segment.ts'
import { readCorpus } from './testing/messages.ts'

/**
 * What a client makes of a stream: `packet`, `incomplete`, or the kind of its first error. Anything but a ViciError
 * is thrown on.
 */
function outcome(stream: Uint8Array): string {
  const reader = new SegmentReader()
  try {
    reader.push(stream, (segment) => {
      // What was understood must be sayable again.
      encodePacket(decodePacket(segment))
    })
  } catch (error) {
    if (error instanceof ViciError) return error.kind
    throw error
  }
  return reader.midSegment ? 'incomplete' : 'packet'
}

const hostileOutcomes = new Set(['packet', 'incomplete', 'malformed', 'too-large'])

const corpus = readCorpus()

test('the corpus of hostile packets has files', () => {
  assert.ok(corpus.length >= 50, `${corpus.length} files`)
})

for (const file of corpus) {
  test(`corpus: ${file.name}`, () => {
    assert.equal(outcome(file.stream), file.outcome)
  })
}

test('fuzz: arbitrary bytes give a packet or a ViciError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      assert.ok(hostileOutcomes.has(outcome(bytes)))
      if (bytes.length > 0) assert.ok(hostileOutcomes.has(outcome(frameSegment(bytes))))
    }),
    { numRuns: 2000 },
  )
})

test('fuzz: elements in any order, whole and cut, give a packet or a ViciError', () => {
  const name = fc.constantFrom('', 'a', 'b', '__proto__').map((text) => [text.length, ...Buffer.from(text)])
  const value = fc.uint8Array({ maxLength: 3 }).map((bytes) => [0, bytes.length, ...bytes])
  const element = fc.oneof(
    name.map((bytes) => [1, ...bytes]),
    fc.constant([2]),
    fc.tuple(name, value).map(([key, bytes]) => [3, ...key, ...bytes]),
    name.map((bytes) => [4, ...bytes]),
    value.map((bytes) => [5, ...bytes]),
    fc.constant([6]),
    fc.nat(255).map((byte) => [byte]),
  )
  const seen = new Set<string>()
  fc.assert(
    fc.property(fc.array(element, { maxLength: 12 }), fc.nat(3), (elements, cut) => {
      const bytes = Buffer.from([1, ...elements.flat()])
      const kind = outcome(frameSegment(bytes.subarray(0, Math.max(1, bytes.length - cut))))
      assert.ok(hostileOutcomes.has(kind))
      seen.add(kind)
    }),
    { numRuns: 5000 },
  )
  assert.deepEqual([...seen].sort(), ['malformed', 'packet'])
})

test('fuzz: the corpus with some bytes changed, or cut, gives a packet or a ViciError', () => {
  const change = fc.record({ at: fc.nat(4000), to: fc.nat(255) })
  fc.assert(
    fc.property(
      fc.constantFrom(...corpus),
      fc.array(change, { maxLength: 5 }),
      fc.option(fc.nat(4000), { freq: 3 }),
      (file, changes, length) => {
        const stream = Buffer.from(file.stream)
        for (const { at, to } of changes) stream[at % stream.length] = to
        assert.ok(hostileOutcomes.has(outcome(stream.subarray(0, length ?? stream.length))))
      },
    ),
    { numRuns: 5000 },
  )
})
