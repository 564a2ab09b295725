import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { migrate } from '../../migrate.ts'
import { sqliteForms, sqliteSql } from '../compiler.ts'
import { Connection } from '../connection.ts'
import { SqliteWriter } from '../sqlite-writer.ts'

/** `npm run tables` writes it; a test fails while it is not what the migrations make. */
export const file = join(import.meta.dirname, '../newest-tables.sql')

/** All tables and indexes that the migrations make, one after the other, of nothing, and the names of the migrations. */
export async function madeByMigrations(): Promise<string> {
  const connection = new Connection(':memory:', {})
  try {
    await migrate(new SqliteWriter(connection, () => {}), sqliteSql(), sqliteForms)
    return textOf(connection)
  } finally {
    connection.close()
  }
}

const hasRows = (connection: Connection, table: string): boolean =>
  connection.all(`select 1 from "${table}" limit 1`).length > 0

/** What an open database without resources is made of, as SQL that makes another. */
export function textOf(connection: Connection): string {
  const tables = connection.all<{ name: string; sql: string }>(
    'select name, sql from sqlite_schema where sql is not null',
  )
  const filled = tables.filter(({ name, sql }) => sql.startsWith('CREATE TABLE') && hasRows(connection, name))
  assert.deepEqual(
    filled.map(({ name }) => name),
    ['migrations'],
    'rows that migrations write of nothing have to be written here, too',
  )
  const names = connection.all<{ name: string }>('select name from migrations order by name')
  const inserts = names.map(({ name }) => `insert into "migrations" values ('${name}')`)
  return [...tables.map(({ sql }) => sql), ...inserts].map((statement) => `${statement};\n`).join('')
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(file, await madeByMigrations())
  process.stdout.write(`wrote ${file}\n`)
}
