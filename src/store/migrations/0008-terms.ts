import { type Kysely, sql as raw } from 'kysely'
import type { Session } from '../engine.ts'
import type { Migration } from './migration.ts'

interface Row {
  readonly sequence: number
  readonly account: string
  readonly region: string
  readonly spec: string
  readonly extras: string
}

interface Bought {
  readonly chargeType?: string
  readonly paidUntil?: number
}

async function rewrite(session: Session, sql: Kysely<unknown>): Promise<void> {
  const query = raw<Row>`select sequence, account, region, spec, extras from resources where kind = 'gateway'`
  for (const { sequence, account, region, spec, extras } of await session.rows(query.compile(sql))) {
    const { chargeType, paidUntil } = JSON.parse(extras) as Bought
    if (chargeType === undefined) continue
    const term = paidUntil === undefined ? {} : { term: { end: paidUntil, renewal: 'manual' } }
    const written = JSON.stringify({ ...(JSON.parse(spec) as object), ...term })
    const update = raw`update resources set spec = ${written}, extras = '{}' where sequence = ${sequence}`
    await session.change(update.compile(sql))
    if (paidUntil === undefined) continue
    const facet = raw`insert into facets (kind, account, name, value, region, resource)
      values ('gateway', ${account}, 'paid', 'in-advance', ${region}, ${sequence})`
    await session.change(facet.compile(sql))
  }
}

/** What a gateway is paid for in advance, which one dialect kept for itself, is the gateway's own: it stops at its end. */
export const terms: Migration = {
  name: '0008-terms',
  up: (sql) => [(session) => rewrite(session, sql)],
}
