import type { OperationClient } from '../../http/testing/operation-fixture.ts'
import type { Tree } from '../../http/testing/request-places.ts'
import { policyDocument, trustOf } from './access.ts'
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
