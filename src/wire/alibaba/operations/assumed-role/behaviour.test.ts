import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addRole } from '../../../http/testing/principals.ts'
import { signV3 } from '../../signature.ts'
import { allowing, policyDocument, roleArn, roleOf, sessionOf, trustOf, userOf } from '../../testing/access.ts'
import { openCaller } from '../../testing/caller.ts'

const caller = await openCaller()
after(() => caller[Symbol.asyncDispose]())

const dev = await userOf(caller, 'dev', { system: 'AliyunSTSAssumeRoleAccess' })
const deploy = await roleOf(caller, 'Deploy', allowing('vpc:*'))

test('a role that is taken on is answered with a key, its token, its end and who that is', async () => {
  const asked = { RoleArn: deploy, RoleSessionName: 'ci', DurationSeconds: 900, SourceIdentity: 'me' }
  const { Credentials, AssumedRoleUser, SourceIdentity } = await dev.ok('AssumeRole', asked)
  const { AccessKeyId, Expiration, ...rest } = Credentials as Record<string, string>
  assert.match(AccessKeyId ?? '', /^STS\.\w{20,}$/)
  assert.equal(Expiration, `${new Date(caller.now + 900_000).toISOString().slice(0, 19)}Z`)
  assert.deepEqual(Object.keys(rest).sort(), ['AccessKeySecret', 'SecurityToken'])
  assert.deepEqual(AssumedRoleUser, {
    Arn: `acs:ram::${caller.account.id}:role/deploy/ci`,
    AssumedRoleId: 'role-Deploy:ci',
  })
  assert.equal(SourceIdentity, 'me')
})

test('a session may do what the role may, and not what its user may', async () => {
  const session = await sessionOf(dev, deploy)
  await session.ok('CreateVpc', { CidrBlock: '10.0.0.0/8' })
  await session.refused('NoPermission', 'AssumeRole', { RoleArn: deploy, RoleSessionName: 'again' })
  await dev.refused('Forbbiden', 'CreateVpc', { CidrBlock: '10.0.0.0/8' })
})

test('a session’s own policy narrows what the role may, and a denial says so', async () => {
  const Policy = policyDocument({ Action: 'vpc:Describe*' })
  const session = await sessionOf(dev, deploy, { Policy })
  await session.ok('DescribeVpnGateways')
  const { body } = await session.refused('Forbidden', 'CreateVpnGateway', {})
  assert.deepEqual(body.AccessDeniedDetail, {
    AuthAction: 'vpc:CreateVpnGateway',
    AuthResource: `acs:vpc:cn-hangzhou:${caller.account.id}:vpngateway/*`,
    AuthPrincipalType: 'AssumedRoleUser',
    AuthPrincipalOwnerId: caller.account.id,
    AuthPrincipalDisplayName: 'Deploy:session',
    NoPermissionType: 'ImplicitDeny',
    PolicyType: 'SessionPolicy',
  })
})

test('a key of a session is good with its own token alone', async () => {
  const session = await sessionOf(dev, deploy)
  const other = await sessionOf(dev, deploy)
  const { id, secret } = session.key
  const asked = ['DescribeVpcs'] as const
  await caller.as({ id, secret }).refused('InvalidAccessKeyId.NotFound', ...asked)
  const token = other.key.token ?? ''
  await caller.as({ id, secret, token }).refused('InvalidSecurityToken.MismatchWithAccessKey', ...asked)
  await caller.as({ id, secret, token: 'x' }).refused('InvalidSecurityToken.Malformed', ...asked)
  await caller.as({ ...caller.key, token }).refused('InvalidSecurityToken.MismatchWithAccessKey', ...asked)
  await session.ok(...asked)
})

test('a session that is over is InvalidSecurityToken.Expired, to the second', async () => {
  const session = await sessionOf(dev, deploy, { DurationSeconds: 1000 })
  const begun = caller.now
  caller.now = begun + 999_000
  await session.ok('DescribeVpcs')
  caller.now = begun + 1_000_000
  await session.refused('InvalidSecurityToken.Expired', 'DescribeVpcs')
})

test('a session whose role is deleted is over', async () => {
  const role = await roleOf(caller, 'short', allowing('*'))
  const session = await sessionOf(dev, role)
  await session.ok('DescribeVpcs')
  await caller.store.write((transaction) => transaction.remove({ kind: 'role', id: 'role-short' }))
  await session.refused('InvalidAccessKeyId.NotFound', 'DescribeVpcs')
})

test('a token in the header of signature V3 is read as one in the parameters', async () => {
  const session = await sessionOf(dev, deploy)
  const { id: keyId, secret, token: securityToken } = session.key
  const sent = async (token: string | undefined) => {
    const query = [['RegionId', 'cn-hangzhou']] as const
    const request = { method: 'POST', host: 'vpc.aliyuncs.com', query, action: 'DescribeVpcs', version: '2016-04-28' }
    const signing = { keyId, secret, securityToken: token, timestampMs: caller.now, nonce: `v3 ${token}` }
    const headers = signV3({ ...request, ...signing })
    const body = new Uint8Array()
    return (await caller.send({ method: 'POST', path: '/', rawQuery: 'RegionId=cn-hangzhou', headers, body })).status
  }
  assert.equal(await sent(securityToken), 200)
  assert.equal(await sent(`${securityToken}A`), 400)
})

test('a role is taken on only by whom its trust document and his own policies both admit', async () => {
  const lone = await userOf(caller, 'lone')
  const asked = (RoleArn: string, rest: object = {}) => ({ RoleArn, RoleSessionName: 'x1', ...rest })
  await lone.refused('NoPermission', 'AssumeRole', asked(deploy))
  const only = {
    Principal: { RAM: [`acs:ram::${caller.account.id}:user/lone`] },
    Condition: { StringEquals: { 'sts:ExternalId': 'secret' } },
  }
  await addRole(caller, 'guarded', trustOf(caller, only))
  const guarded = roleArn(caller, 'guarded')
  await dev.refused('NoPermission', 'AssumeRole', asked(guarded, { ExternalId: 'secret' }))
  const allowed = await userOf(caller, 'only', { document: policyDocument({ Action: 'sts:*', Resource: guarded }) })
  await allowed.refused('NoPermission', 'AssumeRole', asked(guarded, { ExternalId: 'secret' }))
  await allowed.refused('NoPermission', 'AssumeRole', asked(deploy))
  await addRole(caller, 'asking', trustOf(caller, { Condition: only.Condition }))
  const asking = roleArn(caller, 'asking')
  await dev.refused('NoPermission', 'AssumeRole', asked(asking))
  await dev.ok('AssumeRole', asked(asking, { ExternalId: 'secret' }))
})
