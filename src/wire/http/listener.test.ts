import assert from 'node:assert/strict'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect } from 'node:net'
import { type TestContext, test } from 'node:test'
import { bodyLimitBytes, createApiListener } from './listener.ts'
import type { HttpRequest, HttpResponse } from './message.ts'

const answered = (body: string): HttpResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body,
})

async function start(t: TestContext, handle = async (_request: HttpRequest) => answered('taken')) {
  const taken: HttpRequest[] = []
  const refused: HttpRequest[] = []
  const app = createApiListener({
    handle(request) {
      taken.push(request)
      return handle(request)
    },
    refuse(request, why) {
      refused.push(request)
      return answered(why)
    },
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  t.after(() => app.close())
  return { app, address, taken, refused }
}

/** What the server sends for these bytes until it has said `word`. */
async function exchange(address: string, bytes: string, word: string): Promise<string> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  socket.write(bytes)
  let said = ''
  for await (const chunk of socket) {
    said += String(chunk)
    if (said.includes(word)) break
  }
  return said
}

test('a request reaches the pipeline whole, and its response is sent as the dialect wrote it', async (t) => {
  const { address, taken } = await start(t, async () => answered('{"ä":1}'))
  const response = await fetch(`${address}/some/path?a=%20&b`, {
    method: 'POST',
    body: 'x=1',
    headers: { 'X-Own': 'y' },
  })
  assert.equal(response.headers.get('content-type'), 'application/json')
  assert.equal(response.headers.get('content-length'), '8')
  assert.equal(await response.text(), '{"ä":1}')
  const [request] = taken
  assert.deepEqual([request?.method, request?.path, request?.rawQuery], ['POST', '/some/path', 'a=%20&b'])
  assert.equal(request?.headers['x-own'], 'y')
  assert.equal(Buffer.from(request?.body ?? []).toString(), 'x=1')
})

test('a request in absolute form, as of a proxy, reaches the pipeline with path and query only', async (t) => {
  const { address, taken } = await start(t)
  await exchange(address, 'GET http://vpc.example.com/?Action=X HTTP/1.1\r\nhost: vpc.example.com\r\n\r\n', 'taken')
  assert.deepEqual([taken[0]?.path, taken[0]?.rawQuery], ['/', 'Action=X'])
})

for (const [what, head] of [
  ['two Host headers', 'GET /?Action=X HTTP/1.1\r\nhost: a\r\nhost: a\r\n\r\n'],
  ['a target of another host than its Host header names', 'GET http://b/ HTTP/1.1\r\nhost: a\r\n\r\n'],
] as const) {
  test(`a request with ${what} is 400 and reaches no dialect`, async (t) => {
    const { address, taken } = await start(t)
    assert.match(await exchange(address, head, 'Host header'), /^HTTP\/1\.1 400 /)
    assert.equal(taken.length, 0)
  })
}

test('a body at the limit is read, and one over it is refused, with Content-Length or chunked', async (t) => {
  const { address, taken } = await start(t)
  const post = async (body: Uint8Array<ArrayBuffer> | ReadableStream) =>
    (await fetch(address, { method: 'POST', body, duplex: 'half' } as RequestInit)).text()
  const over = new Uint8Array(bodyLimitBytes + 1)
  assert.equal(await post(over.subarray(1)), 'taken')
  assert.equal(taken[0]?.body.byteLength, bodyLimitBytes)
  assert.equal(await post(over), 'body-too-large')
  assert.equal(await post(new Blob([over]).stream()), 'body-too-large')
  assert.equal(taken.length, 1)
})

test('a body over the limit is refused once the limit is reached, by a pipeline that sees what came up to there', async (t) => {
  const { address, refused } = await start(t)
  const head = `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${10 * bodyLimitBytes}\r\n\r\n`
  const sent = `${head}Action=X&${'x'.repeat(bodyLimitBytes)}`
  assert.match(await exchange(address, sent, 'body-too-large'), /^HTTP\/1\.1 200/)
  const [body = new Uint8Array()] = refused.map((request) => request.body)
  assert.deepEqual([body.byteLength, Buffer.from(body).toString('latin1', 0, 10)], [bodyLimitBytes, 'Action=X&x'])
})

test('a pipeline that throws fails that request only', async (t) => {
  const { address } = await start(t, () => Promise.reject(new Error('ours')))
  assert.equal(await (await fetch(address)).text(), 'internal')
  assert.equal(await (await fetch(address)).text(), 'internal')
})

test('a keep-alive connection does not keep the listener from closing', async (t) => {
  const { app, address } = await start(t)
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  await once(socket, 'data')
  const closed = once(socket, 'close')
  await app.close()
  await closed
})

for (const [what, bytes] of [
  ['nothing', ''],
  ['half a head', 'POST / HTTP/1.1\r\nHost: a'],
  ['half a body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc'],
] as const) {
  test(`a connection that has sent ${what} does not keep the listener from closing`, async (t) => {
    const { app, address } = await start(t)
    const socket = connect(Number(new URL(address).port), '127.0.0.1')
    await once(socket, 'connect')
    socket.write(bytes)
    // What this one was sent has been read when a later one's is answered.
    await exchange(address, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', 'taken')
    socket.on('error', () => {})
    const closed = once(socket, 'close')
    await app.close()
    await closed
  })
}

test('a request that is being answered when the listener closes is answered', async (t) => {
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
  const { promise: mayAnswer, resolve: letAnswer } = Promise.withResolvers<void>()
  const { app, address } = await start(t, async () => {
    ask()
    await mayAnswer
    return answered('after all')
  })
  const said = exchange(address, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', 'after all')
  await asked
  const closed = app.close()
  letAnswer()
  assert.match(await said, /after all/)
  await closed
})

test('localhost listens on 127.0.0.1 and ::1, and an unspecified address is shown as one that can be connected to', async (t) => {
  const app = createApiListener({ handle: async () => answered('taken'), refuse: (_request, why) => answered(why) })
  const address = await app.listen({ host: 'localhost', port: 0 })
  t.after(() => app.close())
  const { port } = new URL(address)
  for (const { address: each, family } of await lookup('localhost', { all: true })) {
    const response = await fetch(`http://${family === 6 ? `[${each}]` : each}:${port}`)
    assert.equal(await response.text(), 'taken')
  }
  const wide = createApiListener({ handle: async () => answered('taken'), refuse: (_request, why) => answered(why) })
  t.after(() => wide.close())
  const told = await wide.listen({ host: '0.0.0.0', port: 0 })
  assert.match(told, /^http:\/\/127\.0\.0\.1:/)
  assert.equal(await (await fetch(told)).text(), 'taken')
})

test('a port in use is EADDRINUSE, and a listener that never listened can be closed', async (t) => {
  const { address } = await start(t)
  const second = createApiListener({ handle: async () => answered(''), refuse: (_request, why) => answered(why) })
  const port = Number(new URL(address).port)
  await assert.rejects(second.listen({ host: '127.0.0.1', port }), { code: 'EADDRINUSE' })
  await second.close()
})
