import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createVirtualClock } from './virtual-clock.ts'

test('timers fire in the order of their times, each at its own time', () => {
  const clock = createVirtualClock(1000)
  const seen: string[] = []
  const note = (name: string) => () => seen.push(`${name}@${clock.now()}`)
  clock.after(30, note('c'))
  clock.after(10, note('a'))
  clock.after(10, note('b'))
  clock.advance(20)
  assert.deepEqual(seen, ['a@1010', 'b@1010'])
  assert.equal(clock.now(), 1020)
  assert.equal(clock.nextAt(), 1030)
  clock.advance(10)
  assert.deepEqual(seen, ['a@1010', 'b@1010', 'c@1030'])
})

test('a timer that is set by a timer fires within the same advance when it is due', () => {
  const clock = createVirtualClock(0)
  const seen: number[] = []
  const again = () => {
    seen.push(clock.now())
    clock.after(10, again)
  }
  clock.after(10, again)
  clock.advance(35)
  assert.deepEqual(seen, [10, 20, 30])
  assert.equal(clock.pending(), 1)
})

test('a timer that was cancelled does not fire, also when another timer of the same time cancels it', () => {
  const clock = createVirtualClock(0)
  let made = false
  let callOff = () => {}
  clock.after(10, () => callOff())
  callOff = clock.after(10, () => {
    made = true
  })
  clock.advance(20)
  callOff()
  assert.equal(made, false)
  assert.equal(clock.pending(), 0)
})

test('runNext fires the next timer, and is false without one', () => {
  const clock = createVirtualClock(0)
  let made = 0
  clock.after(5000, () => made++)
  assert.equal(clock.runNext(), true)
  assert.deepEqual([clock.now(), made], [5000, 1])
  assert.equal(clock.runNext(), false)
  assert.equal(clock.nextAt(), undefined)
})

test('a timer without delay does not fire within the call that sets it', () => {
  const clock = createVirtualClock(0)
  let made = false
  clock.after(0, () => {
    made = true
  })
  assert.equal(made, false)
  clock.advance(0)
  assert.equal(made, true)
})

test('a timer of a part of a millisecond fires at the next whole one', () => {
  const clock = createVirtualClock(1000)
  const times: number[] = []
  clock.after(0.4, () => times.push(clock.now()))
  clock.after(1, () => times.push(clock.now()))
  clock.advance(2)
  assert.deepEqual(times, [1001, 1001])
})
