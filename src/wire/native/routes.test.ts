import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { address, connection, customerGateway, gateway, here, network } from '../../store/contract/samples.ts'
import { open } from './testing/open.ts'

/** The network 10.0.0.0/8 with a gateway "gw" and its connections "c" and "d", and "free", which nothing terminates. */
async function openSite(t: TestContext) {
  const opened = await open(t)
  await opened.store.write(async (transaction) => {
    await transaction.put(network('net'))
    await transaction.put(gateway('gw', [address(2)], { network: 'net' }))
    await transaction.put(customerGateway('peer'))
    await transaction.put(connection('c', { gateway: 'gw', peers: ['peer'] }))
    await transaction.put(connection('d', { gateway: 'gw', peers: ['peer'] }))
    await transaction.put(connection('free', { peers: ['peer'] }))
  })
  return opened
}

const place = { kind: 'gateway', id: 'gw' }
const route = (change: object = {}) => ({ place, destination: '172.16.0.0/12', nextHop: 'c', ...change })

test('a route that is added is shown with its defaults and its account, and ready once it is applied', async (t) => {
  const { ask, store } = await openSite(t)
  const made = await ask('POST', '/v1/routes', { routes: [route({ name: 'to the east', source: '10.1.0.0/16' })] })
  assert.equal(made.status, 201)
  const { routes } = made.json()
  const { id, ...rest } = routes[0]
  assert.match(id, /^route-[a-z0-9]{12}$/)
  assert.deepEqual(rest, {
    ...here,
    name: 'to the east',
    createdAt: 0,
    ready: false,
    ...route({ source: '10.1.0.0/16', priority: 10, preference: 0, enabled: true, published: false }),
  })
  await store.write((transaction) => transaction.markApplied(id, 1, 0))
  assert.deepEqual((await ask('GET', `/v1/routes/${id}`)).json(), { ...routes[0], ready: true })
  assert.deepEqual((await ask('GET', '/v1/routes')).json(), { routes: [{ ...routes[0], ready: true }], total: 1 })
})

test('routes that are added together are all stored, or none is', async (t) => {
  const { ask, store } = await openSite(t)
  const first = route()
  const twice = await ask('POST', '/v1/routes', { routes: [first, first] })
  assert.deepEqual([twice.status, twice.json().error.code], [409, 'route-exists'])
  const lost = await ask('POST', '/v1/routes', { routes: [first, route({ place: { kind: 'network', id: 'none' } })] })
  assert.deepEqual([lost.status, lost.json().error.code], [404, 'network-not-found'])
  assert.equal((await ask('GET', '/v1/routes')).json().total, 0)
  const before = await store.read((reader) => reader.pending(0))
  assert.equal((await ask('POST', '/v1/routes', { routes: [first, route({ nextHop: 'd' })] })).status, 201)
  const after = await store.read((reader) => reader.pending(Math.max(...before.map(({ ticket }) => ticket))))
  assert.deepEqual(
    after.map(({ root }) => root),
    [{ kind: 'gateway', id: 'gw' }],
  )
})

test('a change of routes is written down with what it changed, and a refused one is not', async (t) => {
  const { ask, store } = await openSite(t)
  const made = await ask('POST', '/v1/routes', { routes: [route()] })
  const { id } = made.json().routes[0]
  await ask('PATCH', `/v1/routes/${id}`, { preference: 5 })
  await ask('POST', '/v1/routes', { routes: [route({ nextHop: 'd' }), route({ nextHop: 'none' })] })
  await ask('DELETE', `/v1/routes/${id}`)
  const events = await store.read((reader) => reader.events(10))
  assert.deepEqual(
    events.map(({ requestId: _, ...event }) => event),
    ['delete-route', 'modify-route', 'create-route'].map((action) => ({
      ...here,
      at: 0,
      action,
      actor: 'native',
      resources: [{ kind: 'route', id }],
    })),
  )
  assert.equal(new Set(events.map(({ requestId }) => requestId)).size, 3)
})

test('a refusal of the domain is told in its own words, and nothing is stored', async (t) => {
  const { ask } = await openSite(t)
  const refusals: readonly (readonly [object, number, string])[] = [
    [{ place: { kind: 'gateway', id: 'none' } }, 404, 'gateway-not-found'],
    [{ nextHop: 'none' }, 404, 'connection-not-found'],
    [{ nextHop: 'free' }, 409, 'route-place-invalid'],
    [{ destination: '127.0.0.0/8' }, 409, 'route-destination-invalid'],
    [{ source: '169.254.0.0/16' }, 409, 'route-source-invalid'],
    [{ destination: '10.3.0.0/16' }, 409, 'remote-overlaps-network'],
    [{ destination: '198.51.100.0/24' }, 409, 'peer-inside-route'],
  ]
  for (const [change, status, code] of refusals) {
    const { status: told, json } = await ask('POST', '/v1/routes', { routes: [route(change)] })
    assert.deepEqual([told, json().error.code], [status, code])
  }
  assert.equal((await ask('GET', '/v1/routes')).json().total, 0)
})

test('a route that cannot be read is invalid-request, with what is wrong', async (t) => {
  const { ask } = await openSite(t)
  const bodies: readonly (readonly [object, string | undefined])[] = [
    [{ routes: [] }, undefined],
    [route(), undefined],
    [{ routes: [route({ destination: '172.16.0.1/12' })] }, '172.16.0.1/12'],
    [{ routes: [route({ source: 'east' })] }, 'east'],
    [{ routes: [route({ metric: 1 })] }, 'metric'],
    [{ routes: [route({ place: { kind: 'host', id: 'h' } })] }, undefined],
    [{ routes: [route({ priority: -1 })] }, undefined],
  ]
  for (const [body, subject] of bodies) {
    const { status, json } = await ask('POST', '/v1/routes', body)
    assert.deepEqual([status, json().error.code], [400, 'invalid-request'], JSON.stringify(body))
    if (subject !== undefined) assert.equal(json().error.subject, subject)
  }
  assert.equal((await ask('GET', '/v1/routes')).json().total, 0)
})

test('routes are listed in pages, newest first, by place, next hop, source, destination, sort and publication', async (t) => {
  const { ask } = await openSite(t)
  const routes = [
    route({ name: 'plain' }),
    route({ name: 'policy', source: '10.1.0.0/16', nextHop: 'd', published: true }),
    route({ name: 'own', place: { kind: 'connection', id: 'free' }, nextHop: 'free' }),
    route({ name: 'led', place: { kind: 'network', id: 'net' }, destination: '172.20.0.0/16', nextHop: 'gw' }),
  ]
  assert.equal((await ask('POST', '/v1/routes', { routes })).status, 201)
  const names = async (query: string) => {
    const { routes: found, total, next } = (await ask('GET', `/v1/routes${query}`)).json()
    return { names: found.map(({ name }: { name: string }) => name), total, next }
  }
  const filters: readonly (readonly [string, readonly string[]])[] = [
    ['', ['led', 'own', 'policy', 'plain']],
    ['?place=gw', ['policy', 'plain']],
    ['?nextHop=gw', ['led']],
    ['?source=10.1.0.0/16', ['policy']],
    ['?destination=172.16.0.0/12', ['own', 'policy', 'plain']],
    ['?policyBased=false&place=gw', ['plain']],
    ['?published=true', ['policy']],
    ['?place=none', []],
  ]
  for (const [query, expected] of filters) assert.deepEqual((await names(query)).names, expected, query)
  const first = await names('?limit=3')
  assert.deepEqual([first.names, first.total], [['led', 'own', 'policy'], 4])
  assert.deepEqual((await names(`?limit=3&after=${first.next}`)).names, ['plain'])
  assert.equal((await ask('GET', '/v1/routes?hop=c')).status, 400)
})

test('a member of another type than it has is invalid-request, null and text among them', async (t) => {
  const { ask } = await openSite(t)
  const [made] = (await ask('POST', '/v1/routes', { routes: [route({ published: true })] })).json().routes
  for (const change of [{ published: null }, { published: 'false' }, { priority: null }, { preference: '7' }]) {
    const { status, json } = await ask('PATCH', `/v1/routes/${made.id}`, change)
    assert.deepEqual([status, json().error.code], [400, 'invalid-request'], JSON.stringify(change))
  }
  for (const query of ['limit=two', 'limit=1.5', 'published=yes', 'published=', 'after=-1', 'limit=1&limit=2']) {
    assert.equal((await ask('GET', `/v1/routes?${query}`)).status, 400, query)
  }
  assert.deepEqual((await ask('GET', `/v1/routes/${made.id}`)).json(), made)
})

test('a route is changed by what is named, and taken away', async (t) => {
  const { ask } = await openSite(t)
  const [made] = (await ask('POST', '/v1/routes', { routes: [route()] })).json().routes
  const url = `/v1/routes/${made.id}`
  const changed = await ask('PATCH', url, { preference: 100, published: true })
  assert.deepEqual([changed.status, changed.json()], [200, { ...made, preference: 100, published: true }])
  assert.deepEqual((await ask('GET', url)).json(), changed.json())
  for (const body of [{}, { destination: '172.20.0.0/16' }]) assert.equal((await ask('PATCH', url, body)).status, 400)
  assert.deepEqual((await ask('GET', url)).json(), changed.json())
  assert.equal((await ask('DELETE', url)).status, 204)
  for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
    const { status, json } = await ask(method, url, method === 'PATCH' ? { enabled: false } : undefined)
    assert.deepEqual([status, json().error.code], [404, 'route-not-found'], method)
  }
})
