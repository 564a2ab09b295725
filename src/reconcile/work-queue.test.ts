import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSeededRandom } from '../runtime/random.ts'
import { createVirtualClock } from '../runtime/virtual-clock.ts'
import { type Result, RetryAfter, WorkQueue } from './work-queue.ts'

/** A queue whose work waits to be finished by hand. */
function makeQueue(concurrency = 2) {
  const clock = createVirtualClock(0)
  const log: string[] = []
  const held = new Map<string, { resolve: (result: Result) => void; reject: (cause: Error) => void }>()
  const failures: number[] = []
  const queue = new WorkQueue({
    clock,
    random: createSeededRandom(1),
    concurrency,
    groupOf: (key) => key[0] ?? key,
    process: (key) =>
      new Promise<Result>((resolve, reject) => {
        assert.ok(!held.has(key), `${key} is worked on twice at once`)
        log.push(key)
        held.set(key, { resolve, reject })
      }),
    onFailure: (_key, _cause, retry) => failures.push(retry),
  })
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
  const finish = async (key: string, result: Result = {}) => {
    const work = held.get(key)
    held.delete(key)
    work?.resolve(result)
    await settled()
  }
  const fail = async (key: string, cause = new Error('no')) => {
    const work = held.get(key)
    held.delete(key)
    work?.reject(cause)
    await settled()
  }
  return { clock, log, queue, finish, fail, failures, held }
}

test('a key that is added twice is worked on once', async () => {
  const { queue, log } = makeQueue(1)
  queue.add('a')
  queue.add('b')
  queue.add('b')
  assert.deepEqual(log, ['a'])
  assert.equal(queue.busy(), 2)
})

test('a key that is added while it is worked on is worked on once more', async () => {
  const { queue, log, finish } = makeQueue()
  queue.add('a')
  queue.add('a')
  queue.add('a')
  assert.deepEqual(log, ['a'])
  await finish('a')
  assert.deepEqual(log, ['a', 'a'])
  await finish('a')
  assert.deepEqual(log, ['a', 'a'])
  assert.equal(queue.busy(), 0)
})

test('keys are worked on at most as many at once as there are workers', async () => {
  const { queue, log, finish } = makeQueue(2)
  for (const key of ['a', 'b', 'c', 'd']) queue.add(key)
  assert.deepEqual(log, ['a', 'b'])
  await finish('b')
  assert.deepEqual(log, ['a', 'b', 'c'])
})

test('keys of one group are worked on one after the other, and those of other groups beside them', async () => {
  const { queue, log, finish, fail } = makeQueue(4)
  for (const key of ['a', 'a1', 'a2', 'b']) queue.add(key)
  assert.deepEqual(log, ['a', 'b'])
  await finish('a')
  assert.deepEqual(log, ['a', 'b', 'a1'])
  await fail('a1')
  assert.deepEqual(log, ['a', 'b', 'a1', 'a2'])
  assert.equal(queue.busy(), 2)
})

test('the key of a whole group goes before the keys of its parts that became due earlier', async () => {
  const { queue, log, finish } = makeQueue(4)
  for (const key of ['a1', 'a2', 'a3', 'a', 'b1']) queue.add(key)
  assert.deepEqual(log, ['a1', 'b1'])
  await finish('a1')
  assert.deepEqual(log, ['a1', 'b1', 'a'])
  await finish('a')
  assert.deepEqual(log, ['a1', 'b1', 'a', 'a2'])
})

test('a key that asks to be requeued is worked on again at that time, or when it is added before', async () => {
  const { queue, log, finish, clock } = makeQueue()
  queue.add('a')
  await finish('a', { requeueAfter: 1000 })
  clock.advance(999)
  assert.deepEqual(log, ['a'])
  clock.advance(1)
  assert.deepEqual(log, ['a', 'a'])
  await finish('a', { requeueAfter: 1000 })
  queue.add('a')
  assert.deepEqual(log, ['a', 'a', 'a'])
  await finish('a')
  clock.advance(10_000)
  assert.deepEqual(log, ['a', 'a', 'a'])
})

test('a key that fails is retried after pauses that grow to a limit, and at once when it is added', async () => {
  const { queue, log, fail, clock, failures } = makeQueue()
  queue.add('a')
  for (let attempt = 0; attempt < 12; attempt += 1) {
    await fail('a')
    clock.advance(failures.at(-1) ?? 0)
  }
  assert.equal(log.length, 13)
  assert.ok((failures[0] ?? 0) >= 100 && (failures[0] ?? 0) <= 125, `first pause ${failures[0]}`)
  assert.ok((failures[11] ?? 0) >= 30_000 && (failures[11] ?? 0) <= 37_500, `last pause ${failures[11]}`)
  queue.add('a')
  await fail('a')
  clock.advance(100)
  assert.equal(log.length, 14)
})

test('a key that fails is worked on no sooner than after a second for what it is told of, also while it failed', async () => {
  const { queue, log, fail, finish, clock, failures } = makeQueue()
  queue.add('a')
  for (let attempt = 0; attempt < 8; attempt += 1) {
    await fail('a')
    clock.advance(failures.at(-1) ?? 0)
  }
  const after = async (milliseconds: number) => {
    const before = log.length
    clock.advance(milliseconds)
    return log.length - before
  }
  queue.tell('a')
  await fail('a')
  assert.deepEqual([await after(999), await after(1)], [0, 1])
  await fail('a')
  queue.tell('a')
  queue.tell('a')
  assert.deepEqual([await after(999), await after(1)], [0, 1])
  await finish('a')
  const before = log.length
  queue.tell('a')
  assert.equal(log.length, before + 1)
  await finish('a')
})

test('a queue that is stopped waits for the keys under work and starts no more', async () => {
  const { queue, log, finish, held } = makeQueue(1)
  queue.add('a')
  queue.add('b')
  let stopped = false
  const stopping = queue.stop().then(() => {
    stopped = true
  })
  await new Promise<void>((resolve) => setImmediate(resolve))
  assert.equal(stopped, false)
  await finish('a')
  await stopping
  assert.deepEqual(log, ['a'])
  assert.equal(held.size, 0)
})

test('a failure with a time of its own is retried then, and lengthens no later pause of its key', async () => {
  const { queue, fail, failures, clock } = makeQueue()
  queue.add('a')
  for (let times = 0; times < 5; times += 1) {
    await fail('a', new RetryAfter(new Error('no'), 8000))
    await clock.advance(10_000)
  }
  await fail('a')
  assert.ok(failures.slice(0, 5).every((pause) => pause >= 8000 && pause <= 10_000))
  assert.ok((failures[5] ?? 0) <= 125, 'the first pause of a failure of another kind')
})
