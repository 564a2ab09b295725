import type { ColumnDefinitionBuilder, Compilable, CreateTableBuilder, Kysely } from 'kysely'
import type { Session } from '../engine.ts'

/** What differs from one engine to the next in how a table is defined. */
export interface TableForms {
  /** A primary key that counts up with every insert. */
  readonly counter: {
    readonly type: 'integer' | 'bigint'
    readonly define: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder
  }
  /** Keeps the rows in the order of the primary key, where the engine can. */
  keyed<Table extends string>(table: CreateTableBuilder<Table>): CreateTableBuilder<Table>
}

/** Rows written anew, where SQL alone cannot: read and write through the session, which is in the migration's transaction. */
export type Rewrite = (session: Session) => Promise<void>

/** One step of the schema. Once released it never changes, nor does anything that it uses: what comes after is a step of its own. */
export interface Migration {
  readonly name: string
  /** Statements and rewrites in order; all steps that are due run in one transaction. */
  up(sql: Kysely<unknown>, forms: TableForms): readonly (Compilable | Rewrite)[]
}
