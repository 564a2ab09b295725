import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from './clock.ts'

test('a timer of the system clock calls back after its delay, and not once cancelled', async () => {
  const before = systemClock.now()
  const seen: string[] = []
  systemClock.after(1, () => seen.push('called off'))()
  await new Promise<void>((resolve) => {
    systemClock.after(20, () => {
      seen.push('due')
      resolve()
    })
    assert.deepEqual(seen, [])
  })
  assert.deepEqual(seen, ['due'])
  // Node's timers may fire a millisecond early.
  assert.ok(systemClock.now() - before >= 18)
})

test('a delay longer than a timer of Node holds is not cut short', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const thirtyDays = 30 * 86_400_000
  let due = false
  systemClock.after(thirtyDays, () => {
    due = true
  })
  t.mock.timers.tick(0x7fffffff)
  t.mock.timers.tick(thirtyDays - 0x7fffffff - 1)
  assert.equal(due, false)
  t.mock.timers.tick(1)
  assert.equal(due, true)
})
