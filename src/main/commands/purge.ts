import { logLevel } from '../../runtime/config.ts'
import { createLogger } from '../../runtime/logger.ts'
import { openSqliteStore, openSqliteStoreForReading } from '../../store/sqlite/open.ts'
import { openDataPlane } from '../data-plane.ts'

export async function purge({ data }: { readonly data: string }): Promise<void> {
  // A folder without data is refused, not made.
  await (await openSqliteStoreForReading(data)).close()
  // Held, so that no server makes anew what is being removed.
  const store = await openSqliteStore({ folder: data })
  try {
    const tag = await store.read((reader) => reader.setting('tag'))
    if (tag === undefined) return
    const plane = await openDataPlane('linux', tag, createLogger(logLevel()))
    await plane.purge()
    await plane.close()
    process.stdout.write(`Removed from this host what the installation in ${data} had made (culvert-${tag}-…).\n`)
  } finally {
    await store.close()
  }
}
