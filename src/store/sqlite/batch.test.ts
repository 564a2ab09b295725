import assert from 'node:assert/strict'
import { test } from 'node:test'
import { here, network, subnet } from '../contract/samples.ts'
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

test('what a write of a batch has read the next one reads from it, unless one in between has changed it', async (t) => {
  const { folder, remove } = scratchFolder()
  t.after(remove)
  const store = await openSqliteStore({ folder })
  t.after(() => store.close())
  await store.write((transaction) => transaction.put(network('n')))
  const seen: unknown[] = []
  const look = () =>
    store.write(async (transaction) => {
      const found = await transaction.get('network', 'n')
      const count = await transaction.scoped(here).count('network', 'region')
      const subnets = await transaction.referencing('n', 'subnet')
      seen.push([found?.name, count, subnets.length])
    })
  const rename = (name: string, outcome: 'kept' | 'undone') =>
    store
      .write(async (transaction) => {
        const found = await transaction.get('network', 'n')
        if (found === undefined) throw new TypeError('it is gone')
        await transaction.put({ ...found, name, generation: found.generation + 1 })
        await transaction.put(network(`beside ${name}`))
        await transaction.put(subnet(`in ${name}`, 'n'))
        // Counts are written before a page is read.
        await transaction.page('network', { limit: 1 })
        await transaction.scoped(here).count('network', 'region')
        if (outcome === 'undone') throw new Error('undone')
      })
      .catch(() => undefined)
  await Promise.all([look(), look(), rename('b', 'undone'), look(), rename('c', 'kept'), look(), look()])
  const usual = network('n').name
  assert.deepEqual(seen, [
    [usual, 1, 0],
    [usual, 1, 0],
    [usual, 1, 0],
    ['c', 2, 1],
    ['c', 2, 1],
  ])
})

test('a batch reads what all of its writes ask for once', async (t) => {
  const { folder, remove } = scratchFolder()
  t.after(remove)
  const store = await openSqliteStore({ folder })
  t.after(() => store.close())
  await store.write((transaction) => transaction.put(network('n')))
  const add = (index: number) =>
    store.write(async (transaction) => {
      await transaction.get('network', 'n')
      await transaction.referencing('n', 'gateway')
      assert.equal(await transaction.scoped(here).count('subnet', 'region'), index)
      await transaction.put(subnet(`s${index}`, 'n'))
    })
  const statements = await statementsOf(() => Promise.all(Array.from({ length: size }, (_, index) => add(index))))
  const reads = statements.filter(({ sql }) => sql.startsWith('select')).map((each) => JSON.stringify(each))
  assert.deepEqual([...new Set(reads)], reads)
})
