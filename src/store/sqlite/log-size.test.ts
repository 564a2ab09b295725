import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { network } from '../contract/samples.ts'
import { openSqliteStore, openSqliteStoreForReading } from './open.ts'
import { scratchFolder } from './testing/scratch.ts'

test('the write-ahead log does not grow while reads run between writes', async () => {
  const { folder, remove } = scratchFolder()
  const store = await openSqliteStore({ folder, synchronous: 'off' })
  const elsewhere = await openSqliteStoreForReading(folder)
  try {
    const text = 'x'.repeat(80_000)
    for (let index = 0; index < 1000; index++) {
      await store.write((transaction) => transaction.put(network(`n${index}`, { name: text })))
      await store.read((reader) => reader.get('network', `n${index}`))
      await elsewhere.read((reader) => reader.get('network', `n${index}`))
    }
    // It is taken over at 4000 pages of 4 KiB; 80 MB were written to it in all.
    const { size } = statSync(join(folder, 'culvert.db-wal'))
    assert.ok(size < 24_000_000, `${size} bytes`)
  } finally {
    await elsewhere.close()
    await store.close()
    remove()
  }
})
