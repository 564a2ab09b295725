import { createSeededRandom } from '../runtime/random.ts'
import { ensureInstallation } from '../server/installation.ts'
import { DataFolders } from '../store/sqlite/data-folders.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'

/** Data folders as a server leaves one that was started once and stopped. */
export const dataFolders = (): DataFolders =>
  new DataFolders('culvert-simulation-', async (folder) => {
    const store = await openSqliteStore({ folder, synchronous: 'off' })
    await ensureInstallation(store, createSeededRandom(0))
    await store.close()
  })
