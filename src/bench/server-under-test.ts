import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runFolderOf } from '../dataplane/linux/names.ts'
import { purgeInstallation } from '../dataplane/linux/purge.ts'
import { systemClock } from '../runtime/clock.ts'
import { type Credentials, readCredentials } from '../server/installation.ts'
import { openSqliteStoreForReading } from '../store/sqlite/open.ts'
import { startChild } from './child.ts'

/** Culvert as its users run it: a process of its own, on a fresh data folder. */
export interface ServerUnderTest extends AsyncDisposable {
  readonly api: string
  readonly admin: string
  readonly folder: string
  readonly credentials: Credentials
}

export const serveArguments = (folder: string, dataPlane: string): readonly string[] => [
  'serve',
  ...['--listen', '127.0.0.1:0', '--admin-listen', '127.0.0.1:0', '--data', folder, '--dataplane', dataPlane],
  ...['--log-level', 'warn'],
]

export const cli = 'src/cli/culvert.js'

const addressIn = (line: string | undefined): string => /http:\/\/\S+/.exec(line ?? '')?.[0] ?? ''

async function credentialsIn(folder: string): Promise<Credentials> {
  const store = await openSqliteStoreForReading(folder)
  try {
    const credentials = await store.read(readCredentials)
    if (credentials === undefined) throw new Error('the server made no keys')
    return credentials
  } finally {
    await store.close()
  }
}

/** Tunnels outlive their server. */
async function purge(folder: string): Promise<void> {
  const store = await openSqliteStoreForReading(folder).catch(() => undefined)
  const tag = await store?.read((reader) => reader.setting('tag'))
  await store?.close()
  if (tag !== undefined) await purgeInstallation({ tag, runFolder: runFolderOf(tag) }, systemClock)
}

/** `prepare` fills the data folder before the server has it. */
export async function startServerUnderTest(
  dataPlane: 'simulated' | 'linux',
  prepare: (folder: string) => Promise<void> = async () => {},
): Promise<ServerUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-bench-'))
  await prepare(folder)
  const child = startChild(cli, serveArguments(folder, dataPlane))
  const dispose = async () => {
    await child[Symbol.asyncDispose]()
    if (dataPlane === 'linux') await purge(folder)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const [api, admin] = (await child.lines(2)).map(addressIn)
    if (!api || !admin) throw new Error('the server did not say where it listens')
    return { api, admin, folder, credentials: await credentialsIn(folder), [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}
