import type { CompiledQuery } from 'kysely'
import type { Writer } from '../engine.ts'
import type { Connection } from './connection.ts'

export class SqliteWriter implements Writer {
  readonly #connection: Connection
  readonly #committed: () => void
  readonly #committing: () => void
  /** Why the open transaction is lost. */
  #lost: unknown

  constructor(connection: Connection, hooks: { readonly committing: () => void; readonly committed: () => void }) {
    this.#connection = connection
    this.#committing = hooks.committing
    this.#committed = hooks.committed
  }

  async rows<R>(query: CompiledQuery<R>): Promise<readonly R[]> {
    return this.#guarded(() => this.#connection.all<R>(query.sql, query.parameters))
  }

  async change(query: CompiledQuery): Promise<number> {
    return this.#guarded(() => this.#connection.run(query.sql, query.parameters))
  }

  async begin(): Promise<void> {
    this.#lost = undefined
    // At once and not at the first write: a transaction that read before it was the writer may have read what is gone.
    this.#connection.run('begin immediate')
  }

  async commit(): Promise<void> {
    this.#committing()
    this.#guarded(() => this.#connection.run('commit'))
    this.#committed()
  }

  async rollback(): Promise<void> {
    this.#lost = undefined
    if (this.#connection.inTransaction) this.#connection.run('rollback')
  }

  async savepoint(): Promise<void> {
    this.#guarded(() => this.#connection.run('savepoint work'))
  }

  async release(): Promise<void> {
    this.#guarded(() => this.#connection.run('release savepoint work'))
  }

  async undo(): Promise<void> {
    this.#guarded(() => this.#connection.run('rollback to savepoint work'))
    this.#guarded(() => this.#connection.run('release savepoint work'))
  }

  /**
   * After a full disk and the like SQLite may have ended the whole transaction by itself
   * (https://sqlite.org/lang_transaction.html), and each further statement would be a commit of its own.
   */
  #guarded<T>(statement: () => T): T {
    if (this.#lost !== undefined) throw this.#lost
    try {
      return statement()
    } catch (error) {
      if (!this.#connection.inTransaction) this.#lost = error
      throw error
    }
  }
}
