import type { ResourceRef } from '../domain/resource.ts'
import { writeLeftOvers } from './batch.ts'
import type { Engine } from './engine.ts'
import { GroupCommit } from './group-commit.ts'
import { Lease } from './lease.ts'
import { claimStatements } from './look-up-statements.ts'
import type { Store, StoreReader, StoreTransaction } from './port.ts'
import { ResourceDecoder } from './resource-row.ts'
import { SqlReader } from './sql-reader.ts'
import { SqlTransaction } from './sql-transaction.ts'
import { type Statements, statementsFor } from './statements.ts'

type Listener = (changed: readonly ResourceRef[]) => void

export interface SqlStoreOptions {
  /** How writes of the same moment find each other: calls back when all that is ready to run has run. `setImmediate` when not given. */
  readonly gather?: (callback: () => void) => void
  /** Told of a listener that threw. Node's warnings when not given. */
  readonly warn?: (error: Error) => void
}

/** The reading half, for a process that may not write. */
export class SqlReadingStore implements Pick<Store, 'read' | 'close'> {
  readonly #engine: Omit<Engine, 'writer'>
  protected readonly statements: Statements
  protected readonly decoder = new ResourceDecoder()

  constructor(engine: Omit<Engine, 'writer'>) {
    this.#engine = engine
    this.statements = statementsFor(engine.sql)
  }

  read<T>(work: (reader: StoreReader) => Promise<T>): Promise<T> {
    return this.#engine.read(async (session) => {
      const lease = new Lease(session)
      try {
        return await work(new SqlReader({ session: lease, statements: this.statements, decoder: this.decoder }))
      } finally {
        lease.end()
      }
    })
  }

  close(): Promise<void> {
    return this.#engine.close()
  }
}

/** The store over any engine that speaks SQL. */
export class SqlStore extends SqlReadingStore implements Store {
  readonly #writes: GroupCommit
  readonly #listeners = new Set<Listener>()
  readonly #credentialListeners = new Set<() => void>()
  readonly #warn: (error: Error) => void
  #closing: Promise<void> | undefined

  #ticket: number

  /** `lastTicket` is the highest that is pending. */
  constructor(engine: Engine, lastTicket: number, { gather, warn }: SqlStoreOptions = {}) {
    super(engine)
    this.#ticket = lastTicket
    this.#warn = warn ?? ((error) => process.emitWarning(error))
    this.#writes = new GroupCommit({
      writer: engine.writer,
      gather: gather ?? setImmediate,
      finish: (session, batch) => writeLeftOvers(session, this.statements, batch),
      committed: (left) => this.#announce(left.flatMap(({ changed }) => changed)),
    })
  }

  static async open(engine: Engine, options: SqlStoreOptions = {}): Promise<SqlStore> {
    const [last] = await engine.read((session) => session.rows(claimStatements(engine.sql).lastTicket.bind({})))
    // An aggregate of no rows is null, which Kysely's type does not say.
    return new SqlStore(engine, (last?.ticket ?? 0) as number, options)
  }

  async write<T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T> {
    let putCredentials = false
    try {
      return await this.#writes.write(async (session, left, batch) => {
        const parts = { session, statements: this.statements, decoder: this.decoder }
        const transaction = new SqlTransaction(parts, { left, batch, nextTicket: () => ++this.#ticket })
        try {
          const value = await work(transaction)
          transaction.confirm()
          putCredentials = transaction.putCredentials
          return value
        } finally {
          transaction.end()
        }
      })
    } finally {
      // Also when it failed: nobody can say of every failed commit that it is not on disk.
      if (putCredentials) for (const listener of this.#credentialListeners) this.#tell(listener)
    }
  }

  onCredentialChange(listener: () => void): () => void {
    const own = () => listener()
    this.#credentialListeners.add(own)
    return () => this.#credentialListeners.delete(own)
  }

  onCommit(listener: Listener): () => void {
    // Wrapped, so that a function that listens twice is called twice and each answer calls off its own.
    const own: Listener = (changed) => listener(changed)
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }

  override close(): Promise<void> {
    this.#closing ??= this.#writes.close().then(() => super.close())
    return this.#closing
  }

  #announce(changed: readonly ResourceRef[]): void {
    if (changed.length === 0) return
    const once = [...new Map(changed.map((ref) => [`${ref.kind} ${ref.id}`, ref])).values()]
    for (const listener of this.#listeners) this.#tell(() => listener(once))
  }

  #tell(listener: () => void): void {
    try {
      listener()
    } catch (error) {
      this.#warn(error instanceof Error ? error : new Error(`a listener of the store threw ${String(error)}`))
    }
  }
}
