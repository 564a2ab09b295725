import { type OperationClient, Together, type Values } from '../../../http/testing/operation-fixture.ts'
import type { Tree } from '../../../http/testing/request-places.ts'
import { ram } from '../../operations/shared/service.ts'
import { made, named, one, Tag } from '../made.ts'
import { allowing, group, policy, role, trusting, user } from '../ram.ts'
import type { NounFixture } from './noun-fixture.ts'

const { service } = ram

const of = (action: string) => `${service} ${action}`

const twice =
  (make: (client: OperationClient) => Promise<string>): Values =>
  async (client) => [await make(client), await make(client)]

/** Of one that is to be made. */
const newNames: Values = async () => ['one', 'two']

/** A policy of two versions, of which the first holds. */
async function versioned(client: OperationClient): Promise<Tree> {
  const PolicyName = await policy(client)
  await made(client, 'CreatePolicyVersion', { PolicyName, PolicyDocument: allowing('vpc:*') }, 'PolicyVersion')
  return { PolicyName }
}

async function key(client: OperationClient): Promise<Tree> {
  const UserName = await user(client)
  return { UserName, UserAccessKeyId: await made(client, 'CreateAccessKey', { UserName }, 'AccessKey.AccessKeyId') }
}

async function member(client: OperationClient): Promise<Tree> {
  const pair = { UserName: await user(client), GroupName: await group(client) }
  await made(client, 'AddUserToGroup', pair, 'RequestId')
  return pair
}

const custom = async (client: OperationClient): Promise<Tree> => ({
  PolicyName: await policy(client),
  PolicyType: 'Custom',
})

const holders = { User: user, Group: group, Role: role } as const

type HolderName = keyof typeof holders

const holder = async (client: OperationClient, kind: HolderName): Promise<Tree> => ({
  [`${kind}Name`]: await holders[kind](client),
})

const attached = (kind: HolderName) => async (client: OperationClient) => {
  const attachment: Tree = { ...(await holder(client, kind)), ...(await custom(client)), ResourceGroupId: 'one' }
  await made(client, `AttachPolicyTo${kind}`, attachment, 'RequestId')
  return attachment
}

const listed = (kind: HolderName) => async (client: OperationClient) => {
  const { [`${kind}Name`]: name } = await attached(kind)(client)
  return { [`${kind}Name`]: name }
}

async function tagged(client: OperationClient): Promise<Tree> {
  const resources = { ResourceType: 'policy', ResourceNames: [await policy(client)] }
  await client.send({ service, action: 'TagResources' }, { ...resources, Tag })
  return resources
}

const typed: Values = async (client) => [
  new Together('System', { PolicyName: 'ReadOnlyAccess' }),
  new Together('Custom', { PolicyName: await policy(client) }),
]

const tagsOf = ({ Tags }: Tree): readonly unknown[] =>
  (Tags as { Tag: readonly Tree[] }).Tag.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue }))

const kinds = ['User', 'Group', 'Role'] as const

const ofEach = <T>(fixture: (kind: HolderName) => Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.assign({}, ...kinds.map(fixture))

export const ramFixture: NounFixture = {
  requests: {
    CreateUser: async () => [{ UserName: 'ann' }],
    GetUser: named('UserName', user),
    UpdateUser: named('UserName', user),
    DeleteUser: named('UserName', user),
    CreateAccessKey: named('UserName', user),
    ListAccessKeys: one(async (client) => ({ UserName: (await key(client)).UserName })),
    UpdateAccessKey: one(async (client) => ({ ...(await key(client)), Status: 'Inactive' })),
    DeleteAccessKey: one(key),
    GetLoginProfile: named('UserName', user),
    GetUserMFAInfo: named('UserName', user),
    DeleteLoginProfile: named('UserName', user),
    UnbindMFADevice: named('UserName', user),
    CreateGroup: async () => [{ GroupName: 'ops' }],
    GetGroup: named('GroupName', group),
    UpdateGroup: named('GroupName', group),
    DeleteGroup: named('GroupName', group),
    AddUserToGroup: one(async (client) => ({ UserName: await user(client), GroupName: await group(client) })),
    ListGroupsForUser: one(async (client) => ({ UserName: (await member(client)).UserName })),
    ListUsersForGroup: one(async (client) => ({ GroupName: (await member(client)).GroupName })),
    RemoveUserFromGroup: one(member),
    CreatePolicy: async () => [{ PolicyName: 'look', PolicyDocument: allowing('vpc:Describe*') }],
    GetPolicy: async (client) => [await custom(client), { PolicyName: 'ReadOnlyAccess', PolicyType: 'System' }],
    ListPolicies: one(async (client) => {
      await policy(client)
      await policy(client, { Tag })
      return {}
    }),
    UpdatePolicyDescription: named('PolicyName', policy),
    DeletePolicy: named('PolicyName', policy),
    CreatePolicyVersion: one(async (client) => ({
      PolicyName: await policy(client),
      PolicyDocument: allowing('vpc:*'),
    })),
    GetPolicyVersion: one(async (client) => ({ ...(await versioned(client)), PolicyType: 'Custom', VersionId: 'v2' })),
    ListPolicyVersions: one(async (client) => ({ ...(await versioned(client)), PolicyType: 'Custom' })),
    SetDefaultPolicyVersion: one(async (client) => ({ ...(await versioned(client)), VersionId: 'v2' })),
    DeletePolicyVersion: one(async (client) => ({ ...(await versioned(client)), VersionId: 'v2' })),
    ...ofEach((kind) => ({
      [`AttachPolicyTo${kind}`]: one(async (client) => ({
        ...(await holder(client, kind)),
        ...(await custom(client)),
      })),
      [`ListPoliciesFor${kind}`]: one(listed(kind)),
      [`DetachPolicyFrom${kind}`]: one(attached(kind)),
    })),
    ListEntitiesForPolicy: one(async (client) => {
      const { PolicyName, PolicyType } = await attached('User')(client)
      return { PolicyName, PolicyType }
    }),
    CreateRole: one(async ({ installation }) => ({
      RoleName: 'deploy',
      AssumeRolePolicyDocument: trusting(installation.account.id),
    })),
    GetRole: named('RoleName', role),
    ListRoles: one(async (client) => {
      await role(client)
      await role(client, { Tag })
      return {}
    }),
    UpdateRole: named('RoleName', role),
    DeleteRole: named('RoleName', role),
    [of('TagResources')]: one(async (client) => ({
      ResourceType: 'policy',
      ResourceNames: [await policy(client)],
      Tag,
    })),
    [of('ListTagResources')]: one(tagged),
    [of('UntagResources')]: async (client) => {
      const resources = await tagged(client)
      return [
        { ...resources, TagKeys: ['stage'] },
        { ...resources, TagKey: ['stage'] },
        { ...resources, All: true },
      ]
    },
  },
  values: {
    UserName: twice(user),
    GroupName: twice(group),
    RoleName: twice(role),
    PolicyName: twice(policy),
    PolicyType: typed,
    'CreateUser UserName': newNames,
    'CreateGroup GroupName': newNames,
    'CreateRole RoleName': newNames,
    'CreatePolicy PolicyName': newNames,
    UserAccessKeyId: async (_, { UserAccessKeyId }) => [UserAccessKeyId],
    [`${of('TagResources')} ResourceType`]: async (client) => [
      new Together('policy', { ResourceNames: [await policy(client)] }),
      new Together('role', { ResourceNames: [await role(client)] }),
    ],
    ResourceNames: async (client) => [[await policy(client)], [await policy(client)]],
  },
  shownAs: { 'ListPolicies Tag': tagsOf, 'ListRoles Tag': tagsOf },
}
