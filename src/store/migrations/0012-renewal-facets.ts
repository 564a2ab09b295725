import { type Kysely, sql as raw } from 'kysely'
import type { Session } from '../engine.ts'
import type { Migration } from './migration.ts'

interface Row {
  readonly sequence: number
  readonly account: string
  readonly region: string
  readonly spec: string
}

interface Bought {
  readonly term?: { readonly renewal: number | string }
}

async function add(session: Session, sql: Kysely<unknown>): Promise<void> {
  const query = raw<Row>`select sequence, account, region, spec from resources where kind = 'gateway'`
  for (const { sequence, account, region, spec } of await session.rows(query.compile(sql))) {
    const { term } = JSON.parse(spec) as Bought
    if (term === undefined) continue
    const renewal = typeof term.renewal === 'number' ? 'automatic' : term.renewal
    const row = raw`insert into facets (kind, account, name, value, region, resource)
      values ('gateway', ${account}, 'renewal', ${renewal}, ${region}, ${sequence})`
    await session.change(row.compile(sql))
  }
}

/** Gateways that are paid for in advance are found by what becomes of them at the end of their terms. */
export const renewalFacets: Migration = {
  name: '0012-renewal-facets',
  up: (sql) => [(session) => add(session, sql)],
}
