import assert from 'node:assert/strict'
import { type OperationClient, type Requests, Together, type Values } from '../../../http/testing/operation-fixture.ts'
import type { Tree } from '../../../http/testing/request-places.ts'
import { everything, group, looking, policy, role, trusting, user, userNamed } from '../cam.ts'
import { labelled, made, one } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

type Make = (client: OperationClient) => Promise<unknown>

const of =
  (name: string, make: Make, rest: Tree = {}): Requests =>
  async (client) => [{ [name]: await make(client), ...rest }]

const twice =
  (make: Make): Values =>
  async (client) => [await make(client), await make(client)]

/** The same as the store's own numbers of users. */
const uid = async (client: OperationClient): Promise<number> => Number(String(await user(client)).slice(4))

const page = { Page: 1, Rp: 20 }

async function key(client: OperationClient): Promise<Tree> {
  const TargetUin = await user(client)
  return { TargetUin, AccessKeyId: await made(client, 'CreateAccessKey', { TargetUin }, 'AccessKey.AccessKeyId') }
}

async function member(client: OperationClient): Promise<{ readonly GroupId: number; readonly Uid: number }> {
  const pair = { GroupId: await group(client), Uid: await uid(client) }
  await made(client, 'AddUserToGroup', { Info: [pair] }, 'RequestId')
  return pair
}

/** Of three versions, of which the first holds. */
async function versioned(client: OperationClient): Promise<Tree> {
  const PolicyId = await policy(client)
  const version = { PolicyId, PolicyDocument: everything, SetAsDefault: false }
  for (const number of [2, 3])
    assert.equal(await made(client, 'CreatePolicyVersion', version, 'VersionId'), `${number}`)
  return { PolicyId }
}

const holders = {
  User: { attach: 'AttachUin', detach: 'DetachUin', list: 'TargetUin', make: user },
  Group: { attach: 'AttachGroupId', detach: 'DetachGroupId', list: 'TargetGroupId', make: group },
  Role: { attach: 'AttachRoleId', detach: 'DetachRoleId', list: 'RoleId', make: role },
} as const satisfies Readonly<Record<string, Readonly<Record<'attach' | 'detach' | 'list', string>> & { make: Make }>>

type HolderName = keyof typeof holders

async function attached(client: OperationClient, kind: HolderName) {
  const holder = await holders[kind].make(client)
  const [PolicyId, other] = [await policy(client), await policy(client)]
  for (const each of [PolicyId, other, 1]) {
    await made(client, `Attach${kind}Policy`, { PolicyId: each, [holders[kind].attach]: holder }, 'RequestId')
  }
  return { holder, PolicyId }
}

const attachments = (kind: HolderName): Readonly<Record<string, Requests>> => ({
  [`Attach${kind}Policy`]: one(async (client) => ({
    PolicyId: await policy(client),
    [holders[kind].attach]: await holders[kind].make(client),
  })),
  [`Detach${kind}Policy`]: one(async (client) => {
    const { holder, PolicyId } = await attached(client, kind)
    return { PolicyId, [holders[kind].detach]: holder }
  }),
  [`ListAttached${kind}Policies`]: one(async (client) => ({
    ...page,
    [holders[kind].list]: (await attached(client, kind)).holder,
  })),
})

/** Neither key is one that a sample has. */
const twoTags = [
  { Key: 'stage', Value: 'test' },
  { Key: 'team', Value: 'network' },
]

const newNames: Values = async () => ['one', 'two']

/** The names of policies that somebody has: each has another. */
const typeOf = ({ PolicyType }: Tree) => [PolicyType]

const tagsIn = ({ Tags }: Tree): readonly unknown[] => Tags as readonly unknown[]

export const camFixture: NounFixture = {
  requests: {
    AddUser: async () => [{ Name: 'ann', UseApi: 1 }],
    GetUser: of('Name', userNamed),
    UpdateUser: of('Name', userNamed),
    DeleteUser: of('Name', userNamed),
    DescribeSubAccounts: one(async (client) => ({ FilterSubAccountUin: [await user(client)] })),
    CreateAccessKey: of('TargetUin', user),
    ListAccessKeys: one(async (client) => ({ TargetUin: (await key(client)).TargetUin })),
    UpdateAccessKey: one(async (client) => ({ ...(await key(client)), Status: 'Inactive' })),
    DeleteAccessKey: one(key),
    CreateGroup: async () => [{ GroupName: 'ops' }],
    GetGroup: of('GroupId', group),
    ListGroups: one(async (client) => {
      await made(client, 'CreateGroup', { GroupName: 'one' }, 'GroupId')
      await made(client, 'CreateGroup', { GroupName: 'two' }, 'GroupId')
      return {}
    }),
    UpdateGroup: of('GroupId', group),
    DeleteGroup: of('GroupId', group),
    AddUserToGroup: one(async (client) => ({ Info: [{ GroupId: await group(client), Uid: await uid(client) }] })),
    RemoveUserFromGroup: one(async (client) => ({ Info: [await member(client)] })),
    ListGroupsForUser: one(async (client) => ({ Uid: (await member(client)).Uid })),
    ListUsersForGroup: one(async (client) => ({ GroupId: (await member(client)).GroupId })),
    CreatePolicy: async () => [{ PolicyName: 'look', PolicyDocument: looking }],
    GetPolicy: of('PolicyId', policy),
    ListPolicies: one(async (client) => {
      for (const PolicyName of ['one', 'two']) await policy(client, { PolicyName })
      return {}
    }),
    UpdatePolicy: of('PolicyId', policy),
    DeletePolicy: one(async (client) => ({ PolicyId: [await policy(client)] })),
    CreatePolicyVersion: of('PolicyId', policy, { PolicyDocument: everything, SetAsDefault: true }),
    GetPolicyVersion: one(async (client) => ({ ...(await versioned(client)), VersionId: 2 })),
    ListPolicyVersions: one(versioned),
    SetDefaultPolicyVersion: one(async (client) => ({ ...(await versioned(client)), VersionId: 2 })),
    DeletePolicyVersion: one(async (client) => ({ ...(await versioned(client)), VersionId: [2] })),
    ...attachments('User'),
    ...attachments('Group'),
    ...attachments('Role'),
    ListAttachedUserAllPolicies: one(async (client) => ({
      ...page,
      TargetUin: (await attached(client, 'User')).holder,
      AttachType: 0,
    })),
    ListEntitiesForPolicy: one(async (client) => ({ PolicyId: (await attached(client, 'User')).PolicyId })),
    CreateRole: async () => [{ RoleName: 'deploy', PolicyDocument: trusting() }],
    GetRole: of('RoleId', role),
    DescribeRoleList: one(async (client) => {
      await role(client)
      await role(client, labelled)
      return page
    }),
    UpdateRoleDescription: of('RoleId', role, { Description: 'words' }),
    UpdateAssumeRolePolicy: of('RoleId', role, { PolicyDocument: trusting('uin/100000000002') }),
    UpdateRoleConsoleLogin: of('RoleId', role, { ConsoleLogin: 1 }),
    UpdateRoleSessionDuration: of('RoleId', role, { SessionDuration: 3600 }),
    TagRole: of('RoleId', role, { Tags: twoTags }),
    UntagRole: one(async (client) => ({ RoleId: await role(client, labelled), TagKeys: ['one'] })),
    DeleteRole: of('RoleId', role),
  },
  values: {
    Name: twice(userNamed),
    TargetUin: twice(user),
    FilterSubAccountUin: async (client) => [[await user(client)], [await user(client)]],
    AttachUin: twice(user),
    DetachUin: twice(user),
    SubUin: twice(user),
    Uid: twice(uid),
    GroupId: twice(group),
    AttachGroupId: twice(group),
    DetachGroupId: twice(group),
    TargetGroupId: twice(group),
    PolicyId: twice(policy),
    'DeletePolicy PolicyId': async (client) => [[await policy(client)], [await policy(client)]],
    RoleId: twice(role),
    AttachRoleId: twice(role),
    DetachRoleId: twice(role),
    'AddUser Name': newNames,
    'CreateGroup GroupName': newNames,
    'CreateRole RoleName': newNames,
    'CreatePolicy PolicyName': newNames,
    VersionId: async () => [2, 3],
    'DeletePolicyVersion VersionId': async () => [[2], [3]],
    AccessKeyId: async (_, { AccessKeyId }) => [AccessKeyId],
    'Info.Uid': twice(uid),
    // Two groups of one user are shown in one list: each is asked for by itself.
    'Info.GroupId': async (client) => [new Together(await group(client), {}), new Together(await group(client), {})],
    'AddUserToGroup Info': async (client) => [[await member(client)], [await member(client)]],
    'RemoveUserFromGroup Info': async (client) => [[await member(client)], [await member(client)]],
  },
  shownAs: {
    'ListGroups Keyword': ({ GroupName }) => [GroupName],
    'ListAttachedRolePolicies PolicyType': typeOf,
    'DescribeRoleList Tags': tagsIn,
  },
}
