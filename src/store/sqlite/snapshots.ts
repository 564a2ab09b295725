import type { Session } from '../engine.ts'
import { StoreUnavailable } from '../port.ts'
import type { Connection } from './connection.ts'
import { RememberedRows } from './remembered-rows.ts'

interface Snapshot {
  readonly connection: Connection
  readonly session: Session
  users: number
}

/** Connections kept for the next reader; more are open only while slow readers hold older snapshots. */
const spares = 4

/**
 * Lends connections inside a read transaction. Readers of the same commit share one, and it stays open for the next of
 * them, since opening costs as much as reading; a commit makes it old, and whoever comes next gets another.
 */
export class Snapshots {
  readonly #open: () => Connection
  readonly #idle: Connection[] = []
  readonly #inUse = new Set<Snapshot>()
  #current: Snapshot | undefined
  #closed = false

  constructor(open: () => Connection) {
    this.#open = open
  }

  async read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const snapshot = this.#current ?? this.#take()
    snapshot.users++
    try {
      return await work(snapshot.session)
    } finally {
      snapshot.users--
      if (snapshot.users === 0 && this.#current !== snapshot) this.#end(snapshot)
    }
  }

  /**
   * What is open now is about to be no longer the newest. To be called before the commit: SQLite takes its log over at the
   * end of one, up to the oldest snapshot, and only from one that was taken over whole does it start anew.
   */
  age(): void {
    const old = this.#current
    this.#current = undefined
    if (old?.users === 0) this.#end(old)
  }

  close(): void {
    this.#closed = true
    this.#current = undefined
    for (const { connection } of this.#inUse) connection.close()
    for (const connection of this.#idle) connection.close()
    this.#idle.length = 0
  }

  #take(): Snapshot {
    if (this.#closed) throw new StoreUnavailable('the store is closed: the server is shutting down')
    const connection = this.#idle.pop() ?? this.#open()
    connection.run('begin')
    const snapshot = { connection, session: new RememberedRows(connection), users: 0 }
    this.#inUse.add(snapshot)
    this.#current = snapshot
    return snapshot
  }

  #end(snapshot: Snapshot): void {
    this.#inUse.delete(snapshot)
    if (this.#closed) return
    snapshot.connection.run('commit')
    if (this.#idle.length < spares) this.#idle.push(snapshot.connection)
    else snapshot.connection.close()
  }
}
