import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Names, short } from './names.ts'

/**
 * Names of namespaces and devices are hashes: the ids behind them are written down in the run folder, before the thing
 * is made and until it is gone. They say what may be there, never what it is like: that is asked of the machine.
 */
export type RecordKind = 'networks' | 'gateways' | 'hosts'

const recordFile = (names: Names, kind: RecordKind, id: string): string => join(names.runFolder, kind, short(id))

export async function addRecord(names: Names, kind: RecordKind, id: string): Promise<void> {
  const file = recordFile(names, kind, id)
  // To write it again would empty it where the disk is full.
  if ((await readIfThere(file)) === id) return
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, id)
}

export const removeRecord = (names: Names, kind: RecordKind, id: string): Promise<void> =>
  rm(recordFile(names, kind, id), { force: true })

export async function hasRecord(names: Names, kind: RecordKind, id: string): Promise<boolean> {
  return (await readIfThere(recordFile(names, kind, id))) === id
}

/** The id behind a hash (`short`), or undefined when there is no such thing. */
export const readRecord = (names: Names, kind: RecordKind, hash: string): Promise<string | undefined> =>
  readIfThere(join(names.runFolder, kind, hash))

/** The ids, in no order. */
export async function listRecords(names: Names, kind: RecordKind): Promise<readonly string[]> {
  const folder = join(names.runFolder, kind)
  const ids = await Promise.all((await listIfThere(folder)).map((file) => readIfThere(join(folder, file))))
  // One that is empty was cut short: what it was written for had not begun.
  return ids.filter((id) => id !== undefined).filter((id) => id !== '')
}

/** A tunnel of a gateway: what its namespace and its place in the underlay were made for. */
export interface TunnelRecord {
  readonly gateway: string
  readonly id: string
  readonly localAddress: string
  readonly remoteAddress: string
  readonly isPrivate?: true
  /** What its packets are carried by; absent for user space, as in all that older releases made. */
  readonly esp?: 'kernel'
}

const tunnelFile = 'tunnel.json'

export async function addTunnelRecord(names: Names, record: TunnelRecord): Promise<void> {
  const folder = names.tunnelFolder(record.gateway, record.id)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(join(folder, tunnelFile), JSON.stringify(record))
}

/** Takes the daemon's files along. */
export const removeTunnelRecord = (names: Names, gateway: string, id: string): Promise<void> =>
  rm(names.tunnelFolder(gateway, id), { recursive: true, force: true })

export const readTunnelRecord = (names: Names, gateway: string, id: string): Promise<TunnelRecord | undefined> =>
  readTunnelFile(names.tunnelFolder(gateway, id))

/** The tunnels of a gateway that have been begun and not been removed, in the order of their ids. */
export async function listTunnelRecords(names: Names, gateway: string): Promise<readonly TunnelRecord[]> {
  const folder = dirname(names.tunnelFolder(gateway, ''))
  const records = await Promise.all((await listIfThere(folder)).map((name) => readTunnelFile(join(folder, name))))
  return records.filter((record) => record !== undefined).sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function readTunnelFile(folder: string): Promise<TunnelRecord | undefined> {
  const text = await readIfThere(join(folder, tunnelFile))
  // Cut short by a crash: what it was written for had not begun.
  return text === undefined || !text.endsWith('}') ? undefined : JSON.parse(text)
}

const listIfThere = (folder: string): Promise<string[]> => readdir(folder).catch(undefinedIfMissing([]))

const readIfThere = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch(undefinedIfMissing(undefined))

const undefinedIfMissing =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return instead
    throw error
  }
