import type { Migration } from './migration.ts'

/**
 * Events are found by what they are about, and say what has changed. Of those that were there before it is not known: they
 * are about nothing.
 */
export const toldEvents: Migration = {
  name: '0013-told-events',
  up: (sql) => [
    sql.schema.alterTable('events').addColumn('subject', 'text', (column) => column.notNull().defaultTo('')),
    sql.schema.alterTable('events').addColumn('details', 'text', (column) => column.notNull().defaultTo('')),
    sql.schema.createIndex('events_by_subject').on('events').columns(['subject', 'sequence']),
  ],
}
