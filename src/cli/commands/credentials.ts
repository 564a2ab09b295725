import { ConfigError } from '../../runtime/config.ts'
import { type Credentials, readCredentials } from '../../server/installation.ts'
import { openSqliteStoreForReading } from '../../store/sqlite/open.ts'

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

export async function printCredentials(options: { readonly data: string; readonly json?: true }): Promise<void> {
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
