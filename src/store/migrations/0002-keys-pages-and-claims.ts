import { type ColumnDefinitionBuilder, type Kysely, sql as raw } from 'kysely'
import type { Session } from '../engine.ts'
import { type OldRow, renewed, renewedAccount } from './0002-rows.ts'
import type { Migration, TableForms } from './migration.ts'

const owner = (column: ColumnDefinitionBuilder) => column.notNull().references('resources.sequence').onDelete('cascade')
const text = (column: ColumnDefinitionBuilder) => column.notNull()

const lookUps = (sql: Kysely<unknown>, { keyed }: TableForms) => [
  keyed(
    sql.schema
      .createTable('tags')
      .addColumn('kind', 'text', text)
      .addColumn('account', 'text', text)
      .addColumn('key', 'text', text)
      .addColumn('value', 'text', text)
      .addColumn('region', 'text', text)
      .addColumn('resource', 'bigint', owner)
      .addPrimaryKeyConstraint('tags_key', ['kind', 'account', 'key', 'value', 'region', 'resource']),
  ),
  sql.schema.createIndex('tags_of_resource').on('tags').column('resource'),
  keyed(
    sql.schema
      .createTable('facets')
      .addColumn('kind', 'text', text)
      .addColumn('account', 'text', text)
      .addColumn('name', 'text', text)
      .addColumn('value', 'text', text)
      .addColumn('region', 'text', text)
      .addColumn('resource', 'bigint', owner)
      .addPrimaryKeyConstraint('facets_key', ['kind', 'account', 'name', 'value', 'region', 'resource']),
  ),
  sql.schema.createIndex('facets_of_resource').on('facets').column('resource'),
  keyed(
    sql.schema
      .createTable('counts')
      .addColumn('kind', 'text', text)
      .addColumn('account', 'text', text)
      .addColumn('region', 'text', text)
      .addColumn('deleting', 'integer', text)
      .addColumn('number', 'bigint', text)
      .addPrimaryKeyConstraint('counts_key', ['kind', 'account', 'region', 'deleting']),
  ),
]

const claimsAndKeys = (sql: Kysely<unknown>, { keyed }: TableForms) => [
  keyed(
    sql.schema
      .createTable('claims')
      .addColumn('scope', 'text', text)
      .addColumn('value', 'text', text)
      .addColumn('resource', 'bigint', owner)
      .addPrimaryKeyConstraint('claims_key', ['scope', 'value']),
  ),
  sql.schema.createIndex('claims_of_resource').on('claims').column('resource'),
  keyed(
    sql.schema
      .createTable('pending')
      .addColumn('kind', 'text', text)
      .addColumn('id', 'text', text)
      .addColumn('ticket', 'bigint', text)
      .addPrimaryKeyConstraint('pending_key', ['kind', 'id']),
  ),
  sql.schema.createIndex('pending_by_ticket').on('pending').column('ticket'),
]

/** Rows read at once: few enough to hold, many enough that reading them costs little. */
const chunk = 500

async function rewrite(session: Session, sql: Kysely<unknown>): Promise<void> {
  const run = (statement: ReturnType<typeof raw>) => session.change(statement.compile(sql))
  let ticket = 0
  for (let last = 0; ; ) {
    const query = raw<OldRow>`select sequence, id, kind, account, region, deleting, spec, sidecar from resources
      where sequence > ${last} order by sequence limit ${chunk}`
    const rows = await session.rows(query.compile(sql))
    for (const row of rows) {
      const { kind, account, region, sequence } = row
      const { spec, labels, extras, tags, facets, attached, claims, root } = renewed(row)
      await run(
        raw`update resources set spec = ${spec}, labels = ${labels}, sidecar = ${extras} where sequence = ${sequence}`,
      )
      for (const { key, value } of tags) {
        await run(raw`insert into tags (kind, account, key, value, region, resource)
          values (${kind}, ${account}, ${key}, ${value}, ${region}, ${sequence}) on conflict do nothing`)
      }
      for (const { name, value } of facets) {
        await run(raw`insert into facets (kind, account, name, value, region, resource)
          values (${kind}, ${account}, ${name}, ${value}, ${region}, ${sequence}) on conflict do nothing`)
      }
      if (attached !== undefined) {
        await run(raw`insert into facets (kind, account, name, value, region, resource)
          select kind, account, 'attached', 'yes', region, sequence from resources
          where id = ${attached} and kind = 'connection' on conflict do nothing`)
      }
      for (const { scope, value } of claims) {
        await run(raw`insert into claims (scope, value, resource)
          values (${scope}, ${value}, ${sequence}) on conflict do nothing`)
      }
      if (root !== undefined) {
        ticket += 1
        await run(raw`insert into pending (kind, id, ticket) values (${root}, ${row.id}, ${ticket})`)
      }
    }
    const end = rows.at(-1)
    if (end === undefined) break
    last = end.sequence
  }
  const accounts = raw<{ readonly id: string; readonly sidecar: string }>`select id, sidecar from accounts`
  for (const { id, sidecar } of await session.rows(accounts.compile(sql))) {
    await run(raw`update accounts set sidecar = ${renewedAccount(sidecar)} where id = ${id}`)
  }
  await run(raw`insert into counts (kind, account, region, deleting, number)
    select kind, account, region, deleting, count(*) from resources group by kind, account, region, deleting`)
}

/**
 * What lists are answered from, what is unique, and what is still to be reconciled; tags, descriptions and resource groups
 * move from the sidecar into labels, and what is left of it are the extras.
 */
export const keysPagesAndClaims: Migration = {
  name: '0002-keys-pages-and-claims',
  up: (sql, forms) => [
    sql.schema
      .alterTable('resources')
      .addColumn('labels', 'text', (column) => column.notNull().defaultTo('{"tags":[]}')),
    sql.schema
      .createIndex('resources_by_name')
      .on('resources')
      .columns(['kind', 'account', 'region', 'name', 'sequence']),
    ...lookUps(sql, forms),
    ...claimsAndKeys(sql, forms),
    (session) => rewrite(session, sql),
    sql.schema.alterTable('resources').renameColumn('sidecar', 'extras'),
    sql.schema.alterTable('accounts').renameColumn('sidecar', 'extras'),
  ],
}
