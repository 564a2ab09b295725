import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DemoFailed, Interrupted } from './failure.ts'
import { done, seen, until } from './until.ts'

const quick = { signal: new AbortController().signal, withinMilliseconds: 1000, everyMilliseconds: 1 }

test('a wait polls until the condition holds', async () => {
  let looks = 0
  const look = async () => (++looks < 3 ? seen(`look ${looks}`) : done(looks))
  assert.equal(await until('it comes', look, quick), 3)
})

test('a wait that times out is an error with the last value', async () => {
  const waiting = until('it comes', async () => seen('half of it'), { ...quick, withinMilliseconds: 5 })
  await assert.rejects(waiting, (error: Error) => {
    assert.ok(error instanceof DemoFailed)
    assert.match(error.message, /it comes.*half of it/)
    return true
  })
})

test('a wait that is interrupted ends at once with the interruption', async () => {
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

test('a wait whose poll throws ends with that error', async () => {
  await assert.rejects(
    until('it comes', () => Promise.reject(new Error('no server')), quick),
    /no server/,
  )
})
