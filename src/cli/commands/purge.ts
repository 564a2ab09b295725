import { runFolderOf } from '../../dataplane/linux/names.ts'
import { purgeInstallation } from '../../dataplane/linux/purge.ts'
import { systemClock } from '../../runtime/clock.ts'
import { openSqliteStore, openSqliteStoreForReading } from '../../store/sqlite/open.ts'

export async function purge({ data }: { readonly data: string }): Promise<void> {
  // A folder without data is refused, not made.
  await (await openSqliteStoreForReading(data)).close()
  // Held, so that no server makes anew what is being removed.
  const store = await openSqliteStore({ folder: data })
  try {
    const tag = await store.read((reader) => reader.setting('tag'))
    if (tag === undefined) return
    await purgeInstallation({ tag, runFolder: runFolderOf(tag) }, systemClock)
    process.stdout.write(`Removed from this host what the installation in ${data} had made (culvert-${tag}-…).\n`)
  } finally {
    await store.close()
  }
}
