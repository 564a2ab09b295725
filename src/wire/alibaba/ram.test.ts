/** What is made by RAM's operations, at work. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { policyDocument, sessionOf } from './testing/access.ts'
import { type Body, type Caller, openCaller, type Parameters } from './testing/caller.ts'
import { allowing, trusting } from './testing/ram.ts'

const id = '1234567890123456'

/** A user with a key of its own, made by the account. */
async function madeUser(caller: Caller, UserName: string): Promise<Caller> {
  await caller.ok('CreateUser', { UserName })
  const key = (await caller.get('AccessKey', 'CreateAccessKey', { UserName })) as Record<string, string>
  return caller.as({ id: key.AccessKeyId ?? '', secret: key.AccessKeySecret ?? '' })
}

async function madePolicy(caller: Caller, PolicyName: string, PolicyDocument: string) {
  await caller.ok('CreatePolicy', { PolicyName, PolicyDocument })
  return { PolicyName, PolicyType: 'Custom' }
}

const told = ({ body: { AccessDeniedDetail } }: { readonly body: Body }): Parameters => AccessDeniedDetail as Parameters

test('a policy of a user decides from the request after it is attached, versioned and detached', async () => {
  await using caller = await openCaller()
  const dev = { UserName: 'dev' }
  const user = await madeUser(caller, 'dev')
  const peer = { IpAddress: '203.0.113.9' }
  const nothing = await user.refused('Forbbiden', 'DescribeVpcs')
  assert.equal(told(nothing).NoPermissionType, 'ImplicitDeny')

  const look = await madePolicy(caller, 'look', allowing('vpc:Describe*'))
  await user.refused('Forbbiden', 'DescribeVpcs')
  await caller.ok('AttachPolicyToUser', { ...dev, ...look })
  await user.ok('DescribeVpcs')
  const denied = await user.refused('Forbbiden.SubUser', 'CreateCustomerGateway', peer)
  assert.equal(denied.status, 403)
  const { AuthAction, AuthPrincipalType, NoPermissionType } = told(denied)
  assert.deepEqual(
    [AuthAction, AuthPrincipalType, NoPermissionType],
    ['vpc:CreateCustomerGateway', 'SubUser', 'ImplicitDeny'],
  )

  const { PolicyName } = look
  const PolicyDocument = policyDocument({ Action: 'vpc:*' }, { Effect: 'Deny', Action: 'vpc:Delete*' })
  await caller.ok('CreatePolicyVersion', { PolicyName, PolicyDocument })
  await user.refused('Forbbiden.SubUser', 'CreateCustomerGateway', peer)
  await caller.ok('SetDefaultPolicyVersion', { PolicyName, VersionId: 'v2' })
  const CustomerGatewayId = await user.make('CreateCustomerGateway', peer)
  const forbidden = await user.refused('Forbbiden.SubUser', 'DeleteCustomerGateway', { CustomerGatewayId })
  assert.equal(told(forbidden).NoPermissionType, 'ExplicitDeny')

  await caller.ok('DetachPolicyFromUser', { ...dev, ...look })
  await user.refused('Forbbiden', 'DescribeVpcs')
})

test('a user takes on a role by its name, and may do in it what the role may and no more', async () => {
  await using caller = await openCaller()
  const user = await madeUser(caller, 'dev')
  const trust = trusting(id)
  await caller.ok('CreateRole', { RoleName: 'Build', AssumeRolePolicyDocument: trust })
  await caller.ok('AttachPolicyToRole', { RoleName: 'Build', PolicyName: 'AliyunVPCFullAccess', PolicyType: 'System' })
  const RoleArn = String(await caller.get('Role.Arn', 'GetRole', { RoleName: 'build' }))
  const asked = { RoleArn, RoleSessionName: 'session' }
  await user.refused('NoPermission', 'AssumeRole', asked)
  const assume = policyDocument({ Action: 'sts:AssumeRole', Resource: RoleArn })
  const policy = await madePolicy(caller, 'assume', assume)
  await caller.ok('AttachPolicyToUser', { UserName: 'dev', ...policy })
  const session = await sessionOf(user, RoleArn)
  await session.ok('CreateVpc', { CidrBlock: '10.0.0.0/16' })
  await session.refused('Forbidden', 'CreateCustomerGateway', { IpAddress: '203.0.113.9' })
  await user.refused('Forbbiden', 'DescribeVpcs')

  await caller.refused('DeleteConflict.Role.Policy', 'DeleteRole', { RoleName: 'Build' })
  await caller.ok('UpdateRole', {
    RoleName: 'Build',
    NewAssumeRolePolicyDocument: trust.replace(`acs:ram::${id}:root`, `acs:ram::${id}:user/ann`),
  })
  await user.refused('NoPermission', 'AssumeRole', asked)
})

test('what a user may do in RAM is asked of the very users, groups, roles and policies that are named', async () => {
  await using caller = await openCaller()
  const user = await madeUser(caller, 'dev')
  const others = ['acs:ram:*:*:user/dev', `acs:ram:*:${id}:group/ops`, 'acs:ram:*:system:policy/AliyunVPC*']
  const own = await madePolicy(caller, 'own', policyDocument({ Action: 'ram:*', Resource: others }))
  await caller.ok('AttachPolicyToUser', { UserName: 'dev', ...own })
  for (const GroupName of ['ops', 'net']) await caller.ok('CreateGroup', { GroupName })

  assert.equal(await user.get('User.UserName', 'GetUser', { UserName: 'dev' }), 'dev')
  const denied = await user.refused('NoPermission', 'GetUser', { UserName: 'ann' })
  assert.equal(told(denied).AuthResource, `acs:ram::${id}:user/ann`)
  await user.refused('NoPermission', 'ListUsers')
  await user.refused('NoPermission', 'CreateUser', { UserName: 'dev' })
  await user.ok('AddUserToGroup', { UserName: 'dev', GroupName: 'ops' })
  await user.refused('NoPermission', 'AddUserToGroup', { UserName: 'dev', GroupName: 'net' })
  const vpc = { PolicyName: 'AliyunVPCFullAccess', PolicyType: 'System' }
  await user.ok('AttachPolicyToUser', { UserName: 'dev', ...vpc })
  await user.refused('NoPermission', 'AttachPolicyToGroup', { GroupName: 'net', ...vpc })
  const all = { PolicyName: 'AdministratorAccess', PolicyType: 'System' }
  await user.refused('NoPermission', 'AttachPolicyToUser', { UserName: 'dev', ...all })
  await user.refused('NoPermission', 'AttachPolicyToUser', { UserName: 'dev', ...own })
  await user.refused('NoPermission', 'GetPolicy', { ...vpc, PolicyType: 'Custom' })
})
