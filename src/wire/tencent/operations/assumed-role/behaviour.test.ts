import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { policyDocument, unauthorized, userOf } from '../../testing/access.ts'
import { trusting } from '../../testing/cam.ts'
import { answerTo, openTestClient, v1Request } from '../../testing/client.ts'
import { roleIn } from '../../testing/principals.ts'
import { bearerOf, sessionOf } from '../../testing/temporary-keys.ts'

const client = await openTestClient()
after(() => client[Symbol.asyncDispose]())
const { installation } = client

const arnOf = (name: string) => `qcs::cam::uin/100000000001:roleName/${name}`
const RoleSessionName = 'session'
const made = { VpcName: 'n', CidrBlock: '10.1.0.0/16' }
const denied = 'UnauthorizedOperation'
const tokenFailure = 'AuthFailure.TokenFailure'

const full = await roleIn(client, 'full')
await client.ask('AttachRolePolicy', { PolicyId: 3, AttachRoleId: full })

const dev = await userOf(client, 'dev', {
  document: policyDocument({ action: 'sts:AssumeRole', resource: arnOf('full') }),
})

test('a session may do what its role may, until it ends', async () => {
  const answer = await dev.ask('AssumeRole', { RoleArn: arnOf('full'), RoleSessionName, DurationSeconds: 60 })
  const seconds = Math.floor(installation.now / 1000) + 60
  assert.deepEqual([answer.ExpiredTime, Date.parse(String(answer.Expiration)) / 1000], [seconds, seconds])
  const session = bearerOf(client, answer)
  await session.ask('CreateVpc', made)
  assert.equal(await session.refusal('ListUsers', {}), unauthorized)
  installation.now += 60_000
  assert.equal(await session.refusal('DescribeVpcs', {}), tokenFailure)
})

test('a session’s key is good with its token alone, also in the older form', async () => {
  const session = await sessionOf(dev, 'full')
  const { id, secret, token = '' } = session.signer
  const askedV1 = (signer: typeof session.signer) =>
    answerTo(installation, v1Request(installation, { action: 'DescribeVpcs', parameters: {} }, 'POST', signer))
  assert.equal((await askedV1(session.signer)).Error, undefined)
  assert.equal((await askedV1({ id, secret, token: `${token}x` })).Error?.Code, tokenFailure)
  assert.equal(await client.as({ id, secret, token: 'other' }).refusal('DescribeVpcs', {}), tokenFailure)
  assert.equal(await client.as({ id, secret }).refusal('DescribeVpcs', {}), 'AuthFailure.SecretIdNotFound')
  const own = { ...client.signer, token }
  assert.equal(await client.as(own).refusal('DescribeVpcs', {}), tokenFailure)
})

test('a session that its own policy narrows may do what both allow', async () => {
  const Policy = encodeURIComponent(policyDocument({ action: ['vpc:Describe*', 'cam:*'] }))
  const session = await sessionOf(dev, 'full', { Policy })
  await session.ask('DescribeVpcs')
  assert.equal(await session.refusal('CreateVpc', made), unauthorized)
  assert.equal(await session.refusal('ListUsers', {}), unauthorized)
  const asked = { RoleArn: arnOf('full'), RoleSessionName }
  for (const [text, code] of [
    ['%zz', 'StrategyFormatError'],
    ['{', 'StrategyFormatError'],
    [policyDocument({ action: 'nothing' }), 'StrategyInvalid'],
    [`{${' '.repeat(6144)}`, 'PolicyTooLong'],
  ] as const) {
    assert.equal(await dev.refusal('AssumeRole', { ...asked, Policy: text }), `InvalidParameter.${code}`)
  }
})

test('a role is taken on by whom its document admits and whose own policies allow it', async () => {
  await roleIn(client, 'other')
  await roleIn(client, 'closed', trusting('uin/100000000099'))
  const taking = (name: string) => ({ RoleArn: arnOf(name), RoleSessionName })
  const nobody = await userOf(client, 'nobody')
  assert.equal(await nobody.refusal('AssumeRole', taking('full')), unauthorized)
  assert.equal(await dev.refusal('AssumeRole', taking('other')), unauthorized)
  assert.equal(await client.refusal('AssumeRole', taking('closed')), denied)
  await sessionOf(client, 'other')
  const elsewhere = { RoleArn: 'qcs::cam::uin/100000000009:roleName/full', RoleSessionName }
  assert.equal(await client.refusal('AssumeRole', elsewhere), 'ResourceNotFound.RoleNotFound')
})

test('a policy that speaks of a role by its name holds for whoever names it by its id', async () => {
  const id = `qcs::cam::uin/100000000001:role/${full}`
  const guarded = policyDocument({ action: 'sts:*' }, { effect: 'deny', action: 'sts:*', resource: arnOf('FULL') })
  const eve = await userOf(client, 'eve', { document: guarded })
  assert.equal(await eve.refusal('AssumeRole', { RoleArn: arnOf('full'), RoleSessionName }), unauthorized)
  assert.equal(await eve.refusal('AssumeRole', { RoleArn: id, RoleSessionName }), denied)
  await client.ask('AssumeRole', { RoleArn: id, RoleSessionName })
})

test('a role that asks for an external id is taken on with that one alone', async () => {
  const document = JSON.parse(trusting()) as { statement: object[] }
  const condition = { string_equal: { 'sts:external_id': 'id-1' } }
  const [statement] = document.statement
  await roleIn(client, 'external', JSON.stringify({ version: '2.0', statement: [{ ...statement, condition }] }))
  const taking = { RoleArn: arnOf('external'), RoleSessionName }
  const eve = await userOf(client, 'partner', { document: policyDocument({ action: 'sts:*' }) })
  assert.equal(await eve.refusal('AssumeRole', taking), denied)
  assert.equal(await eve.refusal('AssumeRole', { ...taking, ExternalId: 'id-2' }), denied)
  await eve.ask('AssumeRole', { ...taking, ExternalId: 'id-1' })
})

test('a session of a role that is deleted is of nobody', async () => {
  await roleIn(client, 'gone')
  const session = await sessionOf(client, 'gone')
  await client.ask('DeleteRole', { RoleName: 'gone' })
  assert.equal(await session.refusal('DescribeVpcs', {}), 'AuthFailure.SecretIdNotFound')
})
