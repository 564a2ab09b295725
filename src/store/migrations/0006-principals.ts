import type { ColumnDefinitionBuilder } from 'kysely'
import type { Migration } from './migration.ts'

const text = (column: ColumnDefinitionBuilder) => column.notNull()

/** Keys may belong to users, and sessions have keys of their own. Users, groups, roles and policies are resources. */
export const principals: Migration = {
  name: '0006-principals',
  up: (sql, { keyed }) => [
    sql.schema.alterTable('access_keys').addColumn('user', 'text'),
    sql.schema.alterTable('access_keys').addColumn('created_at', 'bigint', (column) => column.notNull().defaultTo(0)),
    sql.schema.createIndex('access_keys_of_user').on('access_keys').columns(['account', 'user']),
    keyed(
      sql.schema
        .createTable('sessions')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('secret', 'text', text)
        .addColumn('token_digest', 'text', text)
        .addColumn('account', 'text', text)
        .addColumn('role', 'text', text)
        .addColumn('name', 'text', text)
        .addColumn('policy', 'text')
        .addColumn('created_at', 'bigint', text)
        .addColumn('expires_at', 'bigint', text),
    ),
    sql.schema.createIndex('sessions_by_end').on('sessions').column('expires_at'),
  ],
}
