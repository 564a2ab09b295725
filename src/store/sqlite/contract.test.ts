import { join } from 'node:path'
import { storeContract } from '../contract.ts'
import type { Store } from '../port.ts'
import { openSqliteStore } from './open.ts'
import { scratchFolder } from './testing/scratch.ts'

storeContract('a store in SQLite', async () => {
  const { folder, remove } = scratchFolder()
  const data = join(folder, 'data')
  const open = () => openSqliteStore({ folder: data, warn: () => {} })
  let store: Store = await open()
  return {
    store,
    async reopen() {
      await store.close()
      store = await open()
      return store
    },
    async dispose() {
      await store.close()
      remove()
    },
  }
})
