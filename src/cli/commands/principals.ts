import { plainTable } from '../../terminal/plain-table.ts'
import type { AttachmentView, PrincipalList, PrincipalViews } from '../../wire/native/principals.ts'
import { type AccountsOptions, accountOf, serverOf } from './accounts.ts'

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
