import { sql as raw } from 'kysely'
import type { Migration } from './migration.ts'

const count = raw`insert into counts (kind, account, region, deleting, number)
  select 'unbound-connection', account, region, deleting, count(*) from resources c
  where kind = 'connection' and not exists (
    select 1 from links join resources g on g.id = links.target and g.kind = 'gateway' where links.resource = c.sequence
  )
  group by account, region, deleting`

/** Connections that no gateway has are counted apart. */
export const unboundConnections: Migration = {
  name: '0007-unbound-connections',
  up: (sql) => [async (session) => void (await session.change(count.compile(sql)))],
}
