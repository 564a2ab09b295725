import { runFolderOf } from '../../dataplane/linux/names.ts'
import { runKeeper } from '../../keeper/run.ts'
import { systemClock } from '../../runtime/clock.ts'
import { createLogger } from '../../runtime/logger.ts'
import { systemRandom } from '../../runtime/random.ts'

export interface KeeperCommandOptions {
  readonly tag: string
  readonly runFolder?: string
  readonly program: string
}

export async function keeper({ tag, runFolder = runFolderOf(tag), program }: KeeperCommandOptions): Promise<void> {
  process.title = 'culvert-keeper'
  const logger = createLogger({ level: 'info', format: 'json' })
  await runKeeper({ tag, runFolder, program, clock: systemClock, random: systemRandom, logger })
}
