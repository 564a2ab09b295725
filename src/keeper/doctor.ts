import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runFolderOf } from '../dataplane/linux/names.ts'
import { isRunning } from '../runtime/process-identity.ts'
import { keeperFiles, readKeeperState } from './files.ts'

/** An installation that has something on this host, with the process of its keeper. */
export interface KeptInstallation {
  readonly tag: string
  /** Absent where no keeper runs. */
  readonly pid?: number
}

const runFolders = dirname(runFolderOf(''.padEnd(6, '0')))

/** Those that a keeper was started for. */
export async function keptInstallations(folder = runFolders): Promise<readonly KeptInstallation[]> {
  const tags = existsSync(folder) ? (await readdir(folder)).sort() : []
  const kept = tags.filter((tag) => existsSync(keeperFiles(join(folder, tag)).folder))
  return Promise.all(
    kept.map(async (tag) => {
      const state = await readKeeperState(join(folder, tag))
      return state !== undefined && isRunning(state.keeper) ? { tag, pid: state.keeper.pid } : { tag }
    }),
  )
}
