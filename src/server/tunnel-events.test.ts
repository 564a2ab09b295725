import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { ObservedGateway, ObservedTunnel } from '../domain/observation.ts'
import { dataPlaneActor } from '../domain/tunnel-change.ts'
import { createObservedWorld } from '../observed/world.ts'
import { createSeededRandom } from '../runtime/random.ts'
import { createVirtualClock } from '../runtime/virtual-clock.ts'
import { connection, customerGateway } from '../store/contract/samples.ts'
import type { Store } from '../store/port.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { scratchFolder } from '../store/sqlite/testing/scratch.ts'
import { keepTunnelEvents } from './tunnel-events.ts'

const seen = (...tunnels: readonly ObservedTunnel[]): ObservedGateway => ({
  id: 'g',
  links: [],
  policies: [],
  routes: [],
  tunnels,
})

const tunnel = (id: string, change: Partial<ObservedTunnel> = {}): ObservedTunnel => ({
  ...{ id, alive: true, childSas: [], packetsOut: 0 },
  ...change,
})

const silent = {
  failure: { reason: 'peer-silent', refusedBy: 'remote', phase: 'ike', detail: 'nothing', at: 1 },
} as const

const kept = async (store: Store) =>
  (await store.read((reader) => reader.eventPage({ limit: 10 }))).map(({ at, actor, tunnel: change, resources }) => [
    at,
    actor,
    `${change?.tunnel} ${change?.from} ${change?.to}`,
    resources[0]?.id,
  ])

test('what becomes of tunnels is kept with when it was seen, by one write for all of half a second, and the rest at the end', async (t) => {
  const scratch = scratchFolder()
  const opened = await openSqliteStore({ folder: scratch.folder, synchronous: 'off' })
  t.after(async () => {
    await opened.close()
    scratch.remove()
  })
  await opened.write(async (transaction) => {
    await transaction.put(customerGateway('c'))
    await transaction.put(connection('v', { peers: ['c'] }))
  })
  let writes = 0
  const store = {
    read: opened.read.bind(opened),
    write: ((work) => {
      writes += 1
      return opened.write(work)
    }) as Store['write'],
  }
  const clock = createVirtualClock(1000)
  const observed = createObservedWorld()
  const onFailure = (cause: unknown) => assert.fail(String(cause))
  const events = keepTunnelEvents({ store, observed, clock, random: createSeededRandom(1), onFailure })
  observed.record('g', seen(tunnel('v-1', silent), tunnel('of-nobody', silent)), clock.now())
  clock.advance(200)
  observed.record('g', seen(tunnel('v-1', { alive: false })), clock.now())
  clock.advance(400)
  while (writes === 0) await setImmediate()
  observed.record('g', undefined, clock.now())
  await events.stop()
  assert.equal(writes, 2)
  assert.deepEqual(await kept(opened), [
    [1600, dataPlaneActor, 'v-1 ike-down gone', 'v'],
    [1200, dataPlaneActor, 'v-1 ike-down ike-down', 'v'],
    [1000, dataPlaneActor, 'v-1 unseen ike-down', 'v'],
  ])
  observed.record('g', seen(tunnel('v-1', silent)), clock.now())
  clock.advance(1000)
  assert.equal(writes, 2)
})

test('tens of thousands of tunnels that are seen together are looked for in parts, and all kept', async (t) => {
  const scratch = scratchFolder()
  const store = await openSqliteStore({ folder: scratch.folder, synchronous: 'off' })
  t.after(async () => {
    await store.close()
    scratch.remove()
  })
  await store.write(async (transaction) => {
    await transaction.put(customerGateway('c'))
    await transaction.put(connection('v', { peers: ['c'] }))
  })
  const clock = createVirtualClock(1000)
  const observed = createObservedWorld()
  const onFailure = (cause: unknown) => assert.fail(String(cause))
  const events = keepTunnelEvents({ store, observed, clock, random: createSeededRandom(1), onFailure })
  const ofNobody = Array.from({ length: 20_000 }, (_, index) => tunnel(`of-nobody-${index}`, silent))
  observed.record('g', seen(...ofNobody, tunnel('v-1', silent)), clock.now())
  await events.stop()
  assert.deepEqual(await kept(store), [[1000, dataPlaneActor, 'v-1 unseen ike-down', 'v']])
})
