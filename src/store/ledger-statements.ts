import { type Kysely, sql as written } from 'kysely'
import { dataPlaneActor } from '../domain/tunnel-change.ts'
import type { AccessKeyTable, AccountTable, ClientTokenTable, Schema, SessionTable, TaskTable } from './schema.ts'
import { prepare, preparedByCount, rows, type Slots } from './statement.ts'

type TokenKey = Pick<ClientTokenTable, 'account' | 'region' | 'action' | 'token'>

/** What was asked for and what was answered. */
function requests(sql: Kysely<Schema>) {
  return {
    clientToken: prepare((slot: Slots<TokenKey>) =>
      sql
        .selectFrom('client_tokens')
        .select(['request_digest', 'response', 'at'])
        .where('account', '=', slot('account'))
        .where('region', '=', slot('region'))
        .where('action', '=', slot('action'))
        .where('token', '=', slot('token')),
    ),
    putClientToken: prepare((slot: Slots<ClientTokenTable>) =>
      sql
        .insertInto('client_tokens')
        .values({
          account: slot('account'),
          region: slot('region'),
          action: slot('action'),
          token: slot('token'),
          request_digest: slot('request_digest'),
          response: slot('response'),
          at: slot('at'),
        })
        .onConflict((conflict) => conflict.columns(['account', 'region', 'action', 'token']).doNothing()),
    ),
    forgetClientTokens: prepare((slot: Slots<{ before: number }>) =>
      sql.deleteFrom('client_tokens').where('at', '<', slot('before')),
    ),
    task: prepare((slot: Slots<Pick<TaskTable, 'account' | 'region' | 'id'>>) =>
      sql
        .selectFrom('tasks')
        .select(['resource_kind', 'resource_id', 'generation', 'at'])
        .where('account', '=', slot('account'))
        .where('region', '=', slot('region'))
        .where('id', '=', slot('id')),
    ),
    putTask: prepare((slot: Slots<TaskTable>) =>
      sql
        .insertInto('tasks')
        .values({
          id: slot('id'),
          account: slot('account'),
          region: slot('region'),
          resource_kind: slot('resource_kind'),
          resource_id: slot('resource_id'),
          generation: slot('generation'),
          at: slot('at'),
        })
        .onConflict((conflict) => conflict.columns(['account', 'region', 'id']).doNothing()),
    ),
  }
}

const eventColumns = [
  'at',
  'account',
  'region',
  'request_id',
  'action',
  'actor',
  'resources',
  'subject',
  'details',
] as const

/** What happened. */
function audit(sql: Kysely<Schema>) {
  return {
    events: prepare((slot: Slots<{ limit: number }>) =>
      sql.selectFrom('events').select(eventColumns).orderBy('sequence', 'desc').limit(slot('limit')),
    ),
    eventsBefore: prepare((slot: Slots<{ before: number; limit: number }>) =>
      sql
        .selectFrom('events')
        .select(['sequence', ...eventColumns])
        .where('sequence', '<', slot('before'))
        .orderBy('sequence', 'desc')
        .limit(slot('limit')),
    ),
    eventsAbout: prepare((slot: Slots<{ subject: string; before: number; limit: number }>) =>
      sql
        .selectFrom('events')
        .select(['sequence', ...eventColumns])
        .where('subject', '=', slot('subject'))
        .where('sequence', '<', slot('before'))
        .orderBy('sequence', 'desc')
        .limit(slot('limit')),
    ),
    // Written out: SQLite knows of no value that is bound later whether the index has it.
    forgetTunnelEvents: prepare((slot: Slots<{ before: number }>) =>
      sql.deleteFrom('events').where('actor', '=', written.lit(dataPlaneActor)).where('at', '<', slot('before')),
    ),
    /** Values: one event's after the other's, in the order of the columns. */
    appendEvents: preparedByCount((slot, count) => sql.insertInto('events').values(rows(slot, count, eventColumns))),
  }
}

const accountColumns = ['id', 'dialect', 'outer_pool', 'extras', 'settings'] as const

function installation(sql: Kysely<Schema>) {
  return {
    accounts: prepare(() => sql.selectFrom('accounts').select(accountColumns).orderBy('id')),
    account: prepare((slot: Slots<Pick<AccountTable, 'id'>>) =>
      sql.selectFrom('accounts').select(accountColumns).where('id', '=', slot('id')),
    ),
    putAccount: prepare((slot: Slots<AccountTable>) => {
      const rest = {
        dialect: slot('dialect'),
        outer_pool: slot('outer_pool'),
        extras: slot('extras'),
        settings: slot('settings'),
      }
      return sql
        .insertInto('accounts')
        .values({ id: slot('id'), ...rest })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
    }),
    setting: prepare((slot: Slots<{ name: string }>) =>
      sql.selectFrom('settings').select('value').where('name', '=', slot('name')),
    ),
    putSetting: prepare((slot: Slots<{ name: string; value: string }>) =>
      sql
        .insertInto('settings')
        .values({ name: slot('name'), value: slot('value') })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: slot('value') })),
    ),
  }
}

const keyColumns = ['id', 'secret', 'account', 'active', 'user', 'created_at'] as const

/** What requests are signed with. */
function keys(sql: Kysely<Schema>) {
  const all = sql.selectFrom('access_keys').select(keyColumns)
  return {
    accessKeys: prepare(() => all.orderBy('id')),
    accessKey: prepare((slot: Slots<Pick<AccessKeyTable, 'id'>>) => all.where('id', '=', slot('id'))),
    keysOf: prepare((slot: Slots<{ account: string; user: string }>) =>
      all.where('account', '=', slot('account')).where('user', '=', slot('user')).orderBy('created_at').orderBy('id'),
    ),
    putAccessKey: prepare((slot: Slots<AccessKeyTable>) => {
      const rest = {
        secret: slot('secret'),
        account: slot('account'),
        active: slot('active'),
        user: slot('user'),
        created_at: slot('created_at'),
      }
      return sql
        .insertInto('access_keys')
        .values({ id: slot('id'), ...rest })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
    }),
    removeAccessKey: prepare((slot: Slots<Pick<AccessKeyTable, 'id'>>) =>
      sql.deleteFrom('access_keys').where('id', '=', slot('id')),
    ),
    session: prepare((slot: Slots<Pick<SessionTable, 'id'>>) =>
      sql.selectFrom('sessions').selectAll().where('id', '=', slot('id')),
    ),
    putSession: prepare((slot: Slots<SessionTable>) =>
      sql.insertInto('sessions').values({
        id: slot('id'),
        secret: slot('secret'),
        token_digest: slot('token_digest'),
        account: slot('account'),
        role: slot('role'),
        user: slot('user'),
        name: slot('name'),
        policy: slot('policy'),
        created_at: slot('created_at'),
        expires_at: slot('expires_at'),
      }),
    ),
    forgetSessions: prepare((slot: Slots<{ before: number }>) =>
      sql.deleteFrom('sessions').where('expires_at', '<', slot('before')),
    ),
  }
}

export const ledgerStatements = (sql: Kysely<Schema>) => ({
  ...requests(sql),
  ...audit(sql),
  ...installation(sql),
  ...keys(sql),
})
