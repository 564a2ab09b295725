import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { runFolderOf } from '../dataplane/linux/names.ts'
import { purgeInstallation } from '../dataplane/linux/purge.ts'
import { systemClock } from '../runtime/clock.ts'
import { type Credentials, readCredentials } from '../server/installation.ts'
import { openSqliteStoreForReading } from '../store/sqlite/open.ts'
import { createNativeClient } from '../wire/native/client.ts'
import { startChild } from './child.ts'

/** Culvert as its users run it: a process of its own, on a fresh data folder. */
export interface ServerUnderTest extends AsyncDisposable {
  readonly api: string
  readonly admin: string
  readonly folder: string
  readonly credentials: Credentials
}

export interface OwnServer extends ServerUnderTest {
  /** Kills the server and starts another on its folder after so many milliseconds; answers with the new admin port. */
  crash(downMs: number): Promise<string>
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

/** What names the things that the installation makes on this host. */
export async function tagOf(folder: string): Promise<string | undefined> {
  const store = await openSqliteStoreForReading(folder).catch(() => undefined)
  const tag = await store?.read((reader) => reader.setting('tag'))
  await store?.close()
  return tag
}

/** Tunnels outlive their server. */
async function purge(folder: string): Promise<void> {
  const tag = await tagOf(folder)
  if (tag !== undefined) await purgeInstallation({ tag, runFolder: runFolderOf(tag) }, systemClock)
}

/** It is asked for more than an account is granted. */
const ampleQuotas = {
  'quota.vpn_quota_cgw_num': 1_000_000,
  'quota.vpn_quota_attachments_num': 1_000_000,
  'quota.vpn_quota_connections_num': 1_000_000,
}

/** `prepare` fills the data folder before the server has it. */
export async function startServerUnderTest(
  dataPlane: 'simulated' | 'linux',
  prepare: (folder: string) => Promise<void> = async () => {},
  options: readonly string[] = [],
): Promise<OwnServer> {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-bench-'))
  await prepare(folder)
  let child = startChild(cli, [...serveArguments(folder, dataPlane), ...options])
  const dispose = async () => {
    await child[Symbol.asyncDispose]()
    if (dataPlane === 'linux') await purge(folder)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const [api, admin] = (await child.lines(2)).map(addressIn)
    if (!api || !admin) throw new Error('the server did not say where it listens')
    const crash = async (downMs: number) => {
      await child.kill()
      await delay(downMs)
      child = startChild(cli, [...serveArguments(folder, dataPlane), ...options])
      return addressIn((await child.lines(2))[1])
    }
    const credentials = await credentialsIn(folder)
    await createNativeClient(admin).set(credentials.alibaba.accountId, ampleQuotas)
    return { api, admin, folder, credentials, crash, [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}
