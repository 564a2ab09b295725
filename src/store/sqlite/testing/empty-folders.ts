import { DataFolders } from '../data-folders.ts'
import { openSqliteStore } from '../open.ts'

/** Data folders whose tables are made and hold nothing. */
export const emptyFolders = new DataFolders('culvert-test-', async (folder) => {
  await (await openSqliteStore({ folder, synchronous: 'off' })).close()
})
