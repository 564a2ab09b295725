import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DemoFailed, Interrupted } from './failure.ts'
import { done, seen, until } from './until.ts'

const quick = { signal: new AbortController().signal, withinMilliseconds: 1000, everyMilliseconds: 1 }

test('looks until what is waited for is there', async () => {
  let looks = 0
  const look = async () => (++looks < 3 ? seen(`look ${looks}`) : done(looks))
  assert.equal(await until('it comes', look, quick), 3)
})

test('a wait that ends in vain says what was there instead', async () => {
  const waiting = until('it comes', async () => seen('half of it'), { ...quick, withinMilliseconds: 5 })
  await assert.rejects(waiting, (error: Error) => {
    assert.ok(error instanceof DemoFailed)
    assert.match(error.message, /it comes.*half of it/)
    return true
  })
})

test('an interruption ends the wait at once, as itself', async () => {
  const controller = new AbortController()
  const reason = new Interrupted('SIGINT')
  const waiting = until('it comes', async () => seen('nothing'), {
    signal: controller.signal,
    withinMilliseconds: 60_000,
    everyMilliseconds: 60_000,
  })
  setImmediate(() => controller.abort(reason))
  await assert.rejects(waiting, reason)
})

test('what a look throws ends the wait', async () => {
  await assert.rejects(
    until('it comes', () => Promise.reject(new Error('no server')), quick),
    /no server/,
  )
})
