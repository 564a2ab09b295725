import type { Kysely } from 'kysely'
import { type ResourceValues, resourceColumns } from './resource-row.ts'
import type { Schema } from './schema.ts'
import { prepare, preparedByCount, type Slots, upTo } from './statement.ts'

interface Named {
  readonly kind: string
  readonly id: string
}

interface Sequenced {
  readonly sequence: number
}

function reading(sql: Kysely<Schema>) {
  const resources = sql.selectFrom('resources').select(resourceColumns)
  const referencing = sql
    .selectFrom('links')
    .innerJoin('resources', 'resources.sequence', 'links.resource')
    .select(resourceColumns)
    .orderBy('sequence', 'desc')
  return {
    get: prepare((slot: Slots<Named>) => resources.where('id', '=', slot('id')).where('kind', '=', slot('kind'))),
    referencing: prepare((slot: Slots<Named>) =>
      referencing.where('target', '=', slot('id')).where('kind', '=', slot('kind')),
    ),
    everything: prepare(() => sql.selectFrom('resources').select(['id', 'kind']).orderBy('sequence')),
    ofKinds: preparedByCount((slot, count) =>
      sql
        .selectFrom('resources')
        .select(['id', 'kind'])
        .where('kind', 'in', upTo(count).map(slot) as string[]),
    ),
    applied: preparedByCount((slot, count) =>
      sql
        .selectFrom('applied')
        .innerJoin('resources', 'resources.sequence', 'applied.resource')
        .select(['id', 'account', 'region', 'applied.generation'])
        .where('id', 'in', upTo(count).map(slot) as string[]),
    ),
    delays: preparedByCount((slot, count) =>
      sql
        .selectFrom('delays')
        .innerJoin('resources', 'resources.sequence', 'delays.resource')
        .select(['id', 'until'])
        .where('id', 'in', upTo(count).map(slot) as string[]),
    ),
  }
}

function writing(sql: Kysely<Schema>) {
  const columns = (slot: Slots<ResourceValues>) => ({
    account: slot('account'),
    region: slot('region'),
    name: slot('name'),
    created_at: slot('createdAt'),
    generation: slot('generation'),
    deleting: slot('deleting'),
    spec: slot('spec'),
    labels: slot('labels'),
    extras: slot('extras'),
  })
  return {
    // A conflict is no row rather than an error: PostgreSQL gives up the whole transaction at an error.
    insert: prepare((slot: Slots<ResourceValues>) =>
      sql
        .insertInto('resources')
        .values({ id: slot('id'), kind: slot('kind'), ...columns(slot) })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('sequence'),
    ),
    replace: prepare((slot: Slots<ResourceValues>) =>
      sql
        .updateTable('resources')
        .set(columns(slot))
        .where('id', '=', slot('id'))
        .where('kind', '=', slot('kind'))
        .where('generation', '=', slot('previous'))
        .returning('sequence'),
    ),
    /** Links, addresses and what was applied go with it: their foreign keys cascade. */
    remove: prepare((slot: Slots<Named>) =>
      sql.deleteFrom('resources').where('id', '=', slot('id')).where('kind', '=', slot('kind')),
    ),
    /** Values: resource, target, resource, target and so on. */
    link: preparedByCount((slot, count) =>
      sql.insertInto('links').values(
        upTo(count / 2).map((row) => ({
          resource: slot(row * 2) as number,
          target: slot(row * 2 + 1) as string,
        })),
      ),
    ),
    unlink: prepare((slot: Slots<Sequenced>) => sql.deleteFrom('links').where('resource', '=', slot('sequence'))),
  }
}

const noting = (sql: Kysely<Schema>) => ({
  markApplied: prepare((slot: Slots<{ id: string; generation: number; at: number }>) =>
    sql
      .insertInto('applied')
      .columns(['resource', 'generation', 'at'])
      .expression((from) =>
        from
          .selectFrom('resources')
          .select((value) => [
            'sequence',
            value.val(slot('generation')).as('generation'),
            value.val(slot('at')).as('at'),
          ])
          .where('id', '=', slot('id')),
      )
      .onConflict((conflict) =>
        conflict
          .column('resource')
          .doUpdateSet((value) => ({ generation: value.ref('excluded.generation'), at: value.ref('excluded.at') }))
          .whereRef('excluded.generation', '>', 'applied.generation'),
      ),
  ),
  delay: prepare((slot: Slots<{ id: string; until: number }>) =>
    sql
      .insertInto('delays')
      .columns(['resource', 'until'])
      .expression((from) =>
        from
          .selectFrom('resources')
          .select((value) => ['sequence', value.val(slot('until')).as('until')])
          .where('id', '=', slot('id')),
      )
      .onConflict((conflict) =>
        conflict.column('resource').doUpdateSet((value) => ({ until: value.ref('excluded.until') })),
      ),
  ),
})

export const resourceStatements = (sql: Kysely<Schema>) => ({ ...reading(sql), ...writing(sql), ...noting(sql) })
