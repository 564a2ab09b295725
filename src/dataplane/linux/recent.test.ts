import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createVirtualClock } from '../../runtime/virtual-clock.ts'
import { Recent } from './recent.ts'

/** No namespace has the name, and none comes to have it. */
const namespace = 'none'

/** Answers 1 at the first look, 2 at the second. */
function counting() {
  let looks = 0
  return async () => ++looks
}

test('what was seen less than two seconds ago is not looked at again, and is after that', async () => {
  const clock = createVirtualClock(0)
  const recent = new Recent<number>(clock)
  const look = counting()
  const seen: number[] = []
  for (const milliseconds of [0, 1999, 1]) {
    clock.advance(milliseconds)
    seen.push(await recent.read(namespace, look), await recent.read('another', async () => 0))
  }
  assert.deepEqual(seen, [1, 0, 1, 0, 2, 0])
})

test('what is known is amended at once, and looked at no later for it', async () => {
  const clock = createVirtualClock(0)
  const recent = new Recent<number>(clock)
  const look = counting()
  recent.amend(namespace, () => 5)
  assert.equal(await recent.read(namespace, look), 1)
  clock.advance(1500)
  recent.amend(namespace, (value) => value + 10)
  assert.equal(await recent.read(namespace, look), 11)
  clock.advance(500)
  assert.equal(await recent.read(namespace, look), 2)
})

test('a look that failed, and one that shows less than is asked for, are followed by another', async () => {
  const recent = new Recent<number>(createVirtualClock(0))
  const look = counting()
  await assert.rejects(
    recent.read(namespace, () => Promise.reject(new Error('no'))),
    /no/,
  )
  assert.equal(await recent.read(namespace, look), 1)
  assert.equal(await recent.read(namespace, look, (value) => value > 1), 2)
})
