import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import type { Ipv4Address, Ipv4Prefix } from '../../domain/address.ts'
import { createObservedWorld } from '../../observed/world.ts'
import { createVirtualClock } from '../../runtime/virtual-clock.ts'
import { connection, customerGateway, underlayHost } from '../../store/contract/samples.ts'
import { StoreUnavailable } from '../../store/port.ts'
import type { NativeParts } from './api.ts'
import type { RoutingView } from './routing.ts'
import { lab, open } from './testing/open.ts'

const host = (address: string) => ({ address })

test('the index lists every route of the port, as JSON, or as text when asked for', async (t) => {
  const { app, ask } = await open(t)
  const { name, version, dataPlane, endpoints, ...rest } = (await ask('GET', '/')).json()
  assert.deepEqual(rest, {})
  assert.deepEqual([name, version, dataPlane], ['culvert', '1.2.3', 'simulated'])
  for (const { method, path, what } of endpoints) {
    assert.ok(app.hasRoute({ method, url: path }), `${method} ${path}`)
    assert.ok(what.length > 5, `${method} ${path} says what it is for`)
  }
  const paths = endpoints.map(({ method, path }: { method: string; path: string }) => `${method} ${path}`)
  for (const path of [
    'GET /healthz',
    'GET /readyz',
    'GET /metrics',
    'GET /v1/tunnels',
    'GET /v1/hosts',
    'POST /v1/hosts',
  ]) {
    assert.ok(paths.includes(path), path)
  }
  const text = await ask('GET', '/', undefined, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' })
  assert.match(String(text.type), /^text\/plain/)
  assert.match(text.text, /^Culvert 1\.2\.3 on the simulated data plane.*\n\nGET +\/ +what this port has\n/)
  const both = await ask('GET', '/', undefined, { accept: 'application/json, text/plain, */*' })
  assert.match(String(both.type), /^application\/json/)
})

test('hosts are listed, and read by id', async (t) => {
  const { ask } = await open(t)
  assert.deepEqual((await ask('GET', '/v1/hosts')).json(), { hosts: [], total: 0 })
  const made = await ask('POST', '/v1/hosts', host('198.51.100.77'))
  assert.equal(made.status, 201)
  assert.deepEqual((await ask('GET', '/v1/hosts')).json(), { hosts: [made.json()], total: 1 })
  assert.deepEqual((await ask('GET', `/v1/hosts/${made.json().id}`)).json(), made.json())
})

test('hosts are listed in pages, newest first, each with the marker of the next', async (t) => {
  const { ask } = await open(t)
  for (const last of [1, 2, 3]) await ask('POST', '/v1/hosts', host(`198.51.100.${last}`))
  const seen: string[] = []
  let page = (await ask('GET', '/v1/hosts?limit=2')).json()
  for (;;) {
    seen.push(...page.hosts.map(({ address }: { address: string }) => address))
    assert.equal(page.total, 3)
    if (page.next === undefined) break
    page = (await ask('GET', `/v1/hosts?limit=2&after=${page.next}`)).json()
  }
  assert.deepEqual(seen, ['198.51.100.3', '198.51.100.2', '198.51.100.1'])
})

test('a host with an address that is taken is refused with address-in-use, and nothing is stored', async (t) => {
  const { ask } = await open(t)
  await ask('POST', '/v1/hosts', host('198.51.100.77'))
  const { status, json } = await ask('POST', '/v1/hosts', host('198.51.100.77'))
  assert.equal(status, 409)
  assert.deepEqual(json(), { error: { code: 'address-in-use', message: 'is taken', subject: '198.51.100.77' } })
  assert.equal((await ask('GET', '/v1/hosts')).json().hosts.length, 1)
})

test('a host with an unroutable address is refused, and nothing is stored', async (t) => {
  const { ask } = await open(t)
  for (const address of ['0.0.0.0', '127.0.0.1', '169.254.1.1', '224.0.0.1', '255.255.255.255', '192.0.0.1']) {
    const { status, json } = await ask('POST', '/v1/hosts', host(address))
    assert.deepEqual([status, json().error.code], [400, 'invalid-request'], address)
  }
  assert.deepEqual((await ask('GET', '/v1/hosts')).json(), { hosts: [], total: 0 })
})

test('a sixty-fifth host on the underlay is refused, so that gateways find outer addresses', async (t) => {
  const { ask } = await open(t)
  for (let last = 1; last <= 64; last += 1) {
    assert.equal((await ask('POST', '/v1/hosts', host(`198.51.100.${last}`))).status, 201)
  }
  const { status, json } = await ask('POST', '/v1/hosts', host('198.51.100.65'))
  assert.deepEqual([status, json().error.code], [409, 'addresses-exhausted'])
})

test('an error has one shape, whether the framework or a handler made it', async (t) => {
  const { ask } = await open(t)
  const json = { 'content-type': 'application/json' }
  const cases = [
    [404, 'not-found', ask('GET', '/v2')],
    [404, 'not-found', ask('DELETE', '/v1/tunnels')],
    [404, 'tunnel-not-found', ask('GET', '/v1/tunnels/none')],
    [404, 'host-not-found', ask('GET', '/v1/hosts/none')],
    [404, 'host-not-found', ask('DELETE', '/v1/hosts/none')],
    [404, 'host-not-found', ask('POST', '/v1/hosts/none/ping', { target: '10.0.0.1' })],
    [404, 'subnet-not-found', ask('POST', '/v1/hosts', { address: '10.0.0.1', subnet: 'none' })],
    [400, 'invalid-request', ask('POST', '/v1/hosts', {})],
    [400, 'invalid-request', ask('POST', '/v1/hosts', { address: '10.0.0.256' })],
    [400, 'invalid-request', ask('POST', '/v1/hosts', Buffer.from('{'), json)],
    [400, 'invalid-request', ask('POST', '/v1/hosts', Buffer.from(''), json)],
    [400, 'invalid-request', ask('GET', '/v1/hosts/%zz')],
    [400, 'invalid-request', ask('GET', '/v1/hosts?limit=0')],
    [400, 'invalid-request', ask('GET', '/v1/hosts?limits=1')],
    [400, 'invalid-request', ask('POST', '/v1/hosts', { address: '10.0.0.1', subnett: 'none' })],
    [400, 'invalid-request', ask('POST', '/v1/hosts/none/ping', { target: '10.0.0.1', counts: 1 })],
    [413, 'body-too-large', ask('POST', '/v1/hosts', { name: 'x'.repeat(2 ** 20), address: '10.0.0.1' })],
    [415, 'unsupported-media-type', ask('POST', '/v1/hosts', Buffer.from('a=b'), { 'content-type': 'text/csv' })],
    [415, 'unsupported-media-type', ask('POST', '/v1/hosts', Buffer.from('{}'), { 'content-type': 'text/plain' })],
    [403, 'forbidden', ask('GET', '/healthz', undefined, { host: 'evil.example' })],
  ] as const
  for (const [status, code, asking] of cases) {
    const answer = await asking
    const { error, ...rest } = answer.json()
    assert.deepEqual([answer.status, error.code, rest], [status, code, {}], answer.text)
    assert.ok(error.message.length > 5, answer.text)
  }
})

test('a field that a request does not have is named, and nothing is stored', async (t) => {
  const { ask } = await open(t)
  for (const asking of [
    ask('GET', '/v1/hosts?limits=1'),
    ask('POST', '/v1/hosts', { address: '198.51.100.77', limits: 1 }),
  ]) {
    const error = { code: 'invalid-request', message: 'there is no field of this name', subject: 'limits' }
    assert.deepEqual((await asking).json(), { error })
  }
  assert.equal((await ask('GET', '/v1/hosts')).json().total, 0)
})

test('an internal error is logged, and its cause not sent to the caller', async (t) => {
  const { ask, failures } = await open(t)
  const { id } = (await ask('POST', '/v1/hosts', host('198.51.100.77'))).json()
  const answer = await ask('POST', `/v1/hosts/${id}/throughput`, { to: id })
  assert.deepEqual([answer.status, answer.json().error.code], [500, 'internal'])
  assert.doesNotMatch(answer.text, /secret things/)
  assert.match(String(failures[0]), /secret things/)
})

test('a store that is unavailable is 503, with what to do', async (t) => {
  const metrics = () => Promise.reject(new StoreUnavailable('the disk is full: free some space'))
  const { ask } = await open(t, { metrics })
  const answer = await ask('GET', '/metrics')
  assert.deepEqual(
    [answer.status, answer.json().error],
    [503, { code: 'unavailable', message: 'the disk is full: free some space' }],
  )
})

test('a Host that is an IP literal, localhost or an allowed name is accepted, and another is refused', async (t) => {
  const { ask } = await open(t)
  const statusFor = async (name: string) => (await ask('GET', '/healthz', undefined, { host: name })).status
  for (const name of ['192.0.2.1:7781', '[::1]:7781', 'localhost:1', 'gateway.example:7781']) {
    assert.equal(await statusFor(name), 200, name)
  }
  for (const name of ['other.example:7781', 'gateway.example.evil']) assert.equal(await statusFor(name), 403, name)
})

for (const [what, head, status, code] of [
  ['two Host headers', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n', 400, 'invalid-request'],
  [
    'a target of another host',
    'GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n',
    400,
    'invalid-request',
  ],
  ['no form of HTTP', 'hello\r\n\r\n', 400, 'invalid-request'],
  [
    'headers of 20 KiB',
    `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'y'.repeat(20 * 1024)}\r\n\r\n`,
    431,
    'headers-too-large',
  ],
] as const) {
  test(`a request with ${what} is ${status} in the error shape of the port`, async (t) => {
    const { app } = await open(t)
    const address = await app.listen({ host: '127.0.0.1', port: 0 })
    const socket = connect(Number(new URL(address).port), '127.0.0.1')
    socket.write(head)
    const [answer] = await once(socket, 'data')
    socket.destroy()
    const [top = '', body = ''] = String(answer).split('\r\n\r\n')
    assert.match(top, new RegExp(`^HTTP/1\\.1 ${status} `))
    assert.equal(JSON.parse(body).error.code, code)
  })
}

test('tunnels come page by page, and one of a later page is found by its id', async (t) => {
  const { ask, store } = await open(t)
  await store.write(async (transaction) => {
    await transaction.put(customerGateway('peer'))
    for (const id of ['c1', 'c2', 'c3']) await transaction.put(connection(id, { peers: ['peer'] }))
  })
  const first = (await ask('GET', '/v1/tunnels?limit=2')).json()
  assert.deepEqual(
    first.tunnels.map(({ id }: { id: string }) => id),
    ['c3-1', 'c2-1'],
  )
  const second = (await ask('GET', `/v1/tunnels?limit=2&after=${first.next}`)).json()
  assert.deepEqual(
    second.tunnels.map(({ id }: { id: string }) => id),
    ['c1-1'],
  )
  assert.equal(second.next, undefined)
  assert.equal((await ask('GET', '/v1/tunnels/c1-1')).json().connection, 'c1')
  assert.equal((await ask('GET', '/v1/tunnels?limit=0')).status, 400)
})

test('the routing of a gateway is shown as the server tells it, and an unknown gateway is not found', async (t) => {
  const view: RoutingView = {
    gateway: 'g',
    decisions: [{ destination: '10.2.0.0/16', ways: [['t']], chosen: ['c'], passedOver: [] }],
    observed: { policies: [], routes: [], dropped: [] },
  }
  const { ask } = await open(t, { routing: async (id) => (id === 'g' ? view : undefined) })
  assert.deepEqual((await ask('GET', '/v1/gateways/g/routing')).json(), view)
  const { status, json } = await ask('GET', '/v1/gateways/none/routing')
  assert.deepEqual([status, json().error.code], [404, 'gateway-not-found'])
})

test('a tunnel’s daemon is killed at the gateway where it was seen, and a tunnel without one is not found', async (t) => {
  const observed = createObservedWorld()
  const tunnels = ['t', 'dead'].map((id) => ({ id, alive: true, childSas: [], packetsOut: 0 }))
  observed.record('g', { id: 'g', links: [], policies: [], routes: [], tunnels }, 0)
  const crashed: string[] = []
  const lab: NativeParts['lab'] = {
    ping: async () => ({ sent: 1, received: 1 }),
    observeWorkload: async () => ({}),
    findEnd: async () => ({ reason: 'none' }),
    observeUplink: async () => undefined,
    throughput: async () => ({ bitsPerSecond: 1, seconds: 1 }),
    crash: async (gateway, tunnel) => tunnel !== 'dead' && crashed.push(`${gateway} ${tunnel}`) > 0,
    async cut(gateway, tunnel) {
      crashed.push(`cut ${gateway} ${tunnel}`)
      return async () => {
        crashed.push('restored')
      }
    },
  }
  const clock = createVirtualClock(0)
  const { ask } = await open(t, { observed, lab, clock })
  assert.equal((await ask('POST', '/v1/tunnels/t/crash', {})).status, 204)
  for (const id of ['dead', 'none']) {
    const { status, json } = await ask('POST', `/v1/tunnels/${id}/crash`, {})
    assert.deepEqual([status, json().error.code], [404, 'tunnel-not-found'])
  }
  assert.equal((await ask('POST', '/v1/tunnels/t/crash', { downMs: 500 })).status, 204)
  assert.deepEqual(crashed, ['g t', 'g t', 'cut g t'])
  clock.advance(500)
  assert.equal(crashed.at(-1), 'restored')
})

test('a series of pings longer than a minute is refused', async (t) => {
  const { ask, store } = await open(t)
  await store.write((transaction) => transaction.put(underlayHost('h', '203.0.113.9' as Ipv4Address)))
  const ping = (body: object) => ask('POST', '/v1/hosts/h/ping', { target: '10.1.1.1', ...body })
  assert.equal((await ping({ count: 3000, intervalMs: 10 })).status, 200)
  assert.equal((await ping({ count: 3000, intervalMs: 100 })).status, 400)
  assert.equal((await ping({ count: 3, intervalMs: 1 })).status, 400)
})

test('the uplink is shown with whether it is there whole, and is not found where the server was started without one', async (t) => {
  const { ask } = await open(t)
  const without = await ask('GET', '/v1/uplink')
  assert.deepEqual([without.status, without.json().error.code], [404, 'uplink-not-found'])
  const uplink = { kind: 'routed', device: 'eth0', pool: '203.0.113.0/28' as Ipv4Prefix } as const
  const seen: (string | undefined)[] = [undefined, 'a digest']
  const joined = await open(t, { uplink, lab: { ...lab, observeUplink: async () => seen.shift() } })
  for (const whole of [false, true]) {
    assert.deepEqual((await joined.ask('GET', '/v1/uplink')).json(), { ...uplink, whole })
  }
})
