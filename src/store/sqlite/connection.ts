import { DatabaseSync, type DatabaseSyncOptions, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { CompiledQuery } from 'kysely'
import type { Session } from '../engine.ts'
import { StoreUnavailable } from '../port.ts'
import { explain } from './failure.ts'

interface Prepared {
  readonly statement: StatementSync
  readonly columns: readonly string[]
}

/** Makes rows of a statement's values; Node's own rows, objects without a prototype, are slower both to make and to read. */
function toRows<R>(columns: readonly string[], values: readonly (readonly unknown[])[]): readonly R[] {
  return values.map((row) => {
    const named: Record<string, unknown> = {}
    for (let index = 0; index < columns.length; index++) named[columns[index] ?? ''] = row[index]
    return named as R
  })
}

/** A connection to an SQLite file. Node's driver is synchronous: what is asked for is done when the call returns. */
export class Connection implements Session {
  readonly #file: string
  readonly #database: DatabaseSync
  /** By SQL text. The store's statements are few and fixed, so none is ever thrown away. */
  readonly #prepared = new Map<string, Prepared>()

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
      const { statement, columns } = this.#prepare(sql)
      // The parameters are the schema's numbers and texts. Node's types do not know of rows as arrays.
      const values = statement.all(...(parameters as readonly SQLInputValue[])) as unknown as readonly unknown[][]
      return toRows<R>(columns, values)
    } catch (error) {
      throw this.#explain(error)
    }
  }

  /** The number of rows that were touched. */
  run(sql: string, parameters: readonly unknown[] = []): number {
    try {
      return Number(this.#prepare(sql).statement.run(...(parameters as readonly SQLInputValue[])).changes)
    } catch (error) {
      throw this.#explain(error)
    }
  }

  /** Statements without parameters, of which nothing is remembered. */
  script(sql: string): void {
    try {
      this.#database.exec(sql)
    } catch (error) {
      throw this.#explain(error)
    }
  }

  close(): void {
    this.#prepared.clear()
    if (this.#database.isOpen) this.#database.close()
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql)
    if (known !== undefined) return known
    const statement = this.#database.prepare(sql)
    statement.setReturnArrays(true)
    const prepared = { statement, columns: statement.columns().map(({ name }) => name) }
    this.#prepared.set(sql, prepared)
    return prepared
  }

  #explain(error: unknown): unknown {
    if (!this.#database.isOpen) return new StoreUnavailable('the store is closed: the server is shutting down')
    return explain(error, this.#file)
  }
}
