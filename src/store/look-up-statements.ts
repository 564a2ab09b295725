import type { Kysely } from 'kysely'
import type { CountTable, Schema } from './schema.ts'
import { prepare, preparedByCount, rows, type Slots } from './statement.ts'

interface Sequenced {
  readonly sequence: number
}

/** What resources are found by. Values of `add` statements: one row's after the other's, in the order of the columns. */
export function lookUpStatements(sql: Kysely<Schema>) {
  return {
    addTags: preparedByCount((slot, count) =>
      sql
        .insertInto('tags')
        .values(rows(slot, count, ['kind', 'account', 'key', 'value', 'region', 'resource']))
        .onConflict((conflict) => conflict.doNothing()),
    ),
    dropTags: prepare((slot: Slots<Sequenced>) => sql.deleteFrom('tags').where('resource', '=', slot('sequence'))),
    addFacets: preparedByCount((slot, count) =>
      sql
        .insertInto('facets')
        .values(rows(slot, count, ['kind', 'account', 'name', 'value', 'region', 'resource']))
        .onConflict((conflict) => conflict.doNothing()),
    ),
    dropFacets: prepare((slot: Slots<Sequenced>) =>
      sql.deleteFrom('facets').where('resource', '=', slot('sequence')).where('name', '<>', 'attached'),
    ),
    counts: prepare((slot: Slots<Pick<CountTable, 'kind' | 'account'>>) =>
      sql
        .selectFrom('counts')
        .select(['region', 'number'])
        .where('kind', '=', slot('kind'))
        .where('account', '=', slot('account'))
        .where('deleting', '=', 0),
    ),
    addCounts: preparedByCount((slot, count) =>
      sql
        .insertInto('counts')
        .values(rows(slot, count, ['kind', 'account', 'region', 'deleting', 'number']))
        .onConflict((conflict) =>
          conflict
            .columns(['kind', 'account', 'region', 'deleting'])
            .doUpdateSet((value) => ({ number: value('counts.number', '+', value.ref('excluded.number')) })),
        ),
    ),
  }
}

/** A connection's facet that says that a router attachment has it. */
export function attachedStatements(sql: Kysely<Schema>) {
  return {
    attach: prepare((slot: Slots<{ id: string; value: string }>) =>
      sql
        .insertInto('facets')
        .columns(['kind', 'account', 'name', 'value', 'region', 'resource'])
        .expression((from) =>
          from
            .selectFrom('resources')
            .select((value) => [
              'kind',
              'account',
              value.val('attached').as('name'),
              value.val(slot('value')).as('value'),
              'region',
              'sequence',
            ])
            .where('id', '=', slot('id'))
            .where('kind', '=', 'connection'),
        )
        .onConflict((conflict) => conflict.doNothing()),
    ),
    /** Unless another attachment has the connection. */
    detach: prepare((slot: Slots<{ id: string }>) =>
      sql
        .deleteFrom('facets')
        .where('name', '=', 'attached')
        .where('resource', '=', (from) =>
          from.selectFrom('resources').select('sequence').where('id', '=', slot('id')).where('kind', '=', 'connection'),
        )
        .where((value) =>
          value.not(
            value.exists(
              value
                .selectFrom('links')
                .innerJoin('resources', 'resources.sequence', 'links.resource')
                .select('links.resource')
                .where('target', '=', slot('id'))
                .where('kind', '=', 'router-attachment'),
            ),
          ),
        ),
    ),
  }
}

/** What is one resource's alone, and what is to be reconciled. */
export function claimStatements(sql: Kysely<Schema>) {
  return {
    claim: preparedByCount((slot, count) =>
      sql
        .insertInto('claims')
        .values(rows(slot, count, ['scope', 'value', 'resource']))
        .onConflict((conflict) => conflict.columns(['scope', 'value']).doNothing()),
    ),
    claimant: prepare((slot: Slots<{ scope: string; value: string }>) =>
      sql
        .selectFrom('claims')
        .innerJoin('resources', 'resources.sequence', 'claims.resource')
        .select(['id', 'sequence'])
        .where('scope', '=', slot('scope'))
        .where('value', '=', slot('value')),
    ),
    release: prepare((slot: Slots<Sequenced>) => sql.deleteFrom('claims').where('resource', '=', slot('sequence'))),
    ask: preparedByCount((slot, count) =>
      sql
        .insertInto('pending')
        .values(rows(slot, count, ['kind', 'id', 'ticket']))
        .onConflict((conflict) =>
          conflict.columns(['kind', 'id']).doUpdateSet((value) => ({ ticket: value.ref('excluded.ticket') })),
        ),
    ),
    pending: prepare((slot: Slots<{ after: number }>) =>
      sql.selectFrom('pending').select(['kind', 'id', 'ticket']).where('ticket', '>', slot('after')).orderBy('ticket'),
    ),
    settle: prepare((slot: Slots<{ kind: string; id: string; ticket: number }>) =>
      sql
        .deleteFrom('pending')
        .where('kind', '=', slot('kind'))
        .where('id', '=', slot('id'))
        .where('ticket', '<=', slot('ticket')),
    ),
    lastTicket: prepare(() => sql.selectFrom('pending').select((value) => value.fn.max('ticket').as('ticket'))),
  }
}
