import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { Step } from '../dataplane/port.ts'
import { createSimulatedDataPlane } from '../dataplane/simulated/data-plane.ts'
import type { Ipv4Prefix } from '../domain/address.ts'
import { noExtras, noLabels, type Resource } from '../domain/resource.ts'
import type { Root } from '../domain/roots.ts'
import { createObservedWorld } from '../observed/world.ts'
import { createSeededRandom } from '../runtime/random.ts'
import { createVirtualClock } from '../runtime/virtual-clock.ts'
import type { Store } from '../store/port.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { startReconcileLoop } from './loop.ts'

const network = (id: string): Resource<'network'> => ({
  kind: 'network',
  id,
  account: 'a',
  region: 'r',
  name: '',
  createdAt: 0,
  generation: 1,
  deleting: false,
  labels: noLabels,
  extras: noExtras,
  spec: { prefix: '10.1.0.0/16' as Ipv4Prefix },
})

/** A loop over a store, on a data plane whose steps `before` may hold up or fail; without rounds, which would find all. */
async function startLoop(
  t: TestContext,
  before: (step: Step) => Promise<void>,
  slowness?: (root: Root) => Promise<number>,
) {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-loop-'))
  const store = await openSqliteStore({ folder, synchronous: 'off' })
  const clock = createVirtualClock(0)
  const random = createSeededRandom(1)
  const simulated = createSimulatedDataPlane({ clock, random })
  const performed: Step['do'][] = []
  const plane = {
    ...simulated,
    async perform(step: Step) {
      performed.push(step.do)
      await before(step)
      await simulated.perform(step)
    },
  }
  const withoutRoots: Store = {
    ...store,
    read: (work) =>
      store.read((reader) =>
        work(
          new Proxy(reader, {
            get: (target, name) => {
              if (name === 'roots') return async () => []
              const value: unknown = Reflect.get(target, name, target)
              return typeof value === 'function' ? value.bind(target) : value
            },
          }),
        ),
      ),
    write: (work) => store.write(work),
    onCommit: (listener) => store.onCommit(listener),
    close: () => store.close(),
  }
  const failures: unknown[] = []
  const start = () =>
    startReconcileLoop({
      store: withoutRoots,
      plane,
      observed: createObservedWorld(),
      clock,
      random,
      slowness,
      onFailure: (_key, cause) => failures.push(cause),
    })
  let loop = start()
  t.after(async () => {
    await loop.stop()
    await simulated.close()
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const pending = async () => (await store.read((reader) => reader.pending(0))).map(({ root }) => root.id)
  return {
    store,
    clock,
    performed,
    failures,
    pending,
    /** Lets time pass, 10 ms at a time, until `done` says so. */
    async until(done: () => boolean | Promise<boolean>) {
      for (let turn = 0; !(await done()); turn += 1) {
        assert.ok(turn < 2000, 'it does not come to it')
        clock.advance(10)
        await setImmediate()
      }
    },
    /** As after a crash: the loop that was is gone, and another begins on the store. */
    async restart() {
      await loop.stop()
      loop = start()
    },
  }
}

const isEmpty = (world: { pending(): Promise<readonly string[]> }) => async () => (await world.pending()).length === 0

test('a root is pending until its round has ended without an error', async (t) => {
  let release: () => void = () => {}
  const world = await startLoop(t, () => new Promise((resolve) => (release = resolve)))
  await world.store.write((transaction) => transaction.put(network('n')))
  await world.until(() => world.performed.length > 0)
  assert.deepEqual(await world.pending(), ['n'])
  release()
  await world.until(isEmpty(world))
  assert.deepEqual(world.performed, ['ensure-network'])
})

test('a root that becomes pending again during its round is worked on again', async (t) => {
  let release: () => void = () => {}
  const world = await startLoop(t, () => new Promise((resolve) => (release = resolve)))
  await world.store.write((transaction) => transaction.put(network('n')))
  await world.until(() => world.performed.length === 1)
  const spec = { prefix: '10.2.0.0/16' as Ipv4Prefix }
  await world.store.write((transaction) => transaction.put({ ...network('n'), generation: 2, spec }))
  release()
  await world.until(() => world.performed.length === 2)
  assert.deepEqual(await world.pending(), ['n'])
  release()
  await world.until(isEmpty(world))
  assert.equal((await world.store.read((reader) => reader.applied(['n']))).get('n'), 2)
})

test('a root whose round fails stays pending, and is tried again after a pause', async (t) => {
  let failing = true
  const world = await startLoop(t, async () => {
    if (failing) throw new Error('not now')
  })
  await world.store.write((transaction) => transaction.put(network('n')))
  await world.until(() => world.failures.length > 1)
  assert.deepEqual(await world.pending(), ['n'])
  failing = false
  await world.until(isEmpty(world))
  assert.equal((await world.store.read((reader) => reader.applied(['n']))).get('n'), 1)
})

test('roots that were pending when a loop ended are worked on at the start of the next', async (t) => {
  let failing = true
  const world = await startLoop(t, async () => {
    if (failing) throw new Error('the server ends here')
  })
  await world.store.write((transaction) => transaction.put(network('n')))
  await world.until(() => world.failures.length > 0)
  failing = false
  await world.restart()
  const started = world.clock.now()
  await world.until(isEmpty(world))
  assert.ok(world.clock.now() - started < 1000, 'a round is 30 s away')
  assert.equal((await world.store.read((reader) => reader.applied(['n']))).get('n'), 1)
})

test('a subnet that is removed has its network reconciled', async (t) => {
  const world = await startLoop(t, async () => {})
  await world.store.write(async (transaction) => {
    await transaction.put(network('n'))
    const spec = { network: 'n', prefix: '10.1.1.0/24' as Ipv4Prefix, zone: 'z' }
    await transaction.put({ ...network('s'), kind: 'subnet', spec })
  })
  await world.until(isEmpty(world))
  const before = world.performed.length
  await world.store.write((transaction) => transaction.remove({ kind: 'subnet', id: 's' }))
  assert.deepEqual(await world.pending(), ['n'])
  await world.until(isEmpty(world))
  assert.deepEqual(world.performed.slice(before), ['ensure-network'])
})

test('what is asked for of a root that is slow is begun so much later, and of another root at once', async (t) => {
  const slow = async ({ id }: Root) => (id === 'slow' ? 5000 : 0)
  const world = await startLoop(t, async () => {}, slow)
  const start = world.clock.now()
  await world.store.write(async (transaction) => {
    await transaction.put(network('slow'))
    await transaction.put(network('other'))
  })
  await world.until(async () => (await world.pending()).join() === 'slow')
  assert.deepEqual(world.performed, ['ensure-network'])
  assert.ok(world.clock.now() < start + 5000)
  await world.until(isEmpty(world))
  assert.equal(world.performed.length, 2)
  assert.ok(world.clock.now() >= start + 5000)
})
