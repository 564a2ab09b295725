import { DatabaseSync } from 'node:sqlite'

/**
 * Takes the lock that this file stands for, and answers with what lets it go; undefined while another holds it. It is SQLite's
 * own lock on the file, so that the operating system lets it go when its process ends, however it ends. Nothing is
 * written. Throws where the file cannot be made.
 */
export function takeLock(file: string): (() => void) | undefined {
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec('pragma journal_mode = memory')
    database.exec('begin immediate')
  } catch (error) {
    database.close()
    if (isTaken(error)) return undefined
    throw error
  }
  return () => database.close()
}

/** SQLITE_BUSY. */
const isTaken = (error: unknown): boolean => error instanceof Error && 'errcode' in error && error.errcode === 5
