import type { CompiledQuery, Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * A connection, for as long as it is lent. Kysely writes the SQL; statements go straight to the engine, because Kysely's
 * own executor takes five promises a statement to find a connection that is known already.
 * Both methods reject with `StoreUnavailable` when the engine cannot serve.
 */
export interface Session {
  /** `use` is 'once' where the answer is not worth remembering, such as when anybody can choose the parameters. */
  rows<R>(query: CompiledQuery<R>, use?: 'once'): Promise<readonly R[]>
  /** Resolves with the number of rows that it touched. */
  change(query: CompiledQuery): Promise<number>
}

/** The one connection that writes. After any failure of `begin` or `commit` only `rollback` is called on it. */
export interface Writer extends Session {
  begin(): Promise<void>
  /** Resolves when the transaction is on disk. */
  commit(): Promise<void>
  /** Ends the transaction, if there is one, without a trace. */
  rollback(): Promise<void>
  savepoint(): Promise<void>
  release(): Promise<void>
  /** Undoes what came after the savepoint, and takes the savepoint away. */
  undo(): Promise<void>
}

/** What differs from one database engine to the next. */
export interface Engine {
  /** Compiles statements for the engine; it has no connection of its own. */
  readonly sql: Kysely<Schema>
  readonly writer: Writer
  /** Lends a session whose statements all see one and the same commit, at least as new as the newest at the call. */
  read<T>(work: (session: Session) => Promise<T>): Promise<T>
  close(): Promise<void>
}
