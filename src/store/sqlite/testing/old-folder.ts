import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { scratchFolder } from './scratch.ts'

/** A data folder that 0001 wrote: both clouds, a connected pair, tags, a description and a resource group; `change` is more SQL. */
export async function inOldFolder(body: (folder: string) => Promise<void>, change = ''): Promise<void> {
  const { folder, remove } = scratchFolder()
  try {
    const data = join(folder, 'data')
    mkdirSync(data, { mode: 0o700 })
    const database = new DatabaseSync(join(data, 'culvert.db'))
    database.exec(readFileSync(new URL('folder-of-0001.sql', import.meta.url), 'utf8'))
    if (change !== '') database.exec(change)
    database.close()
    await body(data)
  } finally {
    remove()
  }
}
