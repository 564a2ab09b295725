import { runFolderOf } from '../../dataplane/linux/names.ts'
import type { Esp } from '../../domain/esp.ts'
import { runKeeper } from '../../keeper/run.ts'
import { systemClock } from '../../runtime/clock.ts'
import { createLogger } from '../../runtime/logger.ts'
import { systemRandom } from '../../runtime/random.ts'

export interface KeeperCommandOptions {
  readonly tag: string
  readonly runFolder?: string
  readonly program: string
  readonly esp: Esp
}

export async function keeper({ tag, runFolder = runFolderOf(tag), program, esp }: KeeperCommandOptions): Promise<void> {
  process.title = 'culvert-keeper'
  const logger = createLogger({ level: 'info', format: 'json' })
  await runKeeper({ tag, runFolder, esp, program, clock: systemClock, random: systemRandom, logger })
}
