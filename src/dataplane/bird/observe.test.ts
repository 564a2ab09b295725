import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readBfd, readDigest, readLearned, readNextHops, readPrefixes, readSessions } from './observe.ts'
import { type Reply, ReplyReader } from './reply-reader.ts'

/** What a BIRD 2.0.12 has answered, a reply each. */
function transcript(name: string): readonly Reply[] {
  const replies: Reply[] = []
  const reader = new ReplyReader({ reply: (reply) => replies.push(reply), message: () => {} })
  reader.push(readFileSync(new URL(`./testing/transcripts/${name}.txt`, import.meta.url)))
  return replies
}

const none: Reply = { code: 0, lines: [] }
const [status = none, protocols = none] = transcript('protocols')
const [routes = none, exported = none] = transcript('routes')

test('the digest is the host’s name in `show status`, and one that is not a digest is none', () => {
  assert.equal(readDigest(status), '0123456789abcdef')
  assert.equal(readDigest({ code: 13, lines: [{ code: 1011, text: 'Hostname is gateway' }] }), undefined)
})

test('sessions are read from `show protocols all` with their addresses, AS numbers, states and errors', () => {
  const [up, down, ...others] = readSessions(protocols)
  assert.deepEqual(up, {
    protocol: 'neighbor-tun-11',
    tunnel: 'tun-11',
    state: 'established',
    since: Date.UTC(2026, 10, 26, 16, 25, 32, 808),
    localAddress: '169.254.11.1',
    hasPassword: false,
    neighborAddress: '169.254.11.2',
    localAsNumber: 65_530,
    neighborAsNumber: 65_531,
    limit: 2,
    isLimitHit: false,
  })
  assert.equal(down?.tunnel, 'tun€')
  assert.deepEqual([down?.state, down?.lastError], ['active', 'BGP Error: Bad peer AS'])
  assert.deepEqual([down?.neighborAsNumber, down?.hasPassword, others], [65_599, true, []])
})

test('a limit that is reached is marked as such', () => {
  const lines = protocols.lines.map(({ code, text }) => ({
    code,
    text: text.replace(/(Import limit: .*)/, '$1 [HIT]'),
  }))
  assert.deepEqual(
    [readSessions({ code: 0, lines })[0]?.limit, readSessions({ code: 0, lines })[0]?.isLimitHit],
    [2, true],
  )
})

test('BFD’s states are read by the neighbor’s address', () => {
  assert.deepEqual(
    [...readBfd(transcript('bfd')[0] ?? none)],
    [
      ['169.254.12.2', 'up'],
      ['169.254.11.2', 'up'],
    ],
  )
})

test('learned routes have the prefix of the line before where they have none of their own', () => {
  const learned = readLearned(routes)
  assert.deepEqual(learned.get('neighbor-tun-11'), [
    { prefix: '10.3.0.0/16', asPath: [65_531], communities: ['65535:65510'] },
    { prefix: '10.4.0.0/16', asPath: [65_531], communities: [] },
  ])
  assert.deepEqual(
    learned.get('neighbor-tun.e2.82.ac')?.map(({ prefix }) => prefix),
    ['10.3.0.0/16'],
  )
  assert.deepEqual(readPrefixes(routes), ['10.3.0.0/16', '10.4.0.0/16', '10.1.0.0/16'])
})

test('the kernel’s next hops of a prefix are all that share it', () => {
  assert.deepEqual(Object.fromEntries(readNextHops(exported)), {
    '10.3.0.0/16': ['169.254.11.2', '169.254.12.2'],
    '10.4.0.0/16': ['169.254.11.2'],
  })
})
