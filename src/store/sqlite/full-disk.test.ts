import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { listed, network } from '../contract/samples.ts'
import { migrate } from '../migrate.ts'
import { type Store, StoreUnavailable } from '../port.ts'
import { SqlStore } from '../sql-store.ts'
import { sqliteForms } from './compiler.ts'
import { Connection } from './connection.ts'
import { sqliteEngine } from './open.ts'
import { scratchFolder } from './testing/scratch.ts'

/** A store whose file may not grow past `pages` more of SQLite's pages, as on a disk with that much left. */
async function storeWithLittleSpace(file: string, pages: number): Promise<{ store: Store; free(): void }> {
  const connection = new Connection(file, {})
  connection.all('pragma journal_mode = wal')
  const engine = sqliteEngine(file, connection, () => {})
  await migrate(engine.writer, engine.sql, sqliteForms)
  const [size] = connection.all<{ page_count: number }>('pragma page_count')
  connection.all(`pragma max_page_count = ${(size?.page_count ?? 0) + pages}`)
  const free = () => void connection.all('pragma max_page_count = 1000000')
  return { store: new SqlStore(engine, 0), free }
}

test('a full disk rejects writes with what to do, and takes them again once there is space', async () => {
  const { folder, remove } = scratchFolder()
  const { store, free } = await storeWithLittleSpace(join(folder, 'culvert.db'), 20)
  try {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) =>
        store.write((transaction) => transaction.put(network(`n${index}`, { name: 'x'.repeat(3000) }))),
      ),
    )
    const kept = new Set((await store.read((reader) => listed(reader, 'network'))).map(({ id }) => id))
    for (const [index, outcome] of outcomes.entries()) {
      assert.equal(outcome.status === 'fulfilled', kept.has(`n${index}`))
      if (outcome.status === 'fulfilled') continue
      assert.ok(outcome.reason instanceof StoreUnavailable, String(outcome.reason))
      assert.match(outcome.reason.message, /the disk of .*culvert\.db is full: free some space/)
    }
    assert.ok(kept.size < 100)
    free()
    await store.write((transaction) => transaction.put(network('later')))
    assert.equal((await store.read((reader) => reader.get('network', 'later')))?.id, 'later')
  } finally {
    await store.close()
    remove()
  }
})

test('a transaction that SQLite rolled back by itself does not commit later statements one by one', async () => {
  const { folder, remove } = scratchFolder()
  const file = join(folder, 'culvert.db')
  const connection = new Connection(file, {})
  const engine = sqliteEngine(file, connection, () => {})
  await migrate(engine.writer, engine.sql, sqliteForms)
  const store = new SqlStore(engine, 0)
  try {
    const outcomes = await Promise.allSettled([
      store.write((transaction) => transaction.put(network('before'))),
      store.write(async (transaction) => {
        connection.run('rollback')
        await assert.rejects(transaction.get('network', 'before').then(() => Promise.reject(new Error('read'))))
        await transaction.put(network('during')).catch(() => undefined)
      }),
      store.write((transaction) => transaction.put(network('after'))),
    ])
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected', 'rejected'],
    )
    assert.deepEqual(await store.read((reader) => reader.everything()), [])
  } finally {
    await store.close()
    remove()
  }
})
