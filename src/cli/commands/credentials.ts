import { principalName } from '../../domain/claims.ts'
import { principalRegion } from '../../domain/principal.ts'
import { ConfigError, UsageError } from '../../runtime/config.ts'
import { type Credentials, readCredentials } from '../../server/installation.ts'
import { openSqliteStoreForReading } from '../../store/sqlite/open.ts'
import { plainTable } from '../../terminal/plain-table.ts'

export async function credentialsOf(folder: string): Promise<Credentials> {
  const store = await openSqliteStoreForReading(folder)
  try {
    const credentials = await store.read(readCredentials)
    if (credentials === undefined) {
      throw new ConfigError(`there are no keys in ${folder} yet: start \`./culvert serve\` on it once`)
    }
    return credentials
  } finally {
    await store.close()
  }
}

interface CredentialsOptions {
  readonly data: string
  readonly json?: true
  readonly user?: string
}

/** A user's keys, as whoever has the folder may read them. */
interface UserKey {
  readonly account: string
  readonly id: string
  readonly secret: string
  readonly active: boolean
}

async function keysOf(folder: string, name: string): Promise<readonly UserKey[]> {
  const store = await openSqliteStoreForReading(folder)
  try {
    return await store.read(async (reader) => {
      const found: UserKey[] = []
      for (const { id: account } of await reader.accounts()) {
        const own = reader.scoped({ account, region: principalRegion })
        const user = await own.holder('user', principalName('user', account, name))
        const keys = user === undefined ? [] : await own.keysOf(user.id)
        found.push(...keys.map(({ id, secret, active }) => ({ account, id, secret, active })))
      }
      return found
    })
  } finally {
    await store.close()
  }
}

async function printKeysOf(name: string, { data, json }: CredentialsOptions): Promise<void> {
  const keys = await keysOf(data, name)
  if (keys.length === 0) throw new UsageError(`--user: nobody of the name ${name} has an access key`)
  const rows = keys.map(({ account, id, secret, active }) => [account, id, secret, active ? '' : 'inactive'])
  process.stdout.write(`${json ? JSON.stringify(keys) : plainTable(rows)}\n`)
}

export async function printCredentials(options: CredentialsOptions): Promise<void> {
  if (options.user !== undefined) return printKeysOf(options.user, options)
  const credentials = await credentialsOf(options.data)
  if (options.json) {
    process.stdout.write(`${JSON.stringify(credentials)}\n`)
    return
  }
  for (const [cloud, values] of Object.entries(credentials)) {
    for (const [name, value] of Object.entries<string>(values)) {
      process.stdout.write(`${cloud.padEnd(8)}  ${name.padEnd(15)}  ${value}\n`)
    }
  }
}
