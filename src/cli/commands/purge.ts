import { existsSync } from 'node:fs'
import { runFolderOf } from '../../dataplane/linux/names.ts'
import { purgeInstallation } from '../../dataplane/linux/purge.ts'
import { systemClock } from '../../runtime/clock.ts'
import { forgetDataPlane, readDataPlane } from '../../server/remembered-data-plane.ts'
import { openSqliteStore, openSqliteStoreForReading } from '../../store/sqlite/open.ts'

export async function purge({ data }: { readonly data: string }): Promise<void> {
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
