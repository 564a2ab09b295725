import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { allowing } from '../../testing/access.ts'
import { openTestClient } from '../../testing/client.ts'
import { policyIn, userIn } from '../../testing/principals.ts'

const client = await openTestClient()
after(() => client[Symbol.asyncDispose]())

test('a key’s secret is told when it is made, and not in a list; it is of use while it is active', async () => {
  const TargetUin = await userIn(client, 'dev')
  await client.ask('AttachUserPolicy', { PolicyId: 1, AttachUin: TargetUin })
  const { AccessKey } = await client.ask('CreateAccessKey', { TargetUin })
  const { SecretAccessKey, ...listed } = AccessKey as { AccessKeyId: string; SecretAccessKey: string }
  assert.match(listed.AccessKeyId, /^AKID\w{32}$/)
  const shown = async () => (await client.ask('ListAccessKeys', { TargetUin })).AccessKeys
  assert.deepEqual(listed, {
    AccessKeyId: listed.AccessKeyId,
    Status: 'Active',
    CreateTime: '2026-11-20 20:00:00',
    Description: '',
  })
  assert.deepEqual(await shown(), [listed])
  const dev = client.as({ id: listed.AccessKeyId, secret: SecretAccessKey })
  await dev.ask('DescribeVpcs')
  const key = { TargetUin, AccessKeyId: listed.AccessKeyId }
  await client.ask('UpdateAccessKey', { ...key, Status: 'Inactive' })
  assert.equal(await dev.refusal('DescribeVpcs', {}), 'AuthFailure.SecretIdNotFound')
  assert.deepEqual(await shown(), [{ ...listed, Status: 'Inactive' }])
  await client.ask('UpdateAccessKey', { ...key, Status: 'Active' })
  await dev.ask('DescribeVpcs')
  await client.ask('DeleteAccessKey', key)
  assert.equal(await dev.refusal('DescribeVpcs', {}), 'AuthFailure.SecretIdNotFound')
  assert.deepEqual(await shown(), [])
})

test('keys of nobody in particular are those of the user who asks, and never the account’s own', async () => {
  const { Uin, SecretId, SecretKey } = await client.ask('AddUser', { Name: 'ann', UseApi: 1 })
  const PolicyId = await policyIn(client, 'keys', allowing('cam:*AccessKey*').document)
  await client.ask('AttachUserPolicy', { PolicyId, AttachUin: Uin })
  const ann = client.as({ id: String(SecretId), secret: String(SecretKey) })
  const { AccessKeys } = await ann.ask('ListAccessKeys')
  assert.deepEqual(
    (AccessKeys as { AccessKeyId: string }[]).map(({ AccessKeyId }) => AccessKeyId),
    [SecretId],
  )
  assert.equal(
    await ann.refusal('DeleteAccessKey', { AccessKeyId: client.signer.id }),
    'ResourceNotFound.SecretNotExist',
  )
  for (const action of ['CreateAccessKey', 'ListAccessKeys']) {
    assert.equal(await client.refusal(action, {}), 'InvalidParameter.UserNotExist')
  }
})
