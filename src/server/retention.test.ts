import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { dataPlaneActor } from '../domain/tunnel-change.ts'
import { createVirtualClock } from '../runtime/virtual-clock.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { expireTokens } from './retention.ts'

const hour = 60 * 60 * 1000

test('a client token is forgotten after a day, and a session a day after its end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-retention-'))
  const store = await openSqliteStore({ folder, synchronous: 'off' })
  const clock = createVirtualClock(0)
  const failures: unknown[] = []
  const expiry = expireTokens(store, clock, (cause) => failures.push(cause))
  try {
    const key = { account: 'a', region: 'r', action: 'Create', token: 't' }
    await store.write((transaction) =>
      transaction.putClientToken({ ...key, requestDigest: 'd', response: '{}', at: clock.now() }),
    )
    const session = { id: 's', secret: '', tokenDigest: '', account: 'a', role: 'r', name: 'n', createdAt: 0 }
    await store.write((transaction) => transaction.putSession({ ...session, expiresAt: 3 * hour }))
    const isSessionKept = async () => (await store.read((reader) => reader.tokenSession('s'))) !== undefined
    const isKept = async () => (await store.read((reader) => reader.clientToken(key))) !== undefined
    const pass = async (hours: number) => {
      for (let passed = 0; passed < hours; passed += 1) {
        clock.advance(hour)
        // Forgetting is a write, which takes a few turns; the store answers after it.
        await store.write(async () => {})
        await setImmediate()
      }
    }
    await pass(23)
    assert.equal(await isKept(), true)
    await pass(3)
    assert.equal(await isKept(), false)
    assert.equal(await isSessionKept(), true)
    await pass(2)
    assert.equal(await isSessionKept(), false)
    assert.deepEqual(failures, [])
    expiry.stop()
    assert.equal(clock.pending(), 0)
  } finally {
    expiry.stop()
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

test('what became of tunnels is forgotten after thirty days, and what was asked for is not', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-retention-'))
  const store = await openSqliteStore({ folder, synchronous: 'off' })
  const clock = createVirtualClock(0)
  const expiry = expireTokens(store, clock, (cause) => assert.fail(String(cause)))
  t.after(async () => {
    expiry.stop()
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const event = { at: clock.now(), account: 'a', region: 'r', requestId: '', action: 'tunnel', resources: [] }
  await store.write(async (transaction) => {
    for (const actor of [dataPlaneActor, 'key']) await transaction.appendEvent({ ...event, actor })
  })
  const actors = async (days: number) => {
    clock.advance(days * 24 * hour)
    for (let turn = 0; turn < 3; turn++) {
      await store.write(async () => {})
      await setImmediate()
    }
    return (await store.read((reader) => reader.eventPage({ limit: 10 }))).map(({ actor }) => actor)
  }
  assert.deepEqual(await actors(29), ['key', dataPlaneActor])
  assert.deepEqual(await actors(2), ['key'])
})
