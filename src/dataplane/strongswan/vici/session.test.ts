import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { ViciMessage } from './message.ts'
import type { ViciPacket } from './packet.ts'
import { connect } from './session.ts'
import { plain } from './testing/messages.ts'
import { confirm, converse, event, limit, response, stillTalking, vici } from './testing/scripted-daemon.ts'

test('a request resolves with its response, and its timer is stopped', limit, async (t) => {
  const { session, daemon, timers } = await converse(t)
  const answer = session.request('version', {}, { timeoutMs: 500 })
  assert.equal(await daemon.next(), 'command-request version')
  assert.deepEqual(timers.running, [500])
  daemon.say(response({ daemon: 'charon-systemd', version: '5.9.8' }))
  assert.deepEqual(plain(await answer), { daemon: 'charon-systemd', version: '5.9.8' })
  assert.deepEqual(timers.running, [])
})

test('a response that arrives byte by byte is read', limit, async (t) => {
  const { session, daemon } = await converse(t)
  const answer = session.request('version', {}, { timeoutMs: 500 })
  await daemon.next()
  for (const byte of Buffer.from('000000080103016b00027676', 'hex')) daemon.sayBytes(Buffer.of(byte))
  assert.deepEqual(plain(await answer), { k: 'vv' })
})

test('a request that is queued is not sent before the response to the one before', limit, async (t) => {
  const { session, daemon } = await converse(t)
  const first = session.request('stats', {}, { timeoutMs: 500 })
  const second = session.request('version', {}, { timeoutMs: 500 })
  assert.equal(await daemon.next(), 'command-request stats')
  assert.equal(daemon.unread, 0)
  daemon.say(response({ n: '1' }))
  assert.equal((await first).n, '1')
  assert.equal(await daemon.next(), 'command-request version')
  daemon.say(response({ n: '2' }))
  assert.equal((await second).n, '2')
})

test('an unknown command is CMD_UNKNOWN, and the connection stays usable', limit, async (t) => {
  const conversation = await converse(t)
  const answer = conversation.session.request('fly', {}, { timeoutMs: 500 })
  await conversation.daemon.next()
  conversation.daemon.say({ type: 'command-unknown' })
  await assert.rejects(answer, vici('unknown-command', /fly/))
  await stillTalking(conversation)
})

test('success = no rejects with errmsg and the whole response, and the connection stays usable', limit, async (t) => {
  const conversation = await converse(t)
  const answer = conversation.session.request('terminate', { ike: 'x' }, { timeoutMs: 500 })
  await conversation.daemon.next()
  conversation.daemon.say(response({ success: 'no', matches: '0', errmsg: 'no matching SAs to terminate found' }))
  await assert.rejects(answer, {
    ...vici('command-failed', /terminate: no matching SAs/),
    response: Object.assign(Object.create(null), {
      success: 'no',
      matches: '0',
      errmsg: 'no matching SAs to terminate found',
    }),
  })
  await stillTalking(conversation)
})

test('a message that cannot be encoded is refused, and the connection stays usable', limit, async (t) => {
  const conversation = await converse(t)
  const { session } = conversation
  await assert.rejects(session.request('load-shared', { data: '\ud800' }, { timeoutMs: 500 }), vici('unencodable'))
  const values = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`k${index}`, 'x'.repeat(60_000)]))
  await assert.rejects(session.request('load-conn', values, { timeoutMs: 500 }), vici('too-large'))
  await stillTalking(conversation)
})

test('a timeout that is not positive, or longer than a timer of Node holds, is refused', limit, async (t) => {
  const { session, path, timers } = await converse(t)
  for (const timeoutMs of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31]) {
    await assert.rejects(session.request('version', {}, { timeoutMs }), RangeError)
    await assert.rejects(connect(path, { timeoutMs, timers }), RangeError)
  }
})

test('events between a request and its answer reach their listeners, in order', limit, async (t) => {
  const { session, daemon } = await converse(t)
  const seen: unknown[] = []
  const subscribing = session.subscribe('log', (message) => seen.push(message.n), { timeoutMs: 500 })
  assert.equal(await daemon.next(), 'event-register log')
  daemon.say(confirm, event('log', { n: 'with the confirmation' }))
  await subscribing
  const answer = session.request('version', {}, { timeoutMs: 500 })
  await daemon.next()
  daemon.say(event('log', { n: 'before' }), event('other', { n: 'unheard' }), response(), event('log', { n: 'after' }))
  await answer
  assert.deepEqual(seen, ['with the confirmation', 'before', 'after'])
})

test('two subscriptions to an event register it once, and the last to close unregisters it', limit, async (t) => {
  const { session, daemon } = await converse(t)
  const seen: string[] = []
  const listen = (who: string) => session.subscribe('log', () => seen.push(who), { timeoutMs: 500 })
  const first = listen('first')
  const second = listen('second')
  assert.equal(await daemon.next(), 'event-register log')
  daemon.say(confirm)
  const [one, other] = await Promise.all([first, second])
  await one.close()
  await one.close()
  const ended = other.close()
  assert.equal(await daemon.next(), 'event-unregister log')
  daemon.say(event('log', {}), confirm)
  await ended
  assert.deepEqual(seen, [])
  assert.equal(daemon.unread, 0)
})

test(
  'a listener is not called after its subscription was closed, although EVENT_UNREGISTER still waits',
  limit,
  async (t) => {
    const { session, daemon } = await converse(t)
    const seen: unknown[] = []
    const subscribing = session.subscribe('log', (message) => seen.push(message.n), { timeoutMs: 500 })
    await daemon.next()
    daemon.say(confirm)
    const subscription = await subscribing
    const slow = session.request('initiate', {}, { timeoutMs: 500 })
    assert.equal(await daemon.next(), 'command-request initiate')
    const ended = subscription.close()
    daemon.say(event('log', { n: '1' }), response())
    await slow
    assert.equal(await daemon.next(), 'event-unregister log')
    daemon.say(confirm)
    await ended
    assert.deepEqual(seen, [])
  },
)

test('a listener is not called after the session was closed, even with events that had arrived', limit, async (t) => {
  const { session, daemon } = await converse(t)
  const seen: unknown[] = []
  const listener = (message: ViciMessage) => {
    seen.push(message.n)
    void session.close()
  }
  const subscribing = session.subscribe('log', listener, { timeoutMs: 500 })
  await daemon.next()
  daemon.say(confirm)
  await subscribing
  daemon.say(event('log', { n: '1' }), event('log', { n: '2' }))
  await session.closed
  assert.deepEqual(seen, ['1'])
})

test('an unknown event is EVENT_UNKNOWN, is forgotten, and the connection stays usable', limit, async (t) => {
  const conversation = await converse(t)
  const { session, daemon } = conversation
  const seen: string[] = []
  const subscribe = (who: string) => session.subscribe('alert', () => seen.push(who), { timeoutMs: 500 })
  const first = subscribe('first')
  assert.equal(await daemon.next(), 'event-register alert')
  daemon.say({ type: 'event-unknown' })
  await assert.rejects(first, vici('unknown-event', /alert/))
  // As if the plugin that raises it had been loaded since.
  const second = subscribe('second')
  assert.equal(await daemon.next(), 'event-register alert')
  daemon.say(confirm, event('alert', {}))
  await second
  await stillTalking(conversation)
  assert.deepEqual(seen, ['second'])
})

test('an error that a listener throws is reported, and other listeners and requests go on', limit, async (t) => {
  const reported: unknown[] = []
  const conversation = await converse(t, { onListenerError: (error) => reported.push(error) })
  const { session, daemon } = conversation
  const oops = new Error('oops')
  const seen: unknown[] = []
  const subscribing = [
    () => {
      throw oops
    },
    (message: ViciMessage) => seen.push(message.n),
  ].map((listener) => session.subscribe('log', listener, { timeoutMs: 500 }))
  await daemon.next()
  daemon.say(confirm)
  await Promise.all(subscribing)
  daemon.say(event('log', { n: '1' }))
  await stillTalking(conversation)
  assert.deepEqual(reported, [oops])
  assert.deepEqual(seen, ['1'])
})

async function streaming(t: TestContext, answer: readonly ViciPacket[]) {
  const conversation = await converse(t)
  const { session, daemon, timers } = conversation
  const live: unknown[] = []
  const onItem = (item: ViciMessage) => live.push(item.n)
  const result = session.stream('list-sas', 'list-sa', {}, { timeoutMs: 500, onItem })
  result.catch(() => {})
  assert.equal(await daemon.next(), 'event-register list-sa')
  daemon.say(confirm)
  assert.equal(await daemon.next(), 'command-request list-sas')
  assert.deepEqual(timers.running, [500])
  daemon.say(...answer)
  assert.equal(await daemon.next(), 'event-unregister list-sa')
  daemon.say(event('list-sa', { n: 'late' }), confirm)
  return { ...conversation, result, live }
}

test('a stream gives the events before its response, and unregisters the event', limit, async (t) => {
  const stream = await streaming(t, [
    event('list-sa', { n: '1' }),
    event('log', { n: 'not an item' }),
    event('list-sa', { n: '2' }),
    response({ done: 'yes' }),
    event('list-sa', { n: 'after the answer' }),
  ])
  const { items, response: answer } = await stream.result
  assert.deepEqual(items.map(plain), [{ n: '1' }, { n: '2' }])
  assert.deepEqual(plain(answer), { done: 'yes' })
  assert.deepEqual(stream.live, ['1', '2'])
  assert.deepEqual(stream.timers.running, [])
  await stillTalking(stream)
})

test('a stream whose command fails gives its events with the error, and unregisters the event', limit, async (t) => {
  const stream = await streaming(t, [event('list-sa', { n: '1' }), response({ success: 'no', errmsg: 'why' })])
  await assert.rejects(stream.result, {
    ...vici('command-failed', /why/),
    items: [Object.assign(Object.create(null), { n: '1' })],
  })
  await stillTalking(stream)
})

test('a stream of an unknown command unregisters the event', limit, async (t) => {
  const stream = await streaming(t, [{ type: 'command-unknown' }])
  await assert.rejects(stream.result, vici('unknown-command'))
  await stillTalking(stream)
})

test('a stream of an unknown event does not send the command', limit, async (t) => {
  const conversation = await converse(t)
  const { session, daemon } = conversation
  const result = session.stream('list-sas', 'list-sa', {}, { timeoutMs: 500 })
  assert.equal(await daemon.next(), 'event-register list-sa')
  daemon.say({ type: 'event-unknown' })
  await assert.rejects(result, vici('unknown-event'))
  await stillTalking(conversation)
})

test('a stream leaves a subscription to its event in place', limit, async (t) => {
  const conversation = await converse(t)
  const { session, daemon } = conversation
  const heard: unknown[] = []
  const subscribing = session.subscribe('list-sa', (message) => heard.push(message.n), { timeoutMs: 500 })
  await daemon.next()
  daemon.say(confirm)
  await subscribing
  const result = session.stream('list-sas', 'list-sa', {}, { timeoutMs: 500 })
  assert.equal(await daemon.next(), 'command-request list-sas')
  daemon.say(event('list-sa', { n: '1' }), response())
  assert.equal((await result).items.length, 1)
  daemon.say(event('list-sa', { n: '2' }))
  await stillTalking(conversation)
  assert.deepEqual(heard, ['1', '2'])
})
