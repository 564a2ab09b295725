import { readdir, readFile, stat } from 'node:fs/promises'
import { namespaceNumber } from './lasting-ip.ts'

export interface Timers {
  after(milliseconds: number, callback: () => void): () => void
}

const politeMs = 3000
/** The end of a process takes its devices with it, and where many end at once they wait for each other in the kernel. */
const killedMs = 30_000
const betweenLooksMs = 3

/**
 * The processes in these network namespaces that are called one of `names` (as in /proc/<pid>/comm), none when there is no such
 * namespace. To look for them is to look at all of the machine's, however many namespaces there are.
 */
export async function processesIn(namespaces: readonly string[], names: readonly string[]): Promise<readonly number[]> {
  const meant = new Set((await Promise.all(namespaces.map(namespaceNumber))).filter((number) => number !== undefined))
  if (meant.size === 0) return []
  return processesThat(
    async (pid) => names.includes((await processName(pid)) ?? '') && meant.has((await namespaceOf(pid)) ?? 0),
  )
}

const namespaceOf = async (pid: number): Promise<number | undefined> =>
  (await stat(`/proc/${pid}/ns/net`).catch(() => undefined))?.ino

async function processesThat(isMeant: (pid: number) => Promise<boolean>): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number)
  const found = await Promise.all(pids.map(isMeant))
  return pids.filter((_, index) => found[index])
}

/**
 * The processes of a name, or of any, that were started with an environment in which `variable` begins with `value`. They are found
 * wherever they are: a namespace may lose its name, and what is in it goes on.
 */
export const processesWith = (name: string | undefined, variable: string, value: string): Promise<readonly number[]> =>
  processesThat(async (pid) => {
    if (name !== undefined && (await processName(pid)) !== name) return false
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
    return environment.split('\0').some((entry) => entry.startsWith(`${variable}=${value}`))
  })

async function processName(pid: number): Promise<string | undefined> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => undefined)
  return name?.trimEnd()
}

/** A process that has ended and that nobody has asked after is a zombie; it holds nothing any more (proc(5), "stat"). */
async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  return stat !== undefined && !/^\d+ \(.*\) [ZX] /.test(stat)
}

/** Asks the processes to end, and after three seconds makes them. Settles when they have ended. */
export async function endProcesses(pids: readonly number[], timers: Timers): Promise<void> {
  signal(pids, 'SIGTERM')
  if (await haveEnded(pids, politeMs, timers)) return
  await killProcesses(pids, timers)
}

/** Ends the processes at once. Settles when they have ended, with false when there were none. */
export async function killProcesses(pids: readonly number[], timers: Timers): Promise<boolean> {
  signal(pids, 'SIGKILL')
  if (!(await haveEnded(pids, killedMs, timers))) throw new Error(`processes do not end: ${pids.join(' ')}`)
  return pids.length > 0
}

function signal(pids: readonly number[], name: 'SIGTERM' | 'SIGKILL'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

/** The processes may be another server's children, of whose end nobody tells us: it is looked for. */
async function haveEnded(pids: readonly number[], withinMs: number, timers: Timers): Promise<boolean> {
  let late = false
  const cancel = timers.after(withinMs, () => {
    late = true
  })
  try {
    while (!late) {
      const running = await Promise.all(pids.map(isRunning))
      if (!running.includes(true)) return true
      await new Promise<void>((resolve) => timers.after(betweenLooksMs, resolve))
    }
    return false
  } finally {
    cancel()
  }
}
