import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:fs'
import { access, mkdir, open, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../runtime/clock.ts'
import { type Spawn, untilAnswering } from '../../runtime/started-process.ts'
import { connectControl } from './control-session.ts'

export const daemonProgram = '/usr/sbin/bird'

/** What a running process of the program is called in /proc (proc(5), "comm"). */
export const daemonProcessName = 'bird'

/** A variable of its environment that BIRD does not read: by it a process is found whose namespace has lost its name. */
export const folderVariable = 'CULVERT_BIRD'

export const socketIn = (folder: string): string => join(folder, 'bird.ctl')
export const configurationIn = (folder: string): string => join(folder, 'bird.conf')
export const logIn = (folder: string): string => join(folder, 'bird.log')
const candidateIn = (folder: string): string => join(folder, 'bird.conf.new')
const processIn = (folder: string): string => join(folder, 'bird.pid')
const outputIn = (folder: string): string => join(folder, 'bird.out')

const connectMs = 2000

/** Writes the file down beside the one that holds; it has passwords in it. */
export async function writeCandidate(folder: string, configuration: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(candidateIn(folder), configuration, { mode: 0o600 })
  return candidateIn(folder)
}

export const acceptCandidate = (folder: string): Promise<void> => rename(candidateIn(folder), configurationIn(folder))

export interface StartOptions {
  readonly folder: string
  readonly configuration: string
  /**
   * The daemon takes the place of one that ended without a farewell: what it had put into the kernel is left there until
   * the neighbors have told everything again (RFC 4724).
   */
  readonly recovers: boolean
  readonly timers: Pick<Clock, 'after'>
}

/**
 * Starts a gateway's routing daemon with its files in `folder` and settles when it answers. It is a process of its own,
 * which outlives this one and is found again by the folder. Rejects with the daemon's own words when the configuration is
 * not one, or when it ends or says nothing for ten seconds; the file that was there before is then still there.
 */
export async function startDaemon(spawn: Spawn, options: StartOptions): Promise<void> {
  const { folder, configuration, recovers, timers } = options
  await access(daemonProgram, constants.X_OK).catch(() => {
    throw new Error(`there is no ${daemonProgram} here: apt-get install bird2`)
  })
  const candidate = await writeCandidate(folder, configuration)
  const output = await open(outputIn(folder), 'w', 0o600)
  const launch = (args: readonly string[]): ChildProcess =>
    spawn([daemonProgram, ...args], {
      cwd: '/',
      detached: true,
      env: { [folderVariable]: `${folder}/`, TZ: 'UTC' },
      stdio: ['ignore', output.fd, output.fd],
    })
  try {
    const check = launch(['-p', '-c', candidate])
    const code = await ended(check)
    if (code !== 0) throw new Error(`BIRD refuses its configuration: ${await said(folder)}`)
    await acceptCandidate(folder)
    const files = ['-c', configurationIn(folder), '-s', socketIn(folder), '-P', processIn(folder)]
    const child = launch(['-f', ...(recovers ? ['-R'] : []), ...files])
    child.unref()
    await untilAnswering({
      child,
      title: `BIRD in ${folder}`,
      timers,
      isAnswering: () => isAnswering(folder, timers),
      output: () => said(folder),
    })
  } finally {
    await output.close()
  }
}

async function ended(child: ChildProcess): Promise<number | string> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  return code ?? signal ?? 'nothing'
}

const said = async (folder: string): Promise<string> =>
  (await readFile(outputIn(folder), 'utf8').catch(() => '')).trim().slice(-2000)

/** Whether a daemon serves the folder. One that hangs does not. */
export async function isAnswering(folder: string, timers: Pick<Clock, 'after'>): Promise<boolean> {
  try {
    await using session = await connectControl(socketIn(folder), { timeoutMs: connectMs, timers })
    await session.ask('show status')
    return true
  } catch {
    return false
  }
}

/** The process that serves the folder, or that did; undefined where none ever did. */
export async function readProcessId(folder: string): Promise<string | undefined> {
  const text = await readFile(processIn(folder), 'utf8').catch(() => '')
  return /^\d+$/.exec(text.trim())?.[0]
}

/** What the kernel counts of a namespace's TCP segments, as the daemon's process sees it (proc_pid_net(5)). */
export async function readNetworkCounters(folder: string): Promise<string> {
  const pid = await readProcessId(folder)
  return pid === undefined ? '' : readFile(`/proc/${pid}/net/netstat`, 'utf8')
}
