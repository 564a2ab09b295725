import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ViciError } from './error.ts'
import { frameSegment, maximumSegmentBytes, SegmentReader } from './segment.ts'

interface Read {
  readonly segments: readonly string[]
  readonly failure: string | undefined
  readonly midSegment: boolean
}

function read(chunks: readonly Uint8Array[]): Read {
  const reader = new SegmentReader()
  const segments: string[] = []
  let failure: string | undefined
  for (const chunk of chunks) {
    try {
      reader.push(chunk, (segment) => segments.push(Buffer.from(segment).toString('hex')))
    } catch (error) {
      assert.ok(error instanceof ViciError)
      failure = error.kind
    }
  }
  return { segments, failure, midSegment: reader.midSegment }
}

test('a segment is framed by its length in four bytes, big-endian', () => {
  assert.deepEqual(frameSegment(Buffer.of(5)), Buffer.from('0000000105', 'hex'))
  const long = frameSegment(Buffer.alloc(0x010203))
  assert.deepEqual(long.subarray(0, 4), Buffer.from('00010203', 'hex'))
  assert.equal(long.length, 4 + 0x010203)
})

test('a segment of the longest length is read and written, and one byte more is refused', () => {
  const longest = frameSegment(Buffer.alloc(maximumSegmentBytes, 1))
  assert.equal(read([longest]).segments[0]?.length, 2 * maximumSegmentBytes)
  assert.throws(() => frameSegment(Buffer.alloc(maximumSegmentBytes + 1)), { name: 'ViciError', kind: 'too-large' })
  assert.equal(read([Buffer.from('00080001', 'hex')]).failure, 'too-large')
})

test('an empty segment is refused, read or written', () => {
  assert.throws(() => frameSegment(Buffer.alloc(0)), { name: 'ViciError', kind: 'unencodable' })
  assert.equal(read([Buffer.alloc(4)]).failure, 'malformed')
})

test('a length over the limit is refused before memory is taken for it', (t) => {
  const reader = new SegmentReader()
  const taken = [t.mock.method(Buffer, 'alloc'), t.mock.method(Buffer, 'allocUnsafe')]
  assert.throws(() => reader.push(Buffer.of(0xff, 0xff, 0xff, 0xff), () => {}), { kind: 'too-large' })
  assert.deepEqual(
    taken.map((method) => method.mock.callCount()),
    [0, 0],
  )
})

test('a bad length ends the stream after the segments before it were delivered', () => {
  const good = frameSegment(Buffer.of(5))
  const stream = Buffer.concat([good, good, Buffer.alloc(4), good])
  assert.deepEqual(read([stream, good]), { segments: ['05', '05'], failure: 'malformed', midSegment: true })
})

test('a delivered segment does not change when the memory of its chunk is used again', () => {
  const reader = new SegmentReader()
  const chunk = Buffer.from(frameSegment(Buffer.of(1, 2, 3)))
  let kept: Uint8Array | undefined
  reader.push(chunk, (segment) => {
    kept = segment
  })
  chunk.fill(0xff)
  assert.deepEqual(kept, Buffer.of(1, 2, 3))
})

test('a stream that ends inside a segment is told from one that ends between two', () => {
  const framed = frameSegment(Buffer.of(1, 2))
  for (const [bytes, inside] of [
    [0, false],
    [1, true],
    [4, true],
    [5, true],
    [6, false],
  ] as const) {
    assert.equal(read([framed.subarray(0, bytes)]).midSegment, inside, `${bytes} bytes in`)
  }
})

test('property: a stream gives the same segments and failure however it is cut into chunks', () => {
  const segments = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 8 })
  const tail = fc.oneof(fc.constant(new Uint8Array()), fc.uint8Array({ maxLength: 12 }))
  const cuts = fc.array(fc.nat(400), { maxLength: 30 })
  fc.assert(
    fc.property(segments, tail, cuts, (made, end, at) => {
      const stream = Buffer.concat([...made.map(frameSegment), end])
      const edges = [0, ...at.filter((cut) => cut <= stream.length).sort((a, b) => a - b), stream.length]
      const chunks = edges.slice(1).map((edge, index) => stream.subarray(edges[index], edge))
      const whole = read([stream])
      assert.deepEqual(read(chunks), whole)
      assert.deepEqual(
        whole.segments.slice(0, made.length),
        made.map((segment) => Buffer.from(segment).toString('hex')),
      )
    }),
    { numRuns: 500 },
  )
})
