import { CommanderError } from 'commander'
import { UsageError } from '../runtime/config.ts'

/** Errors that their makers wrote for the person at the keyboard: the message says what is wrong and what to do. */
const forPeople = new Set([
  'ConfigError',
  'UsageError',
  'StoreUnavailable',
  'NativeApiError',
  'DataPlaneUnavailable',
  'DemoFailed',
  'PackagesMissing',
  'Interrupted',
])

const systemAdvice: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space and try again',
  EDQUOT: 'the disk quota is used up: free some space and try again',
  EMFILE: 'too many open files: raise the limit (ulimit -n) and try again',
  ENOMEM: 'out of memory: free some and try again',
  EROFS: 'the file system is read-only: choose another folder',
}

/** What is said of an error on one line; one that nobody expected keeps its stack, since it is a fault of the program's. */
export function sentenceFor(error: unknown): string {
  if (!(error instanceof Error)) return `an unexpected failure: ${String(error)}`
  if (forPeople.has(error.name)) return error.message.replace(/\s*\n\s*/g, ' ')
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const advice = code === undefined ? undefined : systemAdvice[code]
  if (advice !== undefined) return `${advice} (${error.message})`
  return `an unexpected failure, please report it: ${error.stack ?? error.message}`
}

/** 0 after help that was asked for, 2 when what was typed is wrong, 1 for everything else. */
export function exitCodeFor(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  return error instanceof UsageError ? 2 : 1
}
