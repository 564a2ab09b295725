import { DatabaseSync, type DatabaseSyncOptions, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { CompiledQuery } from 'kysely'
import type { Session } from '../engine.ts'
import { StoreUnavailable } from '../port.ts'
import { explain } from './failure.ts'

/** A connection to an SQLite file. Node's driver is synchronous: what is asked for is done when the call returns. */
export class Connection implements Session {
  readonly #file: string
  readonly #database: DatabaseSync
  /** By SQL text. The store's statements are few and fixed, so none is ever thrown away. */
  readonly #prepared = new Map<string, StatementSync>()

  /** Throws `StoreUnavailable` when the file cannot be opened. */
  constructor(file: string, options: DatabaseSyncOptions) {
    this.#file = file
    try {
      this.#database = new DatabaseSync(file, options)
    } catch (error) {
      throw explain(error, file)
    }
  }

  get inTransaction(): boolean {
    return this.#database.isOpen && this.#database.isTransaction
  }

  async rows<R>(query: CompiledQuery<R>): Promise<readonly R[]> {
    return this.all<R>(query.sql, query.parameters)
  }

  async change(query: CompiledQuery): Promise<number> {
    return this.run(query.sql, query.parameters)
  }

  all<R>(sql: string, parameters: readonly unknown[] = []): readonly R[] {
    try {
      // The statement's columns are its own compiled type; its parameters are the schema's numbers and texts.
      return this.#statement(sql).all(...(parameters as readonly SQLInputValue[])) as unknown[] as readonly R[]
    } catch (error) {
      throw this.#explain(error)
    }
  }

  /** The number of rows that were touched. */
  run(sql: string, parameters: readonly unknown[] = []): number {
    try {
      return Number(this.#statement(sql).run(...(parameters as readonly SQLInputValue[])).changes)
    } catch (error) {
      throw this.#explain(error)
    }
  }

  close(): void {
    this.#prepared.clear()
    if (this.#database.isOpen) this.#database.close()
  }

  #statement(sql: string): StatementSync {
    const known = this.#prepared.get(sql)
    if (known !== undefined) return known
    const prepared = this.#database.prepare(sql)
    this.#prepared.set(sql, prepared)
    return prepared
  }

  #explain(error: unknown): unknown {
    if (!this.#database.isOpen) return new StoreUnavailable('the store is closed: the server is shutting down')
    return explain(error, this.#file)
  }
}
