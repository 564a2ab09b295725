import type { ColumnDefinitionBuilder, Compilable, Kysely } from 'kysely'

/** What table definitions need to know of an engine. */
export interface Types {
  /** A primary key that counts up with every insert. */
  readonly counter: {
    readonly type: 'integer' | 'bigint'
    readonly define: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder
  }
}

/** One step of the schema. Once released it never changes: what comes after is a step of its own. */
export interface Migration {
  readonly name: string
  /** Statements in order; all steps that are due run in one transaction. */
  up(sql: Kysely<unknown>, types: Types): readonly Compilable[]
}
