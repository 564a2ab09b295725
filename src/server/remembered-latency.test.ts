import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { chooseLatency } from './remembered-latency.ts'

test('a folder is served with the latency that was named last, a new one with fast', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-latency-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const store = await openSqliteStore({ folder, synchronous: 'off' })
  t.after(() => store.close())
  assert.equal(await chooseLatency(store, undefined), 'fast')
  assert.equal(await chooseLatency(store, 'real'), 'real')
  assert.equal(await chooseLatency(store, undefined), 'real')
  assert.equal(await chooseLatency(store, 'none'), 'none')
  assert.equal(await chooseLatency(store, undefined), 'none')
})
