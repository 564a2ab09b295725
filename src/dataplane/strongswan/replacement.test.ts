import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Commands } from './commands.ts'
import { formerIn, replaceSas } from './replacement.ts'
import type { ViciMessage } from './vici/message.ts'

const carrying = { child: { 'child-1': { name: 'child', state: 'INSTALLED' } } }

const sa = (connection: string, uniqueid: string, more: ViciMessage = {}): ViciMessage => ({
  [connection]: { uniqueid, version: '2', state: 'ESTABLISHED', ...more },
})

/** A daemon that is configured with `new`, and has these SAs at each look; gives the numbers of those that it was told to end. */
async function replacing(...looks: readonly (readonly ViciMessage[])[]): Promise<readonly string[]> {
  const ends: string[] = []
  let now = 0
  let at = 0
  const commands: Commands = {
    stream: async () => ({ items: looks[Math.min(at++, looks.length - 1)] ?? [], response: {} }),
    async request(_, message) {
      ends.push(`${now} ms: ${message['ike-id']}`)
      return {}
    },
  }
  await replaceSas({
    ...{ commands, name: 'new', connection: { children: { child: {} } }, courtesy: undefined },
    now: () => now,
    initiate: async () => {},
    async news(longest) {
      now += longest
    },
  })
  return ends
}

const former = sa('former', '1', { 'child-sas': carrying.child })

test('an SA of the former configuration ends when the new one has its Child SAs, or after two seconds', async () => {
  const next = sa('new', '2', { 'child-sas': carrying.child })
  assert.deepEqual(await replacing([former], [former, next]), ['200 ms: 1'])
  assert.deepEqual(await replacing([former]), ['2000 ms: 1'])
})

test('an SA of a peer that has not said who it is goes on beside a change, of IKEv1 where it has begun since', async () => {
  const begun = (id: string, version: string) => sa('(unnamed)', id, { version, state: 'CONNECTING' })
  assert.deepEqual(await replacing([former, begun('2', '2')]), ['2000 ms: 1'])
  assert.deepEqual(await replacing([former, begun('2', '1')], [former]), ['100 ms: 2', '2000 ms: 1'])
  assert.deepEqual(await replacing([former], [former, begun('2', '1')]), ['2000 ms: 1'])
  assert.deepEqual(await replacing([begun('2', '2')]), [])
})

test('a configuration counts as the former one as long as an SA of it is there, whether that carries anything or not', () => {
  const others = [sa('preflight', '3'), sa('(unnamed)', '4')]
  assert.equal(formerIn([...others, sa('former', '1'), sa('new', '2')], ['new']), 'former')
  assert.equal(formerIn([...others, former], ['new']), 'former')
  assert.equal(formerIn([...others, sa('new', '2')], ['new']), undefined)
})
