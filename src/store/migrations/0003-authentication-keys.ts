import { type Kysely, sql as raw } from 'kysely'
import type { Session } from '../engine.ts'
import type { Migration } from './migration.ts'

interface Row {
  readonly sequence: number
  readonly spec: string
  readonly extras: string
}

async function rewrite(session: Session, sql: Kysely<unknown>): Promise<void> {
  const query = raw<Row>`select sequence, spec, extras from resources where kind = 'customer-gateway' and extras <> '{}'`
  for (const row of await session.rows(query.compile(sql))) {
    const { authKey } = JSON.parse(row.extras) as { readonly authKey?: unknown }
    const before = JSON.parse(row.spec) as object
    const spec = JSON.stringify(typeof authKey === 'string' ? { ...before, authenticationKey: authKey } : before)
    const update = raw`update resources set spec = ${spec}, extras = '{}' where sequence = ${row.sequence}`
    await session.change(update.compile(sql))
  }
}

/** The key of a peer's BGP sessions, which one dialect kept for itself, is the customer gateway's own: sessions are made with it. */
export const authenticationKeys: Migration = {
  name: '0003-authentication-keys',
  up: (sql) => [(session) => rewrite(session, sql)],
}
