import { readFileSync } from 'node:fs'
import { ConfigError, UsageError } from '../../runtime/config.ts'
import { plainTable } from '../../terminal/plain-table.ts'
import type { AttachmentView, HolderList, PrincipalList, PrincipalViews } from '../../wire/native/principals.ts'
import { type AccountsOptions, accountOf, print, serverOf } from './accounts.ts'

const attached = ({ policy, resourceGroup }: AttachmentView): string =>
  resourceGroup === undefined ? policy : `${policy} (in ${resourceGroup})`

const inOne = (texts: readonly string[]): string => (texts.length === 0 ? '-' : texts.join(', '))

const rows: { readonly [L in PrincipalList]: (each: PrincipalViews[L]) => readonly string[] } = {
  users: ({ name, keys, groups, policies }) => [
    name,
    inOne(keys.map(({ id, active }) => (active ? id : `${id} (inactive)`))),
    inOne(groups),
    inOne(policies.map(attached)),
  ],
  groups: ({ name, users, policies }) => [name, inOne(users), inOne(policies.map(attached))],
  policies: ({ name, defaultVersion, document }) => [name, defaultVersion, document],
  roles: ({ name, longestSessionSeconds, policies }) => [
    name,
    `${longestSessionSeconds} s`,
    inOne(policies.map(attached)),
  ],
}

const heads: Readonly<Record<PrincipalList, readonly string[]>> = {
  users: ['USER', 'KEYS', 'GROUPS', 'POLICIES'],
  groups: ['GROUP', 'USERS', 'POLICIES'],
  policies: ['POLICY', 'VERSION', 'DOCUMENT'],
  roles: ['ROLE', 'SESSION', 'POLICIES'],
}

/** Who may do what in an account, as the folder's server has it. */
export async function listPrincipals<L extends PrincipalList>(
  list: L,
  account: string,
  options: AccountsOptions,
): Promise<void> {
  const client = serverOf(options.data)
  const all = await client.principals(await accountOf(client, account), list)
  const text = options.json ? JSON.stringify(all) : plainTable([heads[list], ...all.map(rows[list])])
  process.stdout.write(`${text}\n`)
}

interface AddOptions extends AccountsOptions {
  readonly document?: string
  readonly trust?: string
  readonly longestSession?: number
}

/** What a file says; "-" is what comes on standard input. */
function contentOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw new ConfigError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

export async function addPrincipal<L extends PrincipalList>(
  list: L,
  named: string,
  name: string,
  { data, json, document, trust, longestSession }: AddOptions,
): Promise<void> {
  const body = {
    name,
    ...(document === undefined ? {} : { document: contentOf(document) }),
    ...(trust === undefined ? {} : { trust: contentOf(trust) }),
    ...(longestSession === undefined ? {} : { longestSessionSeconds: longestSession }),
  }
  const client = serverOf(data)
  const added = await client.addPrincipal(await accountOf(client, named), list, body)
  print(added, [heads[list], rows[list](added)], json)
}

export async function removePrincipal(
  list: PrincipalList,
  named: string,
  name: string,
  { data }: AccountsOptions,
): Promise<void> {
  const client = serverOf(data)
  await client.removePrincipal(await accountOf(client, named), list, name)
}

export async function addKey(named: string, user: string, { data, json }: AccountsOptions): Promise<void> {
  const client = serverOf(data)
  const added = await client.addKey(await accountOf(client, named), user)
  print(
    added,
    [
      ['KEY', 'SECRET'],
      [added.id, added.secret],
    ],
    json,
  )
}

export async function changeKey(
  named: string,
  user: string,
  key: string,
  become: 'active' | 'inactive' | 'gone',
  { data }: AccountsOptions,
): Promise<void> {
  const client = serverOf(data)
  await client.changeKey(await accountOf(client, named), user, key, become)
}

export async function setMember(
  named: string,
  group: string,
  user: string,
  isMember: boolean,
  { data }: AccountsOptions,
): Promise<void> {
  const client = serverOf(data)
  await client.setMember(await accountOf(client, named), group, user, isMember)
}

interface AttachmentOptions extends AccountsOptions {
  readonly user?: string
  readonly group?: string
  readonly role?: string
  readonly system?: true
  readonly resourceGroup?: string
}

function holderIn({ user, group, role }: AttachmentOptions): { readonly list: HolderList; readonly name: string } {
  if (user !== undefined) return { list: 'users', name: user }
  if (group !== undefined) return { list: 'groups', name: group }
  if (role !== undefined) return { list: 'roles', name: role }
  throw new UsageError('say whose it is with --user, --group or --role')
}

export async function setAttached(
  named: string,
  policy: string,
  isAttached: boolean,
  options: AttachmentOptions,
): Promise<void> {
  const { data, system, resourceGroup } = options
  const attachment = {
    ...holderIn(options),
    policy,
    kind: system ? 'system' : 'custom',
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
  } as const
  const client = serverOf(data)
  await client.setAttached(await accountOf(client, named), attachment, isAttached)
}
