import { ConfigError, UsageError } from '../../runtime/config.ts'
import { readServerFile } from '../../server/server-file.ts'
import { plainTable } from '../../terminal/plain-table.ts'
import type { AccountView, SettingView } from '../../wire/native/accounts.ts'
import { createNativeClient, type NativeClient } from '../../wire/native/client.ts'

export interface AccountsOptions {
  readonly data: string
  readonly json?: true
}

export function serverOf(folder: string): NativeClient {
  const server = readServerFile(folder)
  if (server === undefined) throw new ConfigError(`no server runs on ${folder}: start \`./culvert serve\` on it first`)
  return createNativeClient(server.admin)
}

/** The id of the account that is meant; a cloud's name is enough where the cloud has one account. */
export async function accountOf(client: NativeClient, named: string): Promise<string> {
  const accounts = await client.accounts()
  if (accounts.some(({ id }) => id === named)) return named
  const [only, ...others] = accounts.filter(({ dialect }) => dialect === named)
  if (only !== undefined && others.length === 0) return only.id
  const known = accounts.map(({ id, dialect }) => `${id} (${dialect})`).join(', ')
  throw new UsageError(`"${named}" is no account: there is ${known}`)
}

const written = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return Array.isArray(value) ? value.join(',') : String(value)
}

const settingRow = ({ name, value, usual, what }: SettingView): readonly string[] => {
  const isUsual = written(value) === written(usual)
  return [name, written(value), isUsual ? '' : `(default ${written(usual)})`, what]
}

const accountRows = ({ id, dialect, settings }: AccountView): readonly (readonly string[])[] => [
  [id, dialect],
  ...Object.entries(settings).map(([name, value]) => ['', `${name}=${written(value)}`]),
]

export function print(value: unknown, rows: readonly (readonly string[])[], json: true | undefined): void {
  const text = json ? JSON.stringify(value) : plainTable(rows)
  if (text !== '') process.stdout.write(`${text}\n`)
}

export async function show(account: string | undefined, name: string | undefined, options: AccountsOptions) {
  const client = serverOf(options.data)
  if (account === undefined) {
    const accounts = await client.accounts()
    return print(accounts, accounts.flatMap(accountRows), options.json)
  }
  const settings = await client.settings(await accountOf(client, account), name)
  if (settings.length === 0 && name !== undefined) throw new UsageError(`"${name}" begins no setting's name`)
  return print(settings, settings.map(settingRow), options.json)
}

const usual = 'default'

function readChange(text: string): readonly [string, string | null] {
  const at = text.indexOf('=')
  if (at < 1) throw new UsageError(`"${text}": write name=value`)
  const value = text.slice(at + 1)
  return [text.slice(0, at), value === usual ? null : value]
}

export async function set(account: string, changes: readonly string[], options: AccountsOptions): Promise<void> {
  const change = Object.fromEntries(changes.map(readChange))
  const client = serverOf(options.data)
  const changed = await client.set(await accountOf(client, account), change)
  print(changed, accountRows(changed), options.json)
}

export async function add(cloud: string, { data, json }: AccountsOptions): Promise<void> {
  const added = await serverOf(data).addAccount(cloud)
  const { id, secret } = added.key
  print(
    added,
    [
      ['ACCOUNT', 'KEY', 'SECRET'],
      [added.id, id, secret],
    ],
    json,
  )
}
