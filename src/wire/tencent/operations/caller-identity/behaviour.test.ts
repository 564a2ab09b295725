import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openTestClient, type TestClient } from '../../testing/client.ts'
import { roleIn } from '../../testing/principals.ts'
import { sessionOf, tokenOf } from '../../testing/temporary-keys.ts'

const client = await openTestClient()
after(() => client[Symbol.asyncDispose]())

test('the account, a user, a session of a role and what these have given are told who they are', async () => {
  const owner = '100000000001'
  const { Uin, SecretId, SecretKey } = await client.ask('AddUser', { Name: 'dev', UseApi: 1 })
  const dev = client.as({ id: String(SecretId), secret: String(SecretKey) })
  const role = await roleIn(client, 'deploy')
  const uin = String(Uin)
  await client.ask('AttachUserPolicy', { PolicyId: 10, AttachUin: Uin })
  const told = async (one: TestClient) => {
    const { RequestId, ...identity } = await one.ask('GetCallerIdentity')
    return identity
  }
  const of = (Type: string, Arn: string, UserId: string, PrincipalId: string) => ({
    ...{ Arn, AccountId: owner, UserId, PrincipalId, Type },
  })
  assert.deepEqual(await told(client), of('root', `qcs::cam::uin/${owner}:root`, owner, owner))
  assert.deepEqual(await told(dev), of('CAMUser', `qcs::cam::uin/${owner}:uin/${uin}`, uin, uin))
  const session = await sessionOf(client, 'deploy')
  assert.deepEqual(
    await told(session),
    of('CAMRole', `qcs::sts:${owner}:assumed-role/${role}`, `${role}:session`, owner),
  )
  const given = await tokenOf(dev, { action: 'vpc:*' })
  const federated = `qcs::sts:${owner}:federated-user/${uin}`
  assert.deepEqual(await told(given), of('federated', federated, `${uin}:reader`, uin))
  const own = await tokenOf(client, { action: 'vpc:*' })
  const ofAccount = `qcs::sts:${owner}:federated-user/${owner}`
  assert.deepEqual(await told(own), of('federated', ofAccount, `${owner}:reader`, owner))
})
