import { copyFileSync, fstatSync, ftruncateSync } from 'node:fs'
import type { Clock } from '../runtime/clock.ts'

const standardError = 2
const mostBytes = 1024 * 1024
const betweenLooksMilliseconds = 60_000

/**
 * Keeps the file that standard error is appended to from growing for ever: what is in it moves to a second file in place of
 * what was there. It is cut rather than renamed, since other processes append to it too.
 */
export function boundLog(file: string, clock: Clock): void {
  const stat = fstatSync(standardError)
  if (stat.isFile() && stat.size > mostBytes) {
    copyFileSync(file, `${file}.1`)
    ftruncateSync(standardError, 0)
  }
  clock.after(betweenLooksMilliseconds, () => boundLog(file, clock))
}
