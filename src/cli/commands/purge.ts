import { existsSync } from 'node:fs'
import { runFolderOf } from '../../dataplane/linux/names.ts'
import { purgeInstallation } from '../../dataplane/linux/purge.ts'
import { takeDriveOfKeeper } from '../../keeper/drive-lock.ts'
import { systemClock } from '../../runtime/clock.ts'
import { ConfigError } from '../../runtime/config.ts'
import { forgetDataPlane, readDataPlane } from '../../server/remembered-data-plane.ts'
import { openSqliteStore, openSqliteStoreForReading } from '../../store/sqlite/open.ts'

export interface PurgeOptions {
  readonly data: string
  /** Of an installation whose folder is gone. */
  readonly tag?: string
}

export const purge = ({ data, tag }: PurgeOptions): Promise<void> =>
  tag === undefined ? purgeOf(data) : purgeByTag(tag)

/** What keepers hold goes on without the folder of its installation, and has no other name then. */
async function purgeByTag(tag: string): Promise<void> {
  const runFolder = runFolderOf(tag)
  if (!existsSync(runFolder)) {
    throw new ConfigError(`--tag: there is nothing of an installation ${tag} on this host: see ./culvert doctor`)
  }
  const release = await takeDriveOfKeeper(runFolder, systemClock)
  if (release === undefined) throw new ConfigError(`--tag: a server of installation ${tag} runs: stop it first`)
  try {
    await purgeInstallation({ tag, runFolder }, systemClock)
  } finally {
    release()
  }
  process.stdout.write(`Removed from this host what installation ${tag} had made (culvert-${tag}-…).\n`)
}

async function purgeOf(data: string): Promise<void> {
  // A folder without data is refused, not made.
  await (await openSqliteStoreForReading(data)).close()
  // Held, so that no server makes anew what is being removed.
  const store = await openSqliteStore({ folder: data })
  try {
    const tag = await store.read((reader) => reader.setting('tag'))
    if (tag === undefined) return
    const runFolder = runFolderOf(tag)
    const onHost = (await store.read((reader) => readDataPlane(reader))) === 'linux' || existsSync(runFolder)
    if (onHost) await purgeInstallation({ tag, runFolder }, systemClock)
    await forgetDataPlane(store)
    const made = `what the installation in ${data} had made (culvert-${tag}-…)`
    process.stdout.write(onHost ? `Removed from this host ${made}.\n` : `There is nothing on this host of ${made}.\n`)
  } finally {
    await store.close()
  }
}
