import type { Migration } from './migration.ts'

/** A session may be of what a user or the account itself has given a token for. */
export const givenTokens: Migration = {
  name: '0011-given-tokens',
  up: (sql) => [sql.schema.alterTable('sessions').addColumn('user', 'text')],
}
