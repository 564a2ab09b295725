import assert from 'node:assert/strict'
import { test } from 'node:test'
import { network } from '../contract/samples.ts'
import { openSqliteStore } from './open.ts'
import { scratchFolder } from './testing/scratch.ts'
import { statementsOf } from './testing/statements.ts'

const size = 16

test('writes of one moment are counted by one statement, and their events are one more', async (t) => {
  const { folder, remove } = scratchFolder()
  t.after(remove)
  const store = await openSqliteStore({ folder })
  t.after(() => store.close())
  const create = (index: number) =>
    store.write(async (transaction) => {
      await transaction.put(network(`n${index}`))
      const event = { at: index, account: 'a', region: 'r', requestId: `${index}`, action: 'Create', actor: 'k' }
      await transaction.appendEvent({ ...event, resources: [] })
    })
  const statements = await statementsOf(() => Promise.all(Array.from({ length: size }, (_, index) => create(index))))
  const into = (table: string) => statements.filter(({ sql }) => sql.startsWith(`insert into "${table}"`)).length
  const tables = ['resources', 'counts', 'events'].map((table) => [table, into(table)])
  assert.deepEqual(Object.fromEntries(tables), { resources: size, counts: 1, events: 1 })
  assert.equal((await store.read((reader) => reader.events(size))).length, size)
})
