import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import type { Condition, DistinctQuery } from '../../domain/page.ts'
import { ledgerStatements } from '../ledger-statements.ts'
import { countPiece, distinctPiece, pagePiece, type Sight } from '../page-query.ts'
import { sqliteSql } from './compiler.ts'
import { openSqliteStore } from './open.ts'
import { scratchFolder } from './testing/scratch.ts'

const account: Sight = { account: 'a' }
const place: Sight = { account: 'a', region: 'r' }
const inRegion: Condition = { by: 'region', region: 'r' }
const target: Condition = { by: 'facet', facet: 'target', anyOf: ['connection'] }
const alone: readonly (readonly Condition[])[] = [
  [],
  [{ by: 'id', anyOf: ['i'] }],
  [{ by: 'name', anyOf: ['n'] }],
  [{ by: 'refers-to', anyOf: ['i'] }],
  [{ by: 'facet', facet: 'zone', anyOf: ['z'] }],
  [{ by: 'tag', keys: ['k'], values: ['v'] }],
  [target],
  [target, { by: 'refers-to', anyOf: ['i'] }],
  [target, { by: 'deleting', deleting: false }],
  [
    { by: 'facet', facet: 'place', anyOf: ['i'] },
    { by: 'facet', facet: 'destination', anyOf: ['p'] },
  ],
]

/** What SQLite says of how it would run the statement. */
function planOf(database: DatabaseSync, { text, values }: ReturnType<typeof pagePiece>): readonly string[] {
  return database
    .prepare(`explain query plan ${text}`)
    .all(...values)
    .map(({ detail }) => String(detail))
}

async function emptyDatabase(t: TestContext): Promise<DatabaseSync> {
  const { folder, remove } = scratchFolder()
  t.after(remove)
  await (await openSqliteStore({ folder })).close()
  const database = new DatabaseSync(join(folder, 'culvert.db'))
  t.after(() => database.close())
  return database
}

test('a page of an account in one region is read from an index, without sorting, by whatever it is filtered', async (t) => {
  const database = await emptyDatabase(t)
  const asked = alone.flatMap((where) => [
    { sight: place, where },
    { sight: account, where: [...where, inRegion] },
  ])
  for (const { sight, where } of asked) {
    const query = { where, limit: 10 }
    for (const piece of [pagePiece('gateway', sight, query, ['id']), countPiece('gateway', sight, query)]) {
      const plan = planOf(database, piece)
      assert.ok(!plan.some((step) => /^SCAN|TEMP B-TREE/.test(step)), `${piece.text}\n${plan.join('\n')}`)
    }
  }
})

test('tags, their keys and facets of a kind are read from an index alone, in its order and without sorting', async (t) => {
  const database = await emptyDatabase(t)
  const asked: readonly DistinctQuery[] = [
    { of: 'tag', kinds: [], limit: 10, after: ['k', 'v'] },
    { of: 'tag-key', kinds: [], limit: 10, part: 'k' },
    { of: { facet: 'resource-group' }, kinds: [], limit: 10 },
  ]
  for (const query of asked) {
    for (const sight of [account, place]) {
      const piece = distinctPiece('gateway', sight, query)
      const plan = planOf(database, piece)
      assert.ok(!plan.some((step) => /^SCAN|TEMP B-TREE/.test(step)), `${piece.text}\n${plan.join('\n')}`)
      assert.match(plan.join(), /^SEARCH x USING PRIMARY KEY/)
    }
  }
})

test('what the data plane showed is forgotten by an index that has nothing else', async (t) => {
  const database = await emptyDatabase(t)
  const { sql: text, parameters } = ledgerStatements(sqliteSql()).forgetTunnelEvents.bind({ before: 1 })
  const plan = planOf(database, { text, values: parameters as readonly number[] })
  assert.deepEqual(plan, ['SEARCH events USING INDEX shown_events_by_age (at<?)'])
})
