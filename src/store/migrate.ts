import type { Kysely } from 'kysely'
import type { Session, Writer } from './engine.ts'
import { firstTables } from './migrations/0001-first-tables.ts'
import { keysPagesAndClaims } from './migrations/0002-keys-pages-and-claims.ts'
import { authenticationKeys } from './migrations/0003-authentication-keys.ts'
import { tunnelFacets } from './migrations/0004-tunnel-facets.ts'
import { accountSettings } from './migrations/0005-account-settings.ts'
import { principals } from './migrations/0006-principals.ts'
import { unboundConnections } from './migrations/0007-unbound-connections.ts'
import { terms } from './migrations/0008-terms.ts'
import { delays } from './migrations/0009-delays.ts'
import { offeredRanges } from './migrations/0010-offered-ranges.ts'
import { givenTokens } from './migrations/0011-given-tokens.ts'
import { renewalFacets } from './migrations/0012-renewal-facets.ts'
import { toldEvents } from './migrations/0013-told-events.ts'
import { shownEvents } from './migrations/0014-shown-events.ts'
import type { Migration, TableForms } from './migrations/migration.ts'
import { StoreUnavailable } from './port.ts'
import type { MigrationTable, Schema } from './schema.ts'

/** In the order in which they run. */
const migrations: readonly Migration[] = [
  firstTables,
  keysPagesAndClaims,
  authenticationKeys,
  tunnelFacets,
  accountSettings,
  principals,
  unboundConnections,
  terms,
  delays,
  offeredRanges,
  givenTokens,
  renewalFacets,
  toldEvents,
  shownEvents,
]

/** Names of the migrations that are still to run. Rejects with `StoreUnavailable` when a newer Culvert wrote the schema. */
async function missing(session: Session, sql: Kysely<Schema>): Promise<readonly Migration[]> {
  const rows = await session.rows<MigrationTable>(sql.selectFrom('migrations').select('name').orderBy('name').compile())
  const known = new Set(migrations.map(({ name }) => name))
  const unknown = rows.find(({ name }) => !known.has(name))
  if (unknown !== undefined) {
    throw new StoreUnavailable(
      `the data was last used by a newer Culvert (it has ${unknown.name}): run that version or a later one`,
    )
  }
  const done = new Set(rows.map(({ name }) => name))
  return migrations.filter(({ name }) => !done.has(name))
}

/** Brings the schema up to date, in one transaction or not at all. */
export async function migrate(writer: Writer, sql: Kysely<Schema>, forms: TableForms): Promise<void> {
  await writer.begin()
  try {
    const table = sql.schema
      .createTable('migrations')
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    await writer.change(table.compile())
    for (const migration of await missing(writer, sql)) {
      // A migration knows the tables as they were at its time, not as the schema has them today.
      for (const step of migration.up(sql as unknown as Kysely<unknown>, forms)) {
        if (typeof step === 'function') await step(writer)
        else await writer.change(step.compile())
      }
      await writer.change(sql.insertInto('migrations').values({ name: migration.name }).compile())
    }
    await writer.commit()
  } catch (error) {
    await writer.rollback()
    throw error
  }
}

/** Rejects with `StoreUnavailable` unless the schema is this version's own. */
export async function requireCurrent(session: Session, sql: Kysely<Schema>): Promise<void> {
  if ((await missing(session, sql)).length > 0) {
    throw new StoreUnavailable("the data is an older Culvert's: start `./culvert serve` once to bring it up to date")
  }
}
