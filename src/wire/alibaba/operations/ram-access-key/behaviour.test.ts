import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roleOf, sessionOf } from '../../testing/access.ts'
import { type Caller, openCaller, type Parameters } from '../../testing/caller.ts'

const dev = { UserName: 'dev' }
const system = { PolicyType: 'System' }

interface Key {
  readonly AccessKeyId: string
  readonly AccessKeySecret: string
}

async function keyOf(caller: Caller, user: Parameters): Promise<Caller> {
  const { AccessKeyId: id, AccessKeySecret: secret } = (await caller.get('AccessKey', 'CreateAccessKey', user)) as Key
  return caller.as({ id, secret })
}

test('a key’s secret is told when it is made, and not in a list', async () => {
  await using caller = await openCaller()
  await caller.ok('CreateUser', dev)
  const { AccessKeySecret, ...key } = (await caller.get('AccessKey', 'CreateAccessKey', dev)) as Parameters
  assert.match(String(key.AccessKeyId), /^LTAI[A-Za-z0-9]{20}$/)
  assert.match(String(AccessKeySecret), /^[A-Za-z0-9]{30}$/)
  const { AccessKeyId } = key
  const listed = { AccessKeyId, CreateDate: '2025-01-02T03:04:05Z', Status: 'Active' }
  assert.deepEqual(key, listed)
  assert.deepEqual(await caller.get('AccessKeys.AccessKey', 'ListAccessKeys', dev), [listed])
  await caller.ok('UpdateAccessKey', { ...dev, UserAccessKeyId: AccessKeyId, Status: 'Inactive' })
  assert.deepEqual(await caller.get('AccessKeys.AccessKey', 'ListAccessKeys', dev), [{ ...listed, Status: 'Inactive' }])
  await caller.ok('DeleteAccessKey', { ...dev, UserAccessKeyId: AccessKeyId })
  assert.deepEqual(await caller.get('AccessKeys.AccessKey', 'ListAccessKeys', dev), [])
})

test('a user’s key is of use while it is active, from the next request on', async () => {
  await using caller = await openCaller()
  await caller.ok('CreateUser', dev)
  await caller.ok('AttachPolicyToUser', { ...dev, ...system, PolicyName: 'ReadOnlyAccess' })
  const user = await keyOf(caller, dev)
  const key = { ...dev, UserAccessKeyId: user.key.id }
  await user.ok('DescribeVpcs')
  await caller.ok('UpdateAccessKey', { ...key, Status: 'Inactive' })
  await user.refused('InvalidAccessKeyId.Inactive', 'DescribeVpcs')
  await caller.ok('UpdateAccessKey', { ...key, Status: 'Active' })
  await user.ok('DescribeVpcs')
  await caller.ok('DeleteAccessKey', key)
  await user.refused('InvalidAccessKeyId.NotFound', 'DescribeVpcs')
})

test('keys of nobody in particular are those of the user who asks, and never the account’s own', async () => {
  await using caller = await openCaller()
  await caller.ok('CreateUser', dev)
  await caller.ok('AttachPolicyToUser', { ...dev, ...system, PolicyName: 'AliyunRAMFullAccess' })
  const user = await keyOf(caller, dev)
  caller.now += 1000
  const second = await user.get('AccessKey.AccessKeyId', 'CreateAccessKey')
  const ids = async (asking: Caller, whose: Parameters = {}) =>
    ((await asking.get('AccessKeys.AccessKey', 'ListAccessKeys', whose)) as Key[]).map(({ AccessKeyId }) => AccessKeyId)
  assert.deepEqual(await ids(user), [user.key.id, second])
  await user.ok('DeleteAccessKey', { UserAccessKeyId: second })
  assert.deepEqual(await ids(caller, dev), [user.key.id])
  await user.refused('EntityNotExist.User.AccessKey', 'DeleteAccessKey', { UserAccessKeyId: caller.key.id })
  for (const action of ['CreateAccessKey', 'ListAccessKeys']) await caller.refused('EntityNotExist.User', action)
})

test('a role has no keys of its own, and those of a user of its name are not meant', async () => {
  await using caller = await openCaller()
  await caller.ok('CreateUser', dev)
  await caller.ok('AttachPolicyToUser', { ...dev, ...system, PolicyName: 'AliyunSTSAssumeRoleAccess' })
  const user = await keyOf(caller, dev)
  const session = await sessionOf(user, await roleOf(caller, 'dev', { system: 'AliyunRAMFullAccess' }))
  assert.equal(await session.get('AccessKeys.AccessKey.1.AccessKeyId', 'ListAccessKeys', dev), user.key.id)
  await session.refused('EntityNotExist.User', 'ListAccessKeys')
  await session.refused('EntityNotExist.User.AccessKey', 'DeleteAccessKey', { ...dev, UserAccessKeyId: session.key.id })
})
