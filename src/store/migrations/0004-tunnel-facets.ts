import { type Kysely, sql as raw } from 'kysely'
import type { Session } from '../engine.ts'
import type { Migration } from './migration.ts'

interface Row {
  readonly sequence: number
  readonly account: string
  readonly region: string
  readonly spec: string
}

async function add(session: Session, sql: Kysely<unknown>): Promise<void> {
  const query = raw<Row>`select sequence, account, region, spec from resources where kind = 'connection'`
  for (const { sequence, account, region, spec } of await session.rows(query.compile(sql))) {
    const { tunnels } = JSON.parse(spec) as { readonly tunnels: readonly { readonly id: string }[] }
    for (const { id } of tunnels) {
      const row = raw`insert into facets (kind, account, name, value, region, resource)
        values ('connection', ${account}, 'tunnel', ${id}, ${region}, ${sequence})`
      await session.change(row.compile(sql))
    }
  }
}

/** Connections are found by their tunnels. */
export const tunnelFacets: Migration = {
  name: '0004-tunnel-facets',
  up: (sql) => [(session) => add(session, sql)],
}
