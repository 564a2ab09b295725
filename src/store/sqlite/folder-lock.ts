import { DatabaseSync } from 'node:sqlite'
import { StoreUnavailable } from '../port.ts'
import { explain } from './failure.ts'
import { makePrivate } from './private-file.ts'

interface Holder {
  readonly process: number
}

/** The process that wrote itself down last, while it holds the lock. */
function holder(database: DatabaseSync): string {
  try {
    const row = database.prepare('select process from holder').get() as Holder | undefined
    return row === undefined ? 'another process' : `process ${row.process}`
  } catch {
    return 'another process'
  }
}

/**
 * Takes the data folder for this process and answers with what lets it go. Throws `StoreUnavailable` when another has it.
 * The lock is SQLite's own on a file beside the data, which the operating system lets go of when the process dies, however
 * it dies. It is the write lock, so that a second server can still read who has it.
 */
export function lockFolder(folder: string, file: string): () => void {
  let database: DatabaseSync | undefined
  try {
    makePrivate(file)
    database = new DatabaseSync(file, { timeout: 0 })
    database.exec('pragma journal_mode = memory; pragma synchronous = off')
    database.exec('begin immediate')
    database.exec('create table if not exists holder (process integer not null); delete from holder')
    database.prepare('insert into holder (process) values (?)').run(process.pid)
    database.exec('commit; begin immediate')
  } catch (error) {
    const taken = error instanceof Error && 'errcode' in error && error.errcode === 5
    const by = taken && database !== undefined ? holder(database) : undefined
    database?.close()
    if (by === undefined) throw explain(error, file)
    throw new StoreUnavailable(
      `${folder} is in use by ${by}: stop that server, or start this one with another --data folder`,
      { cause: error },
    )
  }
  const held = database
  return () => held.close()
}
