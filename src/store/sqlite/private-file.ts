import { chmodSync, closeSync, openSync } from 'node:fs'
import { StoreUnavailable } from '../port.ts'

/**
 * Makes the file readable and writable for this user alone, empty if it was not there; answers whether it made it.
 * It never opens one that was there: closing any descriptor of a file lets go of all locks that this process has on it
 * (https://sqlite.org/howtocorrupt.html section 2.2). Throws `StoreUnavailable`.
 */
export function makePrivate(file: string): boolean {
  try {
    return create(file)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StoreUnavailable(
      `${file} cannot be written (${reason}): make it writable, or choose another --data folder`,
      {
        cause: error,
      },
    )
  }
}

function create(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx', 0o600))
    return true
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error
    chmodSync(file, 0o600)
    return false
  }
}
