import { existsSync } from 'node:fs'
import type { Clock } from '../runtime/clock.ts'
import type { Logger } from '../runtime/logger.ts'
import { identityOf } from '../runtime/process-identity.ts'
import { takeLock } from '../runtime/process-lock.ts'
import type { Random } from '../runtime/random.ts'
import { boundLog } from './bounded-log.ts'
import { Driver } from './driver.ts'
import { keeperFiles, writeKeeperState } from './files.ts'
import { HealthChecks } from './health.ts'
import { type Kept, spawnKeeper } from './start.ts'

/** How long the one before may take to end. */
const patienceMilliseconds = 3000
const betweenTriesMilliseconds = 50
/** How soon it is noticed that the installation has been removed by other means. */
const betweenLooksMilliseconds = 5000

export interface KeeperOptions extends Kept {
  readonly program: string
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
}

/** Keeps the installation until it is told to end, or nothing of it is left, or another keeper is there. */
export async function runKeeper(options: KeeperOptions): Promise<void> {
  const { tag, runFolder, esp, program, clock, random, logger } = options
  const files = keeperFiles(runFolder)
  // Whoever started it has made the folder: without it the installation has been removed meanwhile.
  if (!existsSync(files.folder)) return
  boundLog(files.log, clock)
  const ending = reasonToEnd(options)
  const release = await takePatiently(files.lock, clock)
  if (release === undefined) return logger.info('another keeper is there')
  await writeKeeperState(runFolder, { keeper: identityOf(process.pid), supervisor: identityOf(process.ppid), program })
  const onProblem = (problem: { readonly detail: string }) => logger.warn(problem, 'keeper')
  const checks = new HealthChecks({ tag, runFolder, clock, random, onProblem })
  const driver = new Driver({
    tag,
    runFolder,
    esp,
    clock,
    onProblem,
    onDriving: (drives) => logger.info(drives ? 'no server is there: driving' : 'a server is there'),
  })
  logger.info({ runFolder, program }, 'keeping')
  await checks.start()
  driver.start()
  const reason = await ending
  logger.info({ reason }, 'ending')
  await Promise.all([driver.stop(), checks.stop()])
  release()
  if (reason === 'no supervisor') await spawnKeeper(options, program)
}

async function takePatiently(file: string, clock: Clock): Promise<(() => void) | undefined> {
  const until = clock.now() + patienceMilliseconds
  for (;;) {
    const release = takeLock(file)
    if (release !== undefined || clock.now() >= until) return release
    await new Promise<void>((resolve) => clock.after(betweenTriesMilliseconds, resolve))
  }
}

/** Whoever starts this process again is watched as well: it hears of our end, and we of its. */
function reasonToEnd({ runFolder, clock }: KeeperOptions): Promise<'told to' | 'no supervisor' | 'nothing to keep'> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve('told to'))
    process.once('SIGINT', () => resolve('told to'))
    process.once('disconnect', () => resolve('no supervisor'))
    if (!process.connected) resolve('no supervisor')
    const look = () => {
      if (existsSync(keeperFiles(runFolder).state)) clock.after(betweenLooksMilliseconds, look)
      else resolve('nothing to keep')
    }
    clock.after(betweenLooksMilliseconds, look)
  })
}
