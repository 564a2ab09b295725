import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { allowing, policyDocument, unauthorized, userOf } from '../../testing/access.ts'
import { openTestClient } from '../../testing/client.ts'
import { roleIn } from '../../testing/principals.ts'
import { at } from '../../testing/site.ts'
import { bearerOf, tokenOf } from '../../testing/temporary-keys.ts'

const client = await openTestClient()
after(() => client[Symbol.asyncDispose]())

/** The id of AdministratorAccess. */
const administrator = 1

const made = { VpcName: 'n', CidrBlock: '10.1.0.0/16' }

test('a token of the account may do what its policy says, and one of a user what both may', async () => {
  const ofAccount = await tokenOf(client, { action: 'vpc:Describe*' })
  await ofAccount.ask('DescribeVpcs')
  assert.equal(await ofAccount.refusal('CreateVpc', made), unauthorized)
  assert.equal(await ofAccount.refusal('ListUsers', {}), unauthorized)

  const dev = await userOf(client, 'dev', allowing('vpc:CreateVpc', 'sts:GetFederationToken'))
  const ofUser = await tokenOf(dev, { action: ['vpc:*'] })
  await ofUser.ask('CreateVpc', made)
  assert.equal(await ofUser.refusal('DescribeVpcs', {}), unauthorized)
})

test('a token is given by whose policies allow that, for as long as he may', async () => {
  const Policy = policyDocument({ action: 'vpc:*' })
  const nobody = await userOf(client, 'nobody')
  assert.equal(await nobody.refusal('GetFederationToken', { Name: 'reader', Policy }), unauthorized)
  const dev = await userOf(client, 'giver', allowing('sts:*'))
  await dev.ask('GetFederationToken', { Name: 'reader', Policy, DurationSeconds: 129_600 })
  const overTime = 'InvalidParameter.OverTimeError'
  for (const [one, DurationSeconds] of [
    [dev, 129_601],
    [client, 7201],
  ] as const) {
    assert.equal(await one.refusal('GetFederationToken', { Name: 'reader', Policy, DurationSeconds }), overTime)
  }
})

test('a token ends when its time is over, and with the user that has given it', async () => {
  const dev = await userOf(client, 'leaving', { system: 'AdministratorAccess' })
  const given = await tokenOf(dev, { action: '*' })
  const other = await tokenOf(client, { action: '*' })
  await client.ask('DeleteUser', { Name: 'leaving', Force: 1 })
  assert.equal(await given.refusal('DescribeVpcs', {}), 'AuthFailure.SecretIdNotFound')
  client.installation.now += 1_800_000
  assert.equal(await other.refusal('DescribeVpcs', {}), 'AuthFailure.TokenFailure')
})

test('a token goes on when its user’s key is disabled, and loses what its user loses', async () => {
  const { Uin } = await client.ask('AddUser', { Name: 'rotating' })
  const attachment = { PolicyId: administrator, AttachUin: Uin }
  await client.ask('AttachUserPolicy', attachment)
  const key = at(await client.ask('CreateAccessKey', { TargetUin: Uin }), 'AccessKey') as Readonly<
    Record<string, string>
  >
  const { AccessKeyId = '', SecretAccessKey = '' } = key
  const dev = client.as({ id: AccessKeyId, secret: SecretAccessKey })
  const given = await tokenOf(dev, { action: '*' })
  await client.ask('UpdateAccessKey', { TargetUin: Uin, AccessKeyId, Status: 'Inactive' })
  assert.equal(await dev.refusal('DescribeVpcs', {}), 'AuthFailure.SecretIdNotFound')
  await given.ask('DescribeVpcs')
  await client.ask('DetachUserPolicy', { PolicyId: administrator, DetachUin: Uin })
  assert.equal(await given.refusal('DescribeVpcs', {}), unauthorized)
})

test('a token takes on a role where its policy allows that, and no other does', async () => {
  const role = await roleIn(client, 'wide')
  await client.ask('AttachRolePolicy', { PolicyId: 3, AttachRoleId: role })
  const asked = { RoleArn: 'qcs::cam::uin/100000000001:roleName/wide', RoleSessionName: 'session' }
  const looking = await tokenOf(client, { action: 'vpc:Describe*' })
  assert.equal(await looking.refusal('AssumeRole', asked), unauthorized)
  const taking = await tokenOf(client, { action: 'sts:AssumeRole' })
  assert.equal(await taking.refusal('CreateVpc', made), unauthorized)
  await bearerOf(client, await taking.ask('AssumeRole', asked)).ask('CreateVpc', { ...made, VpcName: 'by-role' })
})
