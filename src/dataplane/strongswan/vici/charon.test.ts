import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ViciMessage } from './message.ts'
import { connect, type ViciSession, type ViciTimers } from './session.ts'
import { startCharon, whyNoCharon } from './testing/foreground-charon.ts'

const within = { timeoutMs: 10_000 }

const timers: ViciTimers = {
  after(milliseconds, fire) {
    const timer = setTimeout(fire, milliseconds)
    return () => clearTimeout(timer)
  },
}

const connection: ViciMessage = {
  office: {
    version: '2',
    local_addrs: ['127.0.0.1'],
    remote_addrs: ['127.0.0.2'],
    proposals: ['aes128-sha256-modp2048'],
    local: { auth: 'psk', id: 'left' },
    remote: { auth: 'psk', id: 'right' },
    children: {
      lan: { local_ts: ['10.1.0.0/24', '10.2.0.0/24'], remote_ts: ['10.9.0.0/16'], esp_proposals: ['aes128gcm16'] },
    },
  },
}

test('a session with a real charon', { timeout: 60_000 }, async (t) => {
  const reason = whyNoCharon()
  if (reason !== undefined) return t.skip(reason)
  const charon = await startCharon(t)
  const session = await connect(charon.socket, { ...within, timers })
  t.after(() => session.close())

  await t.test('says its version and its algorithms', async () => {
    const version = await session.request('version', {}, within)
    assert.equal(version.daemon, 'charon-systemd')
    assert.match(String(version.version), /^\d+\.\d+\.\d+/)
    const algorithms = await session.request('get-algorithms', {}, within)
    assert.ok(typeof algorithms.encryption === 'object' && 'AES_CBC' in algorithms.encryption)
  })
  await t.test('knows neither the command nor the event', async () => {
    await assert.rejects(session.request('no-such-command', {}, within), { kind: 'unknown-command' })
    await assert.rejects(
      session.subscribe('no-such-event', () => {}, within),
      { kind: 'unknown-event' },
    )
    await assert.rejects(session.stream('list-sas', 'no-such-event', {}, within), { kind: 'unknown-event' })
  })
  await t.test('takes a connection and lists it', async () => {
    await session.request('load-conn', connection, within)
    await session.request('load-shared', { type: 'IKE', data: 'a shared key', owners: ['left', 'right'] }, within)
    const { items } = await session.stream('list-conns', 'list-conn', {}, within)
    assert.deepEqual(items.map(childOfOffice), [['10.1.0.0/24', '10.2.0.0/24']])
    assert.deepEqual((await session.stream('list-sas', 'list-sa', {}, within)).items, [])
  })
  await t.test('says why it will not take one', async () => {
    const odd: ViciMessage = { office: { ...(connection.office as ViciMessage), verzion: '2' } }
    await assert.rejects(session.request('load-conn', odd, within), { kind: 'command-failed', message: /verzion/ })
  })
  await t.test('says why an initiate failed', async () => {
    const initiate = { child: 'lan', timeout: '5000', loglevel: '1' }
    await assert.rejects(session.stream('initiate', 'control-log', initiate, within), (error) => {
      assert.ok(error instanceof Error && 'items' in error && Array.isArray(error.items))
      assert.equal(Reflect.get(error, 'kind'), 'command-failed')
      // Nobody at 127.0.0.2 is configured to answer 127.0.0.1.
      assert.ok(error.items.some(({ msg }) => msg === 'received NO_PROPOSAL_CHOSEN notify error'))
      return true
    })
  })
  await t.test('raises events on a session of its own', () => eventsElsewhere(session, charon.socket))
  await t.test('ends the connection when it ends', async () => {
    await charon.stop()
    assert.equal((await session.closed).kind, 'closed')
    await assert.rejects(connect(charon.socket, { ...within, timers }), { kind: 'connect-failed' })
  })
})

function childOfOffice({ office }: ViciMessage): unknown {
  assert.ok(typeof office === 'object' && 'children' in office)
  const lan = (office.children as ViciMessage).lan as ViciMessage
  return lan['local-ts']
}

async function eventsElsewhere(commands: ViciSession, socket: string): Promise<void> {
  await using events = await connect(socket, { ...within, timers })
  const logged = Promise.withResolvers<ViciMessage>()
  const subscription = await events.subscribe(
    'log',
    (message) => {
      if (/invalid request: no-such-command/.test(String(message.msg))) logged.resolve(message)
    },
    within,
  )
  await assert.rejects(commands.request('no-such-command', {}, within), { kind: 'unknown-command' })
  assert.equal((await logged.promise).group, 'CFG')
  await subscription.close()
}
