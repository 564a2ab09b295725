import type { Migration } from './migration.ts'

/** What operators set of accounts, as JSON: what is not there is as usual. */
export const accountSettings: Migration = {
  name: '0005-account-settings',
  up: (sql) => [
    sql.schema.alterTable('accounts').addColumn('settings', 'text', (column) => column.notNull().defaultTo('{}')),
  ],
}
