/** Users and roles for tests, made as operations make them. */
import assert from 'node:assert/strict'
import { attachPolicy } from '../../../commands/access/attachments.ts'
import { addPolicyVersion, createPolicy } from '../../../commands/access/policy.ts'
import { createRole } from '../../../commands/access/role.ts'
import { createAccessKey, createUser } from '../../../commands/access/user.ts'
import { type Change, type Command, newResource } from '../../../commands/command.ts'
import { principalRegion } from '../../../domain/principal.ts'
import type { HolderKind, PrincipalKind } from '../../../domain/principal-kinds.ts'
import type { Resource } from '../../../domain/resource.ts'
import type { Account, Store } from '../../../store/port.ts'
import { carryOut } from '../store-change.ts'

interface Installation {
  readonly store: Store
  readonly account: Account
  readonly now: number
}

/** A document, a system policy by its name, or either for one resource group. */
export type Policies = readonly (
  | { readonly document: string; readonly resourceGroup?: string }
  | { readonly system: string; readonly resourceGroup?: string }
)[]

export async function carriedOut<Input, Current>(
  { store, account }: Installation,
  command: Command<Input, Current>,
  input: Input,
): Promise<Change> {
  const done = await carryOut(store, { account: account.id, region: principalRegion }, command, input)
  assert.ok(done.ok, done.ok ? '' : `${command.name}: ${done.error.code}`)
  return done.value
}

const named = ({ account: { id: account }, now: createdAt }: Installation, kind: string, name: string) => ({
  id: `${kind}-${name}`,
  account,
  region: principalRegion,
  name,
  createdAt,
})

async function attach(
  installation: Installation,
  to: { readonly kind: HolderKind; readonly name: string },
  policies: Policies,
): Promise<void> {
  const { account, now } = installation
  for (const [index, each] of policies.entries()) {
    const name = 'system' in each ? each.system : policyName(to.name, index)
    if ('document' in each) {
      await carriedOut(installation, createPolicy, { ...named(installation, 'policy', name), document: each.document })
    }
    const policy = { kind: 'system' in each ? 'system' : 'custom', name } as const
    const { resourceGroup } = each
    const scope = resourceGroup === undefined ? {} : { resourceGroup }
    await carriedOut(installation, attachPolicy, { account: account.id, to, policy, now, ...scope })
  }
}

const policyName = (holder: string, index: number): string => `${holder}-policy-${index + 1}`

/** A user with these policies; answers its key. */
export async function addUser(
  installation: Installation,
  name: string,
  policies: Policies = [],
): Promise<{ readonly id: string; readonly secret: string }> {
  await carriedOut(installation, createUser, named(installation, 'user', name))
  await attach(installation, { kind: 'user', name }, policies)
  const key = { id: `LTAI${name}`, secret: `secret of ${name}` }
  const { account, now } = installation
  await carriedOut(installation, createAccessKey, { account: account.id, name, ...key, createdAt: now })
  return key
}

export async function addRole(
  installation: Installation,
  name: string,
  trust: string,
  policies: Policies = [],
): Promise<void> {
  const role = { ...named(installation, 'role', name), trust, longestSessionSeconds: 3600 }
  await carriedOut(installation, createRole, role)
  await attach(installation, { kind: 'role', name }, policies)
}

/** From now on the user's or role's first document is another. */
export async function changePolicy(installation: Installation, holder: string, document: string): Promise<void> {
  const { account, now } = installation
  const name = policyName(holder, 0)
  const version = { document, becomesDefault: true, most: 2, rotates: true, now }
  await carriedOut(installation, addPolicyVersion, { account: account.id, name, ...version })
}

/** As many more of a kind as fill an account up to its limit. */
export async function crowd({ store, account, now: updatedAt }: Installation, kind: PrincipalKind, count: number) {
  const specs = {
    user: { groups: [], attachments: [], updatedAt },
    'user-group': { attachments: [], updatedAt },
    policy: { versions: [], defaultVersion: 'v1', made: 1, updatedAt },
    role: { trust: '', longestSessionSeconds: 3600, attachments: [], updatedAt },
  }
  await store.write(async (transaction) => {
    for (let number = 0; number < count; number += 1) {
      const name = `crowd-${number}`
      const base = { account: account.id, region: principalRegion, name, createdAt: updatedAt }
      const resource = { ...newResource({ ...base, id: `${kind}-${name}` }), kind, spec: specs[kind] }
      await transaction.put(resource as Resource)
    }
  })
}
