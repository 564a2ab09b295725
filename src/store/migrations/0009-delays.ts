import type { Migration } from './migration.ts'

/** Until when the data plane's progress on a resource is not noted. */
export const delays: Migration = {
  name: '0009-delays',
  up: (sql, { keyed }) => [
    keyed(
      sql.schema
        .createTable('delays')
        .addColumn('resource', 'bigint', (column) =>
          column.primaryKey().notNull().references('resources.sequence').onDelete('cascade'),
        )
        .addColumn('until', 'bigint', (column) => column.notNull()),
    ),
  ],
}
