import type { CompiledQuery } from 'kysely'
import type { Writer } from '../engine.ts'
import { StoreUnavailable } from '../port.ts'
import type { Connection } from './connection.ts'

export class SqliteWriter implements Writer {
  readonly #connection: Connection
  readonly #committing: () => void
  /** The first failure of the open transaction: the reason, should it be lost. */
  #lost: StoreUnavailable | undefined

  /** Calls `committing` right before each commit; nothing else runs between the two. */
  constructor(connection: Connection, committing: () => void) {
    this.#connection = connection
    this.#committing = committing
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
  }

  async rollback(): Promise<void> {
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
    if (!this.#connection.inTransaction) throw this.#lost ?? new StoreUnavailable('the transaction was lost: try again')
    try {
      return statement()
    } catch (error) {
      if (error instanceof StoreUnavailable) this.#lost ??= error
      throw error
    }
  }
}
