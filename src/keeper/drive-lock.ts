import { mkdir } from 'node:fs/promises'
import type { Clock } from '../runtime/clock.ts'
import { takeLock } from '../runtime/process-lock.ts'
import { keeperFiles } from './files.ts'

const betweenTriesMilliseconds = 20

/**
 * Who changes the gateways. The server does for as long as it lives, and asks the keeper, which does otherwise, to let go; both
 * locks go with their process, so that neither waits for one that is dead.
 */
export async function takeDrive(runFolder: string, clock: Clock): Promise<() => void> {
  const { folder, drive, wanted } = keeperFiles(runFolder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const release = await insist(wanted, clock)
  try {
    return await insist(drive, clock)
  } finally {
    release()
  }
}

async function insist(file: string, clock: Clock): Promise<() => void> {
  for (;;) {
    const release = takeLock(file)
    if (release !== undefined) return release
    await new Promise<void>((resolve) => clock.after(betweenTriesMilliseconds, resolve))
  }
}

/** For the keeper: undefined while a server drives, or wants to. */
export function borrowDrive(runFolder: string): (() => void) | undefined {
  return isDriveWanted(runFolder) ? undefined : takeLock(keeperFiles(runFolder).drive)
}

export function isDriveWanted(runFolder: string): boolean {
  const release = takeLock(keeperFiles(runFolder).wanted)
  release?.()
  return release === undefined
}
