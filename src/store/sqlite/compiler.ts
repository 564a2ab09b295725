import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely'
import type { TableForms } from '../migrations/migration.ts'
import type { Schema } from '../schema.ts'

/** Kysely as a compiler alone: `DummyDriver` connects to nothing. */
export const sqliteSql = (): Kysely<Schema> =>
  new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new SqliteIntrospector(database),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })

export const sqliteForms: TableForms = {
  // Exactly this type and key make the column the table's own row number (https://sqlite.org/lang_createtable.html#rowid).
  counter: { type: 'integer', define: (column) => column.primaryKey() },
  // Otherwise each row is written twice, to the table and to the index of its key (https://sqlite.org/withoutrowid.html).
  keyed: (table) => table.modifyEnd(sql`without rowid`),
}
