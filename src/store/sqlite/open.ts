import { accessSync, closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Engine } from '../engine.ts'
import { migrate, requireCurrent } from '../migrate.ts'
import { type Store, StoreUnavailable } from '../port.ts'
import { SqlReadingStore, SqlStore, type SqlStoreOptions } from '../sql-store.ts'
import { sqliteForms, sqliteSql } from './compiler.ts'
import { Connection } from './connection.ts'
import { lockFolder } from './folder-lock.ts'
import { makeTables } from './newest-tables.ts'
import { makePrivate } from './private-file.ts'
import { Snapshots } from './snapshots.ts'
import { SqliteWriter } from './sqlite-writer.ts'

export interface SqliteStoreOptions extends SqlStoreOptions {
  /** Where the data is; made when it is not there. */
  readonly folder: string
  /** `full`, when not given: what resolved survives a power cut. `off`: a crash of the process only, for tests and simulations. */
  readonly synchronous?: 'full' | 'off'
}

/** Milliseconds that a statement waits for another program's lock; short, because the whole process waits with it. */
const busyTimeout = 500

const cacheKibibytes = 64 * 1024

/** Pages of 4 KiB after which the log is taken over. Pages that many writes change are so written to the file a fourth as often. */
const longestLog = 4000

const dataFile = (folder: string) => join(folder, 'culvert.db')

function openWriter(file: string, synchronous: 'full' | 'off'): Connection {
  const connection = new Connection(file, { timeout: busyTimeout, enableForeignKeyConstraints: true })
  try {
    connection.all('pragma journal_mode = wal')
    connection.all(`pragma synchronous = ${synchronous}`)
    // Where SQLite keeps what a savepoint may have to put back; a batch of writes has more of it than stays in memory else.
    connection.all('pragma temp_store = memory')
    // The pages of all indexes of some 100,000 resources; else a create reads those back that the one before it has read.
    connection.all(`pragma cache_size = -${cacheKibibytes}`)
    connection.all(`pragma wal_autocheckpoint = ${longestLog}`)
  } catch (error) {
    connection.close()
    throw error
  }
  return connection
}

const openReader = (file: string) => new Connection(file, { timeout: busyTimeout, readOnly: true })

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** With all above it. Node's own recursion never ends where a folder is that takes no others, such as /proc. */
function makeWithParents(folder: string): void {
  if (existsSync(folder)) return
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (!isMissing(error) || existsSync(dirname(folder))) throw error
    makeWithParents(dirname(folder))
    mkdirSync(folder, { mode: 0o700 })
  }
}

/** Makes the folder for this user alone, since it holds keys; one that was there keeps its mode. */
function makeFolder(folder: string): void {
  try {
    makeWithParents(folder)
    if (!statSync(folder).isDirectory()) throw new Error('it is a file')
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StoreUnavailable(
      `the data folder ${folder} cannot be written (${reason}): make it writable, or choose another with --data`,
      { cause: error },
    )
  }
}

/** A new file's name is on disk only once its folder is. */
function flushFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/**
 * The store in a folder of this machine, which it holds until it is closed or the process ends.
 * Rejects with `StoreUnavailable` when another server holds the folder, it cannot be written, its file is damaged, or a
 * newer Culvert wrote it.
 */
export async function openSqliteStore({
  folder,
  synchronous = 'full',
  ...options
}: SqliteStoreOptions): Promise<Store> {
  const place = resolve(folder)
  const file = dataFile(place)
  makeFolder(place)
  const unlock = lockFolder(place, join(place, 'lock.db'))
  let connection: Connection | undefined
  try {
    if (makePrivate(file)) flushFolder(place)
    connection = openWriter(file, synchronous)
    const engine = sqliteEngine(file, connection, unlock)
    makeTables(connection)
    await migrate(engine.writer, engine.sql, sqliteForms)
    return await SqlStore.open(engine, options)
  } catch (error) {
    connection?.close()
    unlock()
    throw error
  }
}

/** Reads through connections of its own, and lets go of the folder with `unlock` once it is closed. */
export function sqliteEngine(file: string, connection: Connection, unlock: () => void): Engine {
  const snapshots = new Snapshots(() => openReader(file))
  return {
    sql: sqliteSql(),
    writer: new SqliteWriter(connection, () => snapshots.age()),
    read: (work) => snapshots.read(work),
    async close() {
      snapshots.close()
      connection.close()
      unlock()
    },
  }
}

/** What another user's server made is there, and not to be taken for nothing. */
function requireData(folder: string, file: string): void {
  try {
    statSync(file)
    accessSync(file, constants.R_OK)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') {
      throw new StoreUnavailable(
        `the data in ${folder} belongs to another user: run this as the one who runs the server (sudo)`,
        { cause: error },
      )
    }
    throw new StoreUnavailable(
      `there is no data in ${folder}: start \`./culvert serve\` first, or name its folder with --data`,
      { cause: error },
    )
  }
}

/**
 * The data of a folder that a server may be using at the same time. What is read is the newest commit of each `read`.
 * Rejects with `StoreUnavailable` when there is no data, or another version's.
 */
export async function openSqliteStoreForReading(folder: string): Promise<Pick<Store, 'read' | 'close'>> {
  const place = resolve(folder)
  const file = dataFile(place)
  requireData(place, file)
  const snapshots = new Snapshots(() => openReader(file))
  const sql = sqliteSql()
  try {
    await snapshots.read((session) => requireCurrent(session, sql))
  } catch (error) {
    snapshots.close()
    throw error
  }
  return new SqlReadingStore({
    sql,
    read(work) {
      // The commits are another process's, so nothing tells when the snapshot that others share has grown old.
      snapshots.age()
      return snapshots.read(work).finally(() => snapshots.age())
    },
    async close() {
      snapshots.close()
    },
  })
}
