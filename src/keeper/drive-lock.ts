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

/** A keeper lets go after the step that it is at. */
const patienceMilliseconds = 5000

/** For who has no server: undefined where one drives, or wants to. */
export async function takeDriveOfKeeper(runFolder: string, clock: Clock): Promise<(() => void) | undefined> {
  const { folder, drive, wanted } = keeperFiles(runFolder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const until = clock.now() + patienceMilliseconds
  const release = await tryUntil(until, wanted, clock)
  try {
    return release === undefined ? undefined : await tryUntil(until, drive, clock)
  } finally {
    release?.()
  }
}

async function insist(file: string, clock: Clock): Promise<() => void> {
  for (;;) {
    const release = await tryUntil(Number.POSITIVE_INFINITY, file, clock)
    if (release !== undefined) return release
  }
}

async function tryUntil(until: number, file: string, clock: Clock): Promise<(() => void) | undefined> {
  for (;;) {
    const release = takeLock(file)
    if (release !== undefined || clock.now() >= until) return release
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
