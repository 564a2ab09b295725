import { sql as written } from 'kysely'
import type { Migration } from './migration.ts'

/** What the data plane showed is forgotten by its age. Events of requests, which stay, are none of the index's. */
export const shownEvents: Migration = {
  name: '0014-shown-events',
  up: (sql) => [
    sql.schema
      .createIndex('shown_events_by_age')
      .on('events')
      .column('at')
      .where(written.ref('actor'), '=', 'data plane'),
  ],
}
