import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StoreUnavailable } from '../store/port.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { scratchFolder } from '../store/sqlite/testing/scratch.ts'
import { createReadiness } from './readiness.ts'

const full = new StoreUnavailable('the disk is full', { cause: new Error('SQLITE_FULL') })

test('a server whose store reads and writes is ready, and one whose store refuses writes is not', async (t) => {
  const scratch = scratchFolder()
  t.after(() => scratch.remove())
  const store = await openSqliteStore({ folder: scratch.folder })
  t.after(() => store.close())
  assert.equal(await createReadiness(store, () => 0).unreadiness(), undefined)
  const refusing = createReadiness({ write: () => Promise.reject(full) }, () => 0)
  assert.equal(await refusing.unreadiness(), 'the disk is full')
})

test('a failed request makes the server not ready for 30 seconds, and a busy store does not', async () => {
  let now = 0
  const readiness = createReadiness({ write: async () => undefined as never }, () => now)
  readiness.failed(new StoreUnavailable('CreateVpc met other changes 5 times: try again'))
  readiness.failed(new TypeError('ours'))
  assert.equal(await readiness.unreadiness(), undefined)
  readiness.failed(full)
  assert.equal(await readiness.unreadiness(), 'the disk is full')
  now = 29_999
  assert.equal(await readiness.unreadiness(), 'the disk is full')
  now = 30_000
  assert.equal(await readiness.unreadiness(), undefined)
})

test('the store is probed at most once a second, and the server ready again when a probe succeeds', async () => {
  let now = 0
  let writes = 0
  let broken = true
  const write = async () => {
    writes += 1
    if (broken) throw full
    return undefined as never
  }
  const readiness = createReadiness({ write }, () => now)
  const answers = await Promise.all([readiness.unreadiness(), readiness.unreadiness()])
  assert.deepEqual([answers, writes], [['the disk is full', 'the disk is full'], 1])
  broken = false
  now = 999
  assert.equal(await readiness.unreadiness(), 'the disk is full')
  now = 1000
  assert.equal(await readiness.unreadiness(), undefined)
})
