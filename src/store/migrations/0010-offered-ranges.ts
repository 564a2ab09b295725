import { type Kysely, sql as raw } from 'kysely'
import type { Session } from '../engine.ts'
import type { Migration } from './migration.ts'

interface Row {
  readonly sequence: number
  readonly spec: string
  readonly extras: string
}

async function rewrite(session: Session, sql: Kysely<unknown>): Promise<void> {
  const query = raw<Row>`select sequence, spec, extras from resources where kind = 'network'`
  for (const { sequence, spec, extras } of await session.rows(query.compile(sql))) {
    if ((JSON.parse(extras) as { readonly publishesCidr?: boolean }).publishesCidr !== true) continue
    const written = JSON.stringify({ ...(JSON.parse(spec) as object), offersRanges: true })
    await session.change(raw`update resources set spec = ${written} where sequence = ${sequence}`.compile(sql))
  }
}

/** Whether routers have a network's ranges, which one dialect kept for itself, is the network's own. */
export const offeredRanges: Migration = {
  name: '0010-offered-ranges',
  up: (sql) => [(session) => rewrite(session, sql)],
}
