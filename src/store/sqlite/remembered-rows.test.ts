import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CompiledQuery } from 'kysely'
import type { Session } from '../engine.ts'
import { RememberedRows } from './remembered-rows.ts'

/** A session that answers each question with a number of its own, and counts them. */
function counting() {
  let asked = 0
  const session: Session = {
    async rows<R>() {
      asked += 1
      return [asked] as unknown as readonly R[]
    },
    change: async () => 0,
  }
  return { session, asked: () => asked }
}

const query = (sql: string, ...parameters: readonly unknown[]) =>
  ({ sql, parameters, query: {}, queryId: {} }) as unknown as CompiledQuery<number>

test('a query that is repeated runs once', async () => {
  const { session, asked } = counting()
  const remembered = new RememberedRows(session)
  assert.deepEqual(await remembered.rows(query('one', 'a', 1)), [1])
  assert.deepEqual(await remembered.rows(query('one', 'a', 1)), [1])
  assert.equal(asked(), 1)
})

test('a query with another statement or other parameters runs again', async () => {
  const { session } = counting()
  const remembered = new RememberedRows(session)
  const questions = [query('one', 'a', 'b'), query('one', 'ab'), query('one', 'a'), query('two', 'a', 'b')]
  for (const [index, question] of questions.entries()) assert.deepEqual(await remembered.rows(question), [index + 1])
})

test('remembered rows are bounded in size, and a result that does not fit is still returned', async () => {
  const { session, asked } = counting()
  const remembered = new RememberedRows(session)
  for (let id = 0; id < 2000; id += 1) await remembered.rows(query('one', id))
  await remembered.rows(query('one', 0))
  assert.equal(asked(), 2000)
  assert.deepEqual(await remembered.rows(query('one', 1999)), [2001])
})

test('a query that runs once does not displace remembered ones', async () => {
  const { session, asked } = counting()
  const remembered = new RememberedRows(session)
  for (let id = 0; id < 2000; id += 1) await remembered.rows(query('keys', id), 'once')
  await remembered.rows(query('one', 0))
  await remembered.rows(query('one', 0))
  assert.equal(asked(), 2001)
})
