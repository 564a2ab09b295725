import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { Fault } from '../domain/fault.ts'
import { createObservedWorld } from '../observed/world.ts'
import { createVirtualClock } from '../runtime/virtual-clock.ts'
import type { Store } from '../store/port.ts'
import { createFaultPaths } from './fault-paths.ts'

/** A fault of a gateway is found without it. */
const store = { read: async () => undefined } as unknown as Store

test('the end of a fault that a data plane could not bring about is tried again until it can', async () => {
  const clock = createVirtualClock(0)
  let active: readonly Fault[] = []
  let isBroken = false
  let tries = 0
  const failures: unknown[] = []
  const paths = createFaultPaths({
    ...{ store, clock, observed: createObservedWorld(), list: { active: () => active } },
    plane: {
      async impair() {
        tries += 1
        if (isBroken) throw new Error('no room for a process')
      },
    },
    onFailure: (cause) => failures.push(cause),
  })
  const pass = async () => {
    clock.advance(1000)
    for (let turn = 0; turn < 3; turn += 1) await setImmediate()
  }
  active = [{ id: 'f', kind: 'delay', scope: { gateway: 'g' }, amount: 5, at: 0, until: 60_000 }]
  await paths.apply()
  active = []
  isBroken = true
  await assert.rejects(paths.apply(), /no room/)
  await pass()
  assert.deepEqual([tries, failures.length], [3, 1])
  isBroken = false
  await pass()
  await pass()
  assert.deepEqual([tries, failures.length, clock.pending()], [4, 1, 0])
})
