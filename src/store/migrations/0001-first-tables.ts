import type { ColumnDefinitionBuilder, Kysely } from 'kysely'
import type { Migration, TableForms } from './migration.ts'

/** The number of a resource, which rows that go with it carry: short, and in the order of insertion as its id is not. */
const owner = (column: ColumnDefinitionBuilder) => column.notNull().references('resources.sequence').onDelete('cascade')

const resources = (sql: Kysely<unknown>, { counter, keyed }: TableForms) => [
  sql.schema
    .createTable('resources')
    .addColumn('sequence', counter.type, counter.define)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('region', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('generation', 'bigint', (column) => column.notNull())
    .addColumn('deleting', 'integer', (column) => column.notNull())
    .addColumn('spec', 'text', (column) => column.notNull())
    .addColumn('sidecar', 'text', (column) => column.notNull()),
  sql.schema.createIndex('resources_newest_first').on('resources').columns(['kind', 'account', 'region', 'sequence']),
  // No foreign key on the target: a transaction may put a resource before what it refers to.
  keyed(
    sql.schema
      .createTable('links')
      .addColumn('resource', 'bigint', owner)
      .addColumn('target', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('links_key', ['target', 'resource']),
  ),
  sql.schema.createIndex('links_of_resource').on('links').column('resource'),
  keyed(
    sql.schema
      .createTable('outer_addresses')
      .addColumn('number', 'bigint', (column) => column.primaryKey().notNull())
      .addColumn('resource', 'bigint', owner),
  ),
  sql.schema.createIndex('outer_addresses_of_resource').on('outer_addresses').column('resource'),
  keyed(
    sql.schema
      .createTable('applied')
      .addColumn('resource', 'bigint', (column) => owner(column).primaryKey())
      .addColumn('generation', 'bigint', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull()),
  ),
]

const requests = (sql: Kysely<unknown>, { counter, keyed }: TableForms) => [
  // Not keyed: tokens are random and rows are long, so that each would go to a page of its own.
  sql.schema
    .createTable('client_tokens')
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('region', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('token', 'text', (column) => column.notNull())
    .addColumn('request_digest', 'text', (column) => column.notNull())
    .addColumn('response', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('client_tokens_key', ['account', 'region', 'action', 'token']),
  sql.schema.createIndex('client_tokens_by_age').on('client_tokens').column('at'),
  keyed(
    sql.schema
      .createTable('tasks')
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('region', 'text', (column) => column.notNull())
      .addColumn('resource_kind', 'text', (column) => column.notNull())
      .addColumn('resource_id', 'text', (column) => column.notNull())
      .addColumn('generation', 'bigint', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('tasks_key', ['account', 'region', 'id']),
  ),
  sql.schema
    .createTable('events')
    .addColumn('sequence', counter.type, counter.define)
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('region', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('resources', 'text', (column) => column.notNull()),
]

const installation = (sql: Kysely<unknown>) => [
  sql.schema
    .createTable('accounts')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('dialect', 'text', (column) => column.notNull())
    .addColumn('outer_pool', 'text', (column) => column.notNull())
    .addColumn('sidecar', 'text', (column) => column.notNull()),
  sql.schema
    .createTable('access_keys')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('active', 'integer', (column) => column.notNull()),
  sql.schema
    .createTable('settings')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull()),
]

export const firstTables: Migration = {
  name: '0001-first-tables',
  up: (sql, forms) => [...resources(sql, forms), ...requests(sql, forms), ...installation(sql)],
}
