import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { BirdError } from './error.ts'
import { readBfd, readDigest, readLearned, readNextHops, readSessions } from './observe.ts'
import { type Reply, ReplyReader } from './reply-reader.ts'

interface Read {
  readonly replies: readonly Reply[]
  readonly messages: readonly string[]
}

function read(chunks: readonly Uint8Array[]): Read {
  const replies: Reply[] = []
  const messages: string[] = []
  const reader = new ReplyReader({ reply: (one) => replies.push(one), message: (one) => messages.push(one) })
  for (const chunk of chunks) reader.push(chunk)
  return { replies, messages }
}

const bytes = (text: string): Uint8Array => Buffer.from(text)

test('a reply’s lines have the code that they begin with, or that of the line before', () => {
  const { replies } = read([bytes('1002-a\n1006-  b\n c\n0000 \n0013 ready\n')])
  assert.deepEqual(replies, [
    {
      code: 0,
      lines: [
        { code: 1002, text: 'a' },
        { code: 1006, text: '  b' },
        { code: 1006, text: 'c' },
        { code: 0, text: '' },
      ],
    },
    { code: 13, lines: [{ code: 13, text: 'ready' }] },
  ])
})

test('messages of the log come in between, and belong to no reply', () => {
  const { replies, messages } = read([bytes('1002-a\n+neighbor-t: State changed to up\n b\n0000 \n+x\n')])
  assert.deepEqual(messages, ['neighbor-t: State changed to up', 'x'])
  assert.equal(replies[0]?.lines.length, 3)
})

const folder = new URL('./testing/transcripts/', import.meta.url)
const transcripts = readdirSync(folder).map((name) => readFileSync(new URL(name, folder)))

test('a transcript that is cut into chunks anywhere gives the same replies', () => {
  fc.assert(
    fc.property(fc.constantFrom(...transcripts), fc.array(fc.nat(6000), { maxLength: 8 }), (whole, cuts) => {
      const at = [0, ...cuts.map((cut) => cut % whole.length).sort((a, b) => a - b), whole.length]
      const chunks = at.slice(1).map((end, index) => whole.subarray(at[index], end))
      assert.deepEqual(read(chunks), read([whole]))
    }),
  )
})

test('what is no line of a reply, or does not end, is an error of the protocol', () => {
  for (const bad of [' text before any code\n', 'hello\n', '12-a\n', '1002\n', '\n', '1002:a\n', '1'.repeat(70_000)]) {
    assert.throws(() => read([bytes(bad)]), { name: 'BirdError', kind: 'protocol' }, bad.slice(0, 20))
  }
  const endless = bytes(`1002-${'x'.repeat(60_000)}\n`)
  assert.throws(() => read(Array.from({ length: 300 }, () => endless)), { name: 'BirdError', kind: 'protocol' })
})

test('fuzz: arbitrary bytes, and a transcript with some bytes changed, give replies that can be read or a BirdError', () => {
  const change = fc.record({ at: fc.nat(6000), to: fc.nat(255) })
  const changed = fc
    .tuple(fc.constantFrom(...transcripts), fc.array(change, { maxLength: 20 }))
    .map(([whole, changes]) => {
      const copy = Uint8Array.from(whole)
      for (const { at, to } of changes) copy[at % copy.length] = to
      return copy
    })
  let seen = 0
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), changed, changed), (input) => {
      try {
        for (const reply of read([input]).replies) {
          readSessions(reply)
          readLearned(reply)
          readNextHops(reply)
          readBfd(reply)
          readDigest(reply)
          seen++
        }
      } catch (error) {
        assert.ok(error instanceof BirdError, String(error))
      }
    }),
    { numRuns: 3000 },
  )
  assert.ok(seen > 1000, `${seen} replies`)
})
