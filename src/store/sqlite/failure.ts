import { StoreUnavailable } from '../port.ts'

/** Primary result codes (https://sqlite.org/rescode.html); the low byte of an extended code. */
const busy = 5
const outOfMemory = 7
const readOnly = 8
const inputOutput = 10
const corrupt = 11
const full = 13
const cannotOpen = 14
const notADatabase = 26

const advice: Readonly<Record<number, (file: string) => string>> = {
  [busy]: (file) => `another program has locked ${file}: close it and try again`,
  [outOfMemory]: () => 'out of memory: give the server more',
  [readOnly]: (file) => `${file} cannot be written: make it and its folder writable for this user`,
  [inputOutput]: (file) => `reading or writing ${file} failed: check the disk, and that it is not full`,
  [corrupt]: (file) => `${file} is damaged: restore it from a backup, or move it away to start anew`,
  [full]: (file) => `the disk of ${file} is full: free some space and try again; nothing of the request was stored`,
  [cannotOpen]: (file) => `${file} cannot be opened: make it and its folder readable and writable for this user`,
  [notADatabase]: (file) => `${file} is not a database: restore it from a backup, or move it away to start anew`,
}

/** The extended result code of an error that came from SQLite. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode : undefined
}

/** What the store's callers are told: `StoreUnavailable` where the engine cannot serve, else the error as it came. */
export function explain(error: unknown, file: string): unknown {
  const code = resultCode(error)
  const sentence = code === undefined ? undefined : advice[code & 0xff]
  if (sentence === undefined || !(error instanceof Error)) return error
  return new StoreUnavailable(`${sentence(file)} (SQLite: ${error.message})`, { cause: error })
}
