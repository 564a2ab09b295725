import { type FSWatcher, watch } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { HealthCheck, ObservedHealth } from '../../domain/health-check.ts'
import { digestHealthCheck } from '../digest.ts'
import { type HealthRecord, noProbes, observedHealth } from '../health.ts'
import { CommandError, run } from './command.ts'
import type { Names } from './names.ts'
import { isWhole, readWhole, writeWhole } from './whole-file.ts'

/**
 * What is to be probed stands in a file a tunnel, and what the probes have shown in one a gateway. The data plane writes the
 * first and reads the second, and the keeper the other way round: neither waits for the other.
 */
export interface CheckFile {
  readonly gateway: string
  readonly tunnel: string
  readonly digest: string
  readonly check: HealthCheck
}

export interface HealthFile {
  readonly gateway: string
  /** By tunnel. */
  readonly checks: Readonly<Record<string, { readonly digest: string; readonly record: HealthRecord }>>
}

/** What probes are sent with. */
const programs = [
  { program: 'ping', args: ['-V'], howToInstall: 'apt-get install iputils-ping' },
  { program: 'nft', args: ['--version'], howToInstall: 'apt-get install nftables' },
] as const

async function requirePrograms(): Promise<void> {
  for (const { program, args, howToInstall } of programs) {
    await run(program, args).catch((cause: unknown) => {
      if (!(cause instanceof CommandError)) throw cause
      throw new Error(`health checks need ${program}: ${howToInstall}`, { cause })
    })
  }
}

export async function writeCheck(names: Names, gateway: string, tunnel: string, check: HealthCheck): Promise<void> {
  const digest = digestHealthCheck(check)
  const file = names.checkFile(gateway, tunnel)
  if ((await readWhole<CheckFile>(file))?.digest === digest) return
  // Probes past the tunnel are nobody's wish: where they cannot be sent, they say nothing.
  if (check.way !== 'outside') await requirePrograms()
  await writeWhole(file, { gateway, tunnel, digest, check } satisfies CheckFile)
}

export const removeCheck = (names: Names, gateway: string, tunnel: string): Promise<void> =>
  rm(names.checkFile(gateway, tunnel), { force: true })

/** All that is to be probed. */
export async function listChecks(names: Names): Promise<readonly CheckFile[]> {
  const folder = dirname(names.checkFile('', ''))
  const files = await Promise.all((await filesIn(folder)).map((name) => readWhole<CheckFile>(join(folder, name))))
  return files.filter((file) => file !== undefined)
}

async function filesIn(folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return (await readdir(folder)).filter(isWhole)
}

export const readHealth = (names: Names, gateway: string): Promise<HealthFile | undefined> =>
  readWhole(names.healthFile(gateway))

/** What the probes of a tunnel's check have shown; undefined where nothing is to be probed. */
export async function observeHealth(
  names: Names,
  gateway: string,
  tunnel: string,
): Promise<ObservedHealth | undefined> {
  const file = await readWhole<CheckFile>(names.checkFile(gateway, tunnel))
  if (file === undefined) return undefined
  const seen = (await readHealth(names, gateway))?.checks[tunnel]
  return observedHealth(seen?.digest === file.digest ? seen.record : noProbes, file.digest)
}

/** Calls back for each tunnel whose verdict has turned. An event that gets lost is made up for by the next one of its gateway. */
export async function watchHealth(
  names: Names,
  onTurn: (gateway: string, tunnel: string) => void,
): Promise<() => void> {
  const folder = dirname(names.healthFile(''))
  const known = new Map<string, string>()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const read = async (name: string): Promise<void> => {
    const file = await readWhole<HealthFile>(join(folder, name))
    for (const [tunnel, { digest, record }] of Object.entries(file?.checks ?? {})) {
      const verdict = JSON.stringify([digest, record.verdict])
      const key = JSON.stringify([file?.gateway, tunnel])
      if (known.get(key) === verdict) continue
      known.set(key, verdict)
      if (file !== undefined) onTurn(file.gateway, tunnel)
    }
  }
  return watchFolder(folder, (name) => void read(name).catch(() => {}))
}

/** Calls back with the name of each whole file that comes, changes or goes, until the answer is called. */
export function watchFolder(folder: string, onChange: (name: string) => void): () => void {
  const watcher: FSWatcher = watch(folder, { persistent: false }, (_, name) => {
    if (name !== null && isWhole(name)) onChange(name)
  })
  watcher.on('error', () => watcher.close())
  return () => watcher.close()
}
