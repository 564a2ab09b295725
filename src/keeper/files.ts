import { join } from 'node:path'
import { readWhole, writeWhole } from '../dataplane/linux/whole-file.ts'
import { isRunning, type ProcessIdentity } from '../runtime/process-identity.ts'

/** Where a keeper has its own things, in the installation's run folder. */
export const keeperFiles = (runFolder: string) => {
  const folder = join(runFolder, 'keeper')
  return {
    folder,
    /** What the keeper says of itself. */
    state: join(folder, 'keeper.json'),
    log: join(folder, 'keeper.log'),
    /** Held by the one keeper of the installation. */
    lock: join(folder, 'keeper.lock'),
    /** Held by whoever drives: the server for as long as it lives, else the keeper for as long as it is at it. */
    drive: join(folder, 'drive.lock'),
    /** Held by a server that waits for the keeper to let go. */
    wanted: join(folder, 'wanted.lock'),
  }
}

export interface KeeperState {
  readonly keeper: ProcessIdentity
  /** Starts the keeper again. */
  readonly supervisor: ProcessIdentity
  /** The digest of what it runs (`programDigest`). */
  readonly program: string
}

export const readKeeperState = (runFolder: string): Promise<KeeperState | undefined> =>
  readWhole<KeeperState>(keeperFiles(runFolder).state)

export const writeKeeperState = (runFolder: string, state: KeeperState): Promise<void> =>
  writeWhole(keeperFiles(runFolder).state, state)

/** Whether there is a keeper, or what starts one again. */
export const isKept = (state: KeeperState | undefined): state is KeeperState =>
  state !== undefined && (isRunning(state.supervisor) || isRunning(state.keeper))
