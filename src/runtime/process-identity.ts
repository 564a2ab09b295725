import { readFileSync } from 'node:fs'

/** What tells a process from a later one of the same number. */
export interface ProcessIdentity {
  readonly pid: number
  /** Absent where the system does not say. */
  readonly processStart?: string
}

/** proc(5): the 22nd field of stat, in ticks since the machine started. The second, a name, may hold spaces. */
export function processStartOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

export function identityOf(pid: number): ProcessIdentity {
  const processStart = processStartOf(pid)
  return processStart === undefined ? { pid } : { pid, processStart }
}

/** Whether this very process is there. */
export const isRunning = ({ pid, processStart }: ProcessIdentity): boolean =>
  isThere(pid) && processStart === processStartOf(pid)

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another user's process may not be signalled, and is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
