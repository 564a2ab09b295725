import { mkdir, open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Esp } from '../../domain/esp.ts'
import { type Spawn, untilAnswering } from '../../runtime/started-process.ts'
import type { TunnelSpec } from '../port.ts'
import { renderSettings } from './render-settings.ts'
import { connect, type ViciTimers } from './vici/session.ts'

export const daemonProgram = '/usr/sbin/charon-systemd'

/** What a running process of the program is called in /proc (proc(5), "comm"). */
export const daemonProcessName = 'charon-systemd'

/** The variable of its environment that names the file of its settings (strongswan.conf(5)). */
export const settingsVariable = 'STRONGSWAN_CONF'

export const socketIn = (folder: string): string => join(folder, 'vici')
export const settingsIn = (folder: string): string => join(folder, 'strongswan.conf')
export const outputIn = (folder: string): string => join(folder, 'charon.log')

export interface DaemonStart {
  /** Starts the program in the tunnel's namespace. */
  readonly spawn: Spawn
  readonly folder: string
  readonly tunnel: TunnelSpec
  readonly esp: Esp
  readonly timers: ViciTimers
}

/**
 * Starts the tunnel's daemon with its files in `folder` and settles when it answers. It is a process of its own: it outlives
 * this one, so that packets keep flowing, and is found again by the folder. charon-systemd stays in the foreground
 * and writes no PID file, so any number of them do not collide. Rejects with the daemon's own words when it ends, or
 * says nothing for ten seconds.
 */
export async function startDaemon({ spawn, folder, tunnel, esp, timers }: DaemonStart): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(settingsIn(folder), renderSettings(tunnel, socketIn(folder), esp), { mode: 0o600 })
  const output = await open(outputIn(folder), 'a', 0o600)
  try {
    const child = spawn([daemonProgram], {
      cwd: '/',
      detached: true,
      env: { [settingsVariable]: settingsIn(folder) },
      stdio: ['ignore', output.fd, output.fd],
    })
    child.unref()
    await untilAnswering({
      child,
      title: `charon in ${folder}`,
      timers,
      isAnswering: () => isAnswering(folder, timers),
      output: () => readFile(outputIn(folder), 'utf8').catch(() => ''),
    })
  } finally {
    await output.close()
  }
}

/** Whether a daemon serves the folder. One that hangs does not. */
export async function isAnswering(folder: string, timers: ViciTimers): Promise<boolean> {
  try {
    await using session = await connect(socketIn(folder), { timeoutMs: 1000, timers })
    await session.request('version', {}, { timeoutMs: 2000 })
    return true
  } catch {
    return false
  }
}
