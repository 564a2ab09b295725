import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ConfigError } from '../runtime/config.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { chooseEsp, rememberEsp } from './remembered-esp.ts'

test('a folder is served with the ESP that was named and could be had last, a new one with auto', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-esp-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const store = await openSqliteStore({ folder, synchronous: 'off' })
  t.after(() => store.close())
  const choose = (named?: 'kernel' | 'userland') => chooseEsp(store, { named, kind: 'linux' })
  assert.equal(await choose(), 'auto')
  assert.equal(await choose('kernel'), 'kernel')
  assert.equal(await choose(), 'auto')
  await rememberEsp(store, 'kernel')
  assert.equal(await choose(), 'kernel')
  assert.equal(await choose('userland'), 'userland')
  await rememberEsp(store, undefined)
  assert.equal(await choose(), 'kernel')
})

test('an ESP for the simulated data plane is refused, and one that the folder remembers is not asked for', async () => {
  const store = { read: async () => 'kernel' } as unknown as Parameters<typeof chooseEsp>[0]
  await assert.rejects(chooseEsp(store, { named: 'userland', kind: 'simulated' }), ConfigError)
  assert.equal(await chooseEsp(store, { named: undefined, kind: 'simulated' }), 'kernel')
})
