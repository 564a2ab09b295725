import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { environment } from '../dataplane/linux/command.ts'
import type { Installation } from '../dataplane/linux/names.ts'
import { endKeeper, keeperVariable } from '../dataplane/linux/purge.ts'
import type { Esp } from '../domain/esp.ts'
import type { Clock } from '../runtime/clock.ts'
import { isRunning } from '../runtime/process-identity.ts'
import { isKept, keeperFiles, readKeeperState } from './files.ts'

const sources = join(import.meta.dirname, '..')

/** Tells a program from one of which any file has changed since. */
export async function programDigest(): Promise<string> {
  const hash = createHash('sha256').update(process.version)
  for (const name of (await readdir(sources, { recursive: true })).sort()) {
    if (!/(?<!\.test)\.[jt]s$/.test(name)) continue
    const { size, mtimeMs } = await stat(join(sources, name))
    hash.update(`${name} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}

/** What is to be kept, and what carries its tunnels. */
export interface Kept extends Installation {
  readonly esp: Esp
}

/**
 * Starts a keeper that outlives this process, and what starts it again. Two of one installation do no harm: one of them
 * ends.
 */
export async function spawnKeeper({ tag, runFolder, esp }: Kept, program: string): Promise<void> {
  const { folder, log } = keeperFiles(runFolder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const output = await open(log, 'a', 0o600)
  try {
    const [supervisor, culvert] = [join(sources, 'keeper/supervisor.js'), join(sources, 'cli/culvert.js')]
    const own = ['keeper', '--tag', tag, '--run-folder', runFolder, '--program', program, '--esp', esp]
    const child = spawn(process.execPath, [supervisor, culvert, ...own], {
      cwd: '/',
      detached: true,
      env: { ...environment, [keeperVariable]: runFolder },
      stdio: ['ignore', output.fd, output.fd],
    })
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', reject)
    })
    child.unref()
  } finally {
    await output.close()
  }
}

/** How often a server looks whether its keeper is there, and how long one may take to say that it is. */
const betweenLooksMilliseconds = 1000
const startingMilliseconds = 2000

export interface KeptOptions extends Kept {
  readonly clock: Clock
  readonly onProblem: (error: unknown) => void
}

/**
 * Sees to it that the installation has a keeper of this very program, until the answer is called; the keeper goes on then, and
 * none is started any more once the answer has settled. One that is there is left alone, one of another program is
 * replaced.
 */
export function stayKept(options: KeptOptions): () => Promise<void> {
  const { clock, onProblem } = options
  let stopped = false
  let cancel = () => {}
  let startedAt: number | undefined
  // One that would carry tunnels by something else is another program.
  const program = programDigest().then((digest) => `${digest}-${options.esp}`)

  const look = async (): Promise<void> => {
    const state = await readKeeperState(options.runFolder)
    const wanted = await program
    if (isKept(state)) {
      if (state.program === wanted || !isRunning(state.keeper)) return
      await endKeeper(options, clock)
    } else if (startedAt !== undefined && clock.now() - startedAt < startingMilliseconds) return
    if (stopped) return
    startedAt = clock.now()
    await spawnKeeper(options, wanted)
  }
  let looking: Promise<void> = Promise.resolve()
  const looks = () => {
    looking = look()
      .catch(onProblem)
      .finally(() => {
        if (!stopped) cancel = clock.after(betweenLooksMilliseconds, looks)
      })
  }
  looks()
  return async () => {
    stopped = true
    cancel()
    await looking
  }
}
