import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createVirtualClock } from '../../runtime/virtual-clock.ts'
import { type ControlSession, connectControl } from './control-session.ts'

const greeting = '0001 BIRD 2.0.12 ready.\n'

interface Scripted {
  readonly path: string
  /** What has been asked, a line each. */
  readonly asked: string[]
  readonly clock: ReturnType<typeof createVirtualClock>
  /** The daemon's end of the newest connection. */
  socket(): Promise<Socket>
}

/** A daemon that says what the test has it say. */
async function scripted(t: TestContext, greets = true): Promise<Scripted> {
  const folder = await mkdtemp(join(tmpdir(), 'bird-control-'))
  const path = join(folder, 'ctl')
  const asked: string[] = []
  const { promise, resolve } = Promise.withResolvers<Socket>()
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (chunk) => asked.push(...String(chunk).split('\n').slice(0, -1)))
    if (greets) socket.write(greeting)
    resolve(socket)
  })
  server.listen(path)
  await once(server, 'listening')
  t.after(async () => {
    ;(await promise).destroy()
    server.close()
    await rm(folder, { recursive: true })
  })
  return { path, asked, clock: createVirtualClock(0), socket: () => promise }
}

async function connected(
  t: TestContext,
  daemon: Scripted,
  onMessage?: (text: string) => void,
): Promise<ControlSession> {
  const options = { timers: daemon.clock, timeoutMs: 1000, ...(onMessage === undefined ? {} : { onMessage }) }
  const session = await connectControl(daemon.path, options)
  t.after(() => session.close())
  return session
}

test('commands are sent one at a time, and each gets its own reply', async (t) => {
  const daemon = await scripted(t)
  const session = await connected(t, daemon)
  const socket = await daemon.socket()
  const [one, two] = [session.ask('show status'), session.ask('show protocols')]
  await once(socket, 'data')
  assert.deepEqual(daemon.asked, ['show status'])
  socket.write('0013 up\n')
  assert.equal((await one).code, 13)
  await once(socket, 'data')
  assert.deepEqual(daemon.asked, ['show status', 'show protocols'])
  socket.write('2002-head\n0000 \n')
  assert.deepEqual((await two).lines[0], { code: 2002, text: 'head' })
})

test('an error of a command is refused with the daemon’s words, and the connection is still good', async (t) => {
  const daemon = await scripted(t)
  const session = await connected(t, daemon)
  const socket = await daemon.socket()
  const asking = session.ask('configure check "x"')
  await once(socket, 'data')
  socket.write('0002-Reading configuration from x\n8002 x:3:1 syntax error\n')
  await assert.rejects(asking, { kind: 'refused', message: 'configure check "x": x:3:1 syntax error' })
  const next = session.ask('show status')
  await once(socket, 'data')
  socket.write('0013 up\n')
  assert.equal((await next).code, 13)
})

test('messages of the log are handed on as they come', async (t) => {
  const daemon = await scripted(t)
  const { promise, resolve } = Promise.withResolvers<string>()
  await connected(t, daemon, resolve)
  ;(await daemon.socket()).write('+neighbor-t: BGP session established\n')
  assert.equal(await promise, 'neighbor-t: BGP session established')
})

test('a command without an answer in time closes the connection, and those behind it end with it', async (t) => {
  const daemon = await scripted(t)
  const session = await connected(t, daemon)
  const socket = await daemon.socket()
  const asking = [session.ask('show status'), session.ask('show protocols')]
  await once(socket, 'data')
  const settled = Promise.allSettled(asking)
  daemon.clock.advance(1000)
  assert.deepEqual(
    (await settled).map((one) => (one.status === 'rejected' ? one.reason.kind : one.status)),
    ['timeout', 'timeout'],
  )
  assert.equal((await session.closed).kind, 'timeout')
  await assert.rejects(session.ask('show status'), { kind: 'timeout' })
})

for (const [what, bytes] of [
  ['bytes that are no reply', '\u0000\u0001garbage\n'],
  ['an answer to nothing', '0000 \n0000 \n'],
] as const) {
  test(`${what} close the connection, and what was asked ends with an error of the protocol`, async (t) => {
    const daemon = await scripted(t)
    const session = await connected(t, daemon)
    const socket = await daemon.socket()
    const asking = session.ask('show status').then(
      () => 'answered',
      (error) => error.kind,
    )
    await once(socket, 'data')
    socket.write(bytes)
    assert.equal((await session.closed).kind, 'protocol')
    assert.ok(['answered', 'protocol'].includes(await asking))
  })
}

test('a daemon that ends, says nothing, or is not there is an error, not a wait', async (t) => {
  const daemon = await scripted(t)
  const session = await connected(t, daemon)
  const asking = session.ask('show status')
  ;(await daemon.socket()).destroy()
  await assert.rejects(asking, { kind: 'closed' })
  const silent = await scripted(t, false)
  const connecting = connectControl(silent.path, { timers: silent.clock, timeoutMs: 1000 })
  const refused = assert.rejects(connecting, { kind: 'timeout' })
  await silent.socket()
  silent.clock.advance(1000)
  await refused
  await assert.rejects(connectControl(`${silent.path}x`, { timers: silent.clock, timeoutMs: 1000 }), {
    kind: 'connect-failed',
  })
})

test('a command of two lines is not sent', async (t) => {
  const daemon = await scripted(t)
  const session = await connected(t, daemon)
  await assert.rejects(session.ask('show status\ndown'), { kind: 'protocol' })
  assert.deepEqual(daemon.asked, [])
})
