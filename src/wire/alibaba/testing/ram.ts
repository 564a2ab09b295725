/** Users, groups, policies and roles that tests need, made by the dialect's own operations. */
import { newResource } from '../../../commands/command.ts'
import { principalRegion } from '../../../domain/principal.ts'
import type { Resource } from '../../../domain/resource.ts'
import type { OperationClient } from '../../http/testing/operation-fixture.ts'
import type { Tree } from '../../http/testing/request-places.ts'
import { policyDocument, trustOf } from './access.ts'
import type { Caller } from './caller.ts'
import { made } from './made.ts'

export const allowing = (...Action: readonly string[]): string => policyDocument({ Action })

/** Who may take a role on: everybody of the account whose own policies let him. */
export const trusting = (id: string): string => trustOf({ account: { id } })

const namesMade = new WeakMap<OperationClient, number>()

/** One that nobody has. */
function newName(client: OperationClient): string {
  const number = (namesMade.get(client) ?? 0) + 1
  namesMade.set(client, number)
  return `name-${number}`
}

export const user = (client: OperationClient, more: Tree = {}) =>
  made(client, 'CreateUser', { UserName: newName(client), ...more }, 'User.UserName')

export const group = (client: OperationClient) =>
  made(client, 'CreateGroup', { GroupName: newName(client) }, 'Group.GroupName')

export const policy = (client: OperationClient, more: Tree = {}) =>
  made(
    client,
    'CreatePolicy',
    { PolicyName: newName(client), PolicyDocument: allowing('vpc:Describe*'), ...more },
    'Policy.PolicyName',
  )

export const role = (client: OperationClient, more: Tree = {}) =>
  made(
    client,
    'CreateRole',
    {
      RoleName: newName(client),
      AssumeRolePolicyDocument: trusting(client.installation.account.id),
      ...more,
    },
    'Role.RoleName',
  )

/** As many more of a kind as fill an account up to its limit. */
export async function crowd(caller: Caller, kind: 'user' | 'user-group' | 'policy' | 'role', count: number) {
  const updatedAt = caller.now
  const specs = {
    user: { groups: [], attachments: [], updatedAt },
    'user-group': { attachments: [], updatedAt },
    policy: { versions: [], defaultVersion: 'v1', made: 1, updatedAt },
    role: { trust: '', longestSessionSeconds: 3600, attachments: [], updatedAt },
  }
  await caller.store.write(async (transaction) => {
    for (let number = 0; number < count; number += 1) {
      const name = `crowd-${number}`
      const base = { account: caller.account.id, region: principalRegion, name, createdAt: updatedAt }
      const resource = { ...newResource({ ...base, id: `${kind}-${name}` }), kind, spec: specs[kind] }
      await transaction.put(resource as Resource)
    }
  })
}
