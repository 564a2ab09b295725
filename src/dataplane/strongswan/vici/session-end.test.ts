import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, Socket } from 'node:net'
import { test } from 'node:test'
import { connect } from './session.ts'
import {
  confirm,
  converse,
  limit,
  ManualTimers,
  response,
  stillTalking,
  temporaryPath,
  vici,
} from './testing/scripted-daemon.ts'

test(
  'a request in flight that times out closes the connection and rejects queued and later requests',
  limit,
  async (t) => {
    const { session, daemon, timers } = await converse(t)
    const late = session.request('stats', {}, { timeoutMs: 500 })
    const queued = session.request('version', {}, { timeoutMs: 600 })
    await daemon.next()
    timers.fire(500)
    await assert.rejects(late, vici('timeout', /stats.*500 ms/))
    await assert.rejects(queued, vici('closed', /version.*stats/))
    await daemon.clientGone()
    assert.equal(daemon.unread, 0)
    await assert.rejects(session.request('version', {}, { timeoutMs: 500 }), vici('closed'))
    assert.equal((await session.closed).kind, 'timeout')
    assert.deepEqual(timers.running, [])
  },
)

test('a queued request that times out is removed and leaves the connection open', limit, async (t) => {
  const conversation = await converse(t)
  const { session, daemon, timers } = conversation
  const first = session.request('stats', {}, { timeoutMs: 500 })
  const queued = session.request('version', {}, { timeoutMs: 400 })
  await daemon.next()
  timers.fire(400)
  await assert.rejects(queued, vici('timeout'))
  daemon.say(response())
  await first
  assert.equal(daemon.unread, 0)
  await stillTalking(conversation)
})

test('a connection that ends within a response rejects all requests', limit, async (t) => {
  const { session, daemon } = await converse(t)
  const cut = session.request('stats', {}, { timeoutMs: 500 })
  const queued = session.request('version', {}, { timeoutMs: 500 })
  await daemon.next()
  daemon.sayBytes(Buffer.from('000000640103', 'hex'))
  daemon.hangUp()
  await assert.rejects(cut, vici('closed', /in the middle of a segment/))
  await assert.rejects(queued, vici('closed'))
  assert.equal((await session.closed).kind, 'closed')
})

test('bytes that are not VICI close the connection with ViciError', limit, async (t) => {
  const cases: readonly (readonly [kind: string, bytes: string])[] = [
    ['too-large', 'ffffffff'],
    ['malformed', '00000000'],
    ['malformed', '0000000108'],
    ['malformed', '000000020102'],
    // Answers to nothing that was asked: a confirmation, a request, a registration.
    ['protocol', '0000000105'],
    ['protocol', '00000003000176'],
    ['protocol', '00000003030176'],
  ]
  for (const [kind, bytes] of cases) {
    const { session, daemon } = await converse(t)
    const answer = session.request('version', {}, { timeoutMs: 500 })
    await daemon.next()
    daemon.sayBytes(Buffer.from(bytes, 'hex'))
    await assert.rejects(answer, vici(kind), bytes)
    await daemon.clientGone()
  }
})

test('a response without a request closes the connection', limit, async (t) => {
  const { session, daemon } = await converse(t)
  daemon.say(response())
  assert.equal((await session.closed).kind, 'protocol')
  await assert.rejects(session.request('version', {}, { timeoutMs: 500 }), vici('closed', /answers nothing/))
})

test(
  'a session that is closed, once or twice, rejects pending requests and ends subscriptions without an error',
  limit,
  async (t) => {
    const { session, daemon, timers } = await converse(t)
    const subscribing = session.subscribe('log', () => {}, { timeoutMs: 500 })
    await daemon.next()
    daemon.say(confirm)
    const subscription = await subscribing
    const pending = session.request('stats', {}, { timeoutMs: 500 })
    const queued = session.request('version', {}, { timeoutMs: 500 })
    const rejections = Promise.all([assert.rejects(pending, vici('closed')), assert.rejects(queued, vici('closed'))])
    await daemon.next()
    await session.close()
    await session[Symbol.asyncDispose]()
    await rejections
    await subscription.close()
    await daemon.clientGone()
    assert.deepEqual(timers.running, [])
  },
)

test('a connection to a socket that does not exist fails, and its timer is stopped', limit, async (t) => {
  const path = await temporaryPath(t, 'nobody')
  const timers = new ManualTimers()
  await assert.rejects(connect(path, { timeoutMs: 500, timers }), vici('connect-failed', /ENOENT/))
  assert.deepEqual(timers.running, [])
})

test('a connection that is not made in time is aborted', limit, async () => {
  const timers = new ManualTimers()
  const never = new Socket()
  const connecting = connect('/nowhere', { timeoutMs: 500, timers, openSocket: () => never })
  timers.fire(500)
  await assert.rejects(connecting, vici('timeout', /500 ms/))
  assert.ok(never.destroyed)
})

test('a daemon that closed before the first request rejects it', limit, async (t) => {
  const path = await temporaryPath(t, 'vici')
  const server = createServer((socket) => socket.destroy())
  server.listen(path)
  await once(server, 'listening')
  t.after(() => server.close())
  const session = await connect(path, { timeoutMs: 500, timers: new ManualTimers() })
  await session.closed
  await assert.rejects(session.request('version', {}, { timeoutMs: 500 }), vici('closed', /the daemon closed/))
})
