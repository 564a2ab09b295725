import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'
import { systemClock } from '../../../runtime/clock.ts'
import type { Spawn } from '../../../runtime/started-process.ts'
import type { BgpSpec } from '../../port.ts'
import { RoutingDaemon } from '../daemon.ts'
import { renderBird } from '../render.ts'
import { daemonProgram, logIn, startDaemon } from '../start-daemon.ts'

export const run = promisify(execFile)

/** Why no BIRD can be run here, or undefined if one can. */
export function whyNoBird(): string | undefined {
  if (process.getuid?.() !== 0) return 'a BIRD in a network namespace needs root'
  try {
    accessSync(daemonProgram, constants.X_OK)
  } catch {
    return `${daemonProgram} is not installed`
  }
  return undefined
}

export type Side = 'left' | 'right'

/** Two namespaces with links between them, until the test ends, however it ends. Link `n` has 169.254.`n`.0/30. */
export interface LinkedNamespaces {
  readonly folders: Readonly<Record<Side, string>>
  /** Runs a program in a side's namespace, and gives what it wrote. */
  in(side: Side, ...program: readonly string[]): Promise<string>
  readonly spawnIn: (side: Side) => Spawn
  /** Ends what runs by the PID file, as a crash would, or as one who shuts it down. */
  end(pidFile: string, signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
  readonly undo: AsyncDisposableStack
}

export const addressOf = (side: Side, link: number): string => `169.254.${link}.${side === 'left' ? 1 : 2}`

export async function linkNamespaces(t: TestContext, links: readonly number[]): Promise<LinkedNamespaces> {
  // Undone in the opposite order, each step whatever becomes of the others.
  const undo = new AsyncDisposableStack()
  t.after(() => undo.disposeAsync())
  const tag = randomBytes(3).toString('hex')
  const folder = await mkdtemp(join(tmpdir(), `culvert-bird-${tag}-`))
  undo.defer(() => rm(folder, { recursive: true, force: true }))
  const names = { left: `culvert-bgp-${tag}-l`, right: `culvert-bgp-${tag}-r` }
  for (const name of Object.values(names)) {
    await run('ip', ['netns', 'add', name])
    undo.defer(async () => {
      await run('ip', ['netns', 'del', name])
    })
    await run('ip', ['-n', name, 'link', 'set', 'lo', 'up'])
  }
  for (const link of links) {
    const device = `link${link}`
    await run('ip', [
      'link',
      'add',
      device,
      'netns',
      names.left,
      'type',
      'veth',
      'peer',
      'name',
      device,
      'netns',
      names.right,
    ])
    for (const side of ['left', 'right'] as const) {
      await run('ip', ['-n', names[side], 'address', 'add', `${addressOf(side, link)}/30`, 'dev', device])
      await run('ip', ['-n', names[side], 'link', 'set', device, 'up'])
    }
  }
  return {
    folders: { left: join(folder, 'left'), right: join(folder, 'right') },
    in: async (side, ...program) => (await run('ip', ['netns', 'exec', names[side], ...program])).stdout,
    spawnIn: (side) => (program, options) =>
      spawn('ip', ['netns', 'exec', names[side], ...program], { ...options, env: { ...process.env, ...options.env } }),
    end,
    undo,
  }
}

async function end(pidFile: string, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''))
  if (!(pid > 0)) return
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
  // As proc(5) says: one that has ended and waits to be asked after is a zombie.
  const isThere = async () => {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
    return stat !== undefined && !/^\d+ \(.*\) [ZX] /.test(stat)
  }
  await settle(async () => !(await isThere()))
}

/** Comes back once `until` gives true. */
export async function settle(until: () => Promise<boolean>, patienceMs = 60_000): Promise<void> {
  const deadline = systemClock.now() + patienceMs
  while (!(await until())) {
    if (systemClock.now() > deadline) throw new Error('what was waited for did not come')
    await new Promise<void>((resolve) => systemClock.after(10, resolve))
  }
}

/** A BIRD of ours on one side, until the test ends. */
export async function startBird(
  lab: LinkedNamespaces,
  side: Side,
  spec: BgpSpec,
  onChange: () => void = () => {},
): Promise<RoutingDaemon> {
  const folder = lab.folders[side]
  const options = { folder, configuration: renderBird(spec, logIn(folder)), recovers: false, timers: systemClock }
  await startDaemon(lab.spawnIn(side), options)
  lab.undo.defer(() => end(join(folder, 'bird.pid'), 'SIGTERM'))
  const daemon = new RoutingDaemon(folder, systemClock, { onChange, onLoss: () => {} })
  lab.undo.defer(() => daemon.close())
  return daemon
}
