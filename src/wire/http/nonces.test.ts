import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { NonceWindow } from './nonces.ts'

const NOW = Date.UTC(2025, 0, 2, 3, 4, 5)

test('a nonce is refused the second time, for the key that used it', () => {
  const nonces = new NonceWindow({ windowMs: 1000, maxEntries: 10 })
  assert.equal(nonces.seen('a', 'n', NOW), false)
  assert.equal(nonces.seen('a', 'n', NOW), true)
  assert.equal(nonces.seen('b', 'n', NOW), false)
  assert.equal(nonces.size, 2)
})

test('a key id and nonce are distinct from another pair with the same concatenation', () => {
  const nonces = new NonceWindow({ windowMs: 1000, maxEntries: 10 })
  assert.equal(nonces.seen('ab', 'c', NOW), false)
  assert.equal(nonces.seen('a', 'bc', NOW), false)
  assert.equal(nonces.seen('1', '1:a', NOW), false)
  assert.equal(nonces.seen('11', ':a', NOW), false)
})

test('a long nonce is distinct from one with the same beginning', () => {
  const nonces = new NonceWindow({ windowMs: 1000, maxEntries: 10 })
  const long = 'x'.repeat(10_000)
  assert.equal(nonces.seen('a', `${long}1`, NOW), false)
  assert.equal(nonces.seen('a', `${long}2`, NOW), false)
  assert.equal(nonces.seen('a', `${long}1`, NOW), true)
})

test('a nonce is remembered for the whole clock window and forgotten at most a quarter of it later', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 4, max: 10_000 }),
      fc.nat({ max: 20_000 }),
      fc.nat({ max: 30_000 }),
      (windowMs, offset, wait) => {
        const nonces = new NonceWindow({ windowMs, maxEntries: 10 })
        const start = NOW + offset
        nonces.seen('a', 'n', start)
        const seen = nonces.seen('a', 'n', start + wait)
        if (wait <= windowMs) assert.equal(seen, true)
        if (wait >= windowMs * 1.25) assert.equal(seen, false)
      },
    ),
    { numRuns: 1000 },
  )
})

test('a nonce is not forgotten until the latest time given is a window past it', () => {
  const step = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: -300, max: 300 }))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const nonces = new NonceWindow({ windowMs: 1000, maxEntries: 100 })
      const recordedAt = new Map<string, number>()
      let now = NOW
      let latest = Number.NEGATIVE_INFINITY
      for (const [nonce, change] of steps) {
        now += change
        latest = Math.max(latest, now)
        const recorded = recordedAt.get(nonce)
        const seen = nonces.seen('k', nonce, now)
        if (recorded !== undefined && latest - recorded <= 1000) assert.equal(seen, true)
        if (recorded !== undefined && latest - recorded >= 1250) assert.equal(seen, false)
        if (!seen) recordedAt.set(nonce, latest)
      }
    }),
    { numRuns: 2000 },
  )
})

test('a nonce that was used while the clock was behind is remembered once it is right', () => {
  const nonces = new NonceWindow({ windowMs: 1000, maxEntries: 10 })
  nonces.seen('a', 'before', NOW)
  assert.equal(nonces.seen('a', 'during', NOW - 3_600_000), false)
  assert.equal(nonces.seen('a', 'during', NOW + 10), true)
  assert.equal(nonces.seen('a', 'before', NOW + 10), true)
})

test('a nonce beyond the capacity is refused until older ones are forgotten', () => {
  const nonces = new NonceWindow({ windowMs: 1000, maxEntries: 2 })
  assert.equal(nonces.seen('a', '1', NOW), false)
  assert.equal(nonces.seen('a', '2', NOW), false)
  assert.equal(nonces.seen('a', '3', NOW), true)
  assert.equal(nonces.seen('a', '1', NOW), true)
  assert.deepEqual([nonces.size, nonces.refusedAtCap], [2, 1])
  assert.equal(nonces.seen('a', '3', NOW + 1250), false)
  assert.equal(nonces.size, 1)
})

test('a pause longer than the window forgets every nonce', () => {
  const nonces = new NonceWindow({ windowMs: 1000, maxEntries: 1000 })
  for (let index = 0; index < 500; index++) nonces.seen('a', String(index), NOW + index)
  assert.equal(nonces.size, 500)
  nonces.seen('a', 'last', NOW + 10_000)
  assert.equal(nonces.size, 1)
})

test('a capacity or window that is not positive is refused', () => {
  for (const windowMs of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => new NonceWindow({ windowMs, maxEntries: 1 }), RangeError)
  }
  for (const maxEntries of [0, 1.5, Number.NaN]) {
    assert.throws(() => new NonceWindow({ windowMs: 1, maxEntries }), RangeError)
  }
  assert.throws(() => new NonceWindow({ windowMs: 1, maxEntries: 1 }).seen('a', 'n', Number.NaN), RangeError)
})
