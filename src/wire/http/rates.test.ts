import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RateWindows } from './rates.ts'

test('calls are admitted up to the number of a window, each name for itself, and again in the next window', () => {
  const rates = new RateWindows()
  const rate = { calls: 2, windowMs: 1000 }
  assert.deepEqual(
    [5000, 5500, 5998, 5999].map((now) => rates.excess('a', rate, now)),
    [undefined, undefined, 3, 4],
  )
  assert.equal(rates.excess('b', rate, 5999), undefined)
  assert.equal(rates.excess('a', { calls: 1, windowMs: 60_000 }, 5999), undefined)
  assert.equal(rates.excess('a', rate, 6000), undefined)
})
