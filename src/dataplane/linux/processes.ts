import { readdir, readFile } from 'node:fs/promises'
import { run } from './command.ts'
import { isNoNamespace } from './ip.ts'
import { namespaceNumber } from './lasting-ip.ts'

export interface Timers {
  after(milliseconds: number, callback: () => void): () => void
}

const politeMs = 3000
/** The end of a process takes its devices with it, and where many end at once they wait for each other in the kernel. */
const killedMs = 30_000
const betweenLooksMs = 3

/** The processes in a network namespace that are called one of `names` (as in /proc/<pid>/comm), none when there is no such namespace. */
export async function processesIn(namespace: string, names: readonly string[]): Promise<readonly number[]> {
  // To look for processes is to look at all of the machine's.
  if ((await namespaceNumber(namespace)) === undefined) return []
  const text = await run('ip', ['netns', 'pids', namespace]).catch((error: unknown) => {
    if (isNoNamespace(error)) return ''
    throw error
  })
  const pids = text
    .split('\n')
    .filter((line) => line !== '')
    .map(Number)
  const called = await Promise.all(pids.map(processName))
  return pids.filter((_, index) => names.includes(called[index] ?? ''))
}

/**
 * The processes of a name, or of any, that were started with an environment in which `variable` begins with `value`. They are found
 * wherever they are: a namespace may lose its name, and what is in it goes on.
 */
export async function processesWith(
  name: string | undefined,
  variable: string,
  value: string,
): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number)
  const found = await Promise.all(
    pids.map(async (pid) => {
      if (name !== undefined && (await processName(pid)) !== name) return false
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
      return environment.split('\0').some((entry) => entry.startsWith(`${variable}=${value}`))
    }),
  )
  return pids.filter((_, index) => found[index])
}

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
