import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { unauthorized } from '../../testing/access.ts'
import { everything, looking } from '../../testing/cam.ts'
import { openTestClient } from '../../testing/client.ts'
import { policyIn } from '../../testing/principals.ts'

const client = await openTestClient()
after(() => client[Symbol.asyncDispose]())

test('the version that is made the default one holds from the next request on', async () => {
  const PolicyId = await policyIn(client, 'look')
  const { Uin, SecretId, SecretKey } = await client.ask('AddUser', { Name: 'dev', UseApi: 1 })
  await client.ask('AttachUserPolicy', { PolicyId, AttachUin: Uin })
  const dev = client.as({ id: String(SecretId), secret: String(SecretKey) })
  const made = { VpcName: 'n', CidrBlock: '10.1.0.0/16' }
  const version = { PolicyId, PolicyDocument: everything, SetAsDefault: false }
  assert.equal((await client.ask('CreatePolicyVersion', version)).VersionId, 2)
  assert.equal(await dev.refusal('CreateVpc', made), unauthorized)
  await client.ask('SetDefaultPolicyVersion', { PolicyId, VersionId: 2 })
  await dev.ask('CreateVpc', made)
  assert.equal((await client.ask('GetPolicy', { PolicyId })).PolicyDocument, everything)

  const { Versions } = await client.ask('ListPolicyVersions', { PolicyId })
  const CreateDate = '2026-11-20 20:00:00'
  assert.deepEqual(Versions, [
    { VersionId: 2, CreateDate, IsDefaultVersion: 1 },
    { VersionId: 1, CreateDate, IsDefaultVersion: 0 },
  ])
  const { PolicyVersion } = await client.ask('GetPolicyVersion', { PolicyId, VersionId: 1 })
  assert.deepEqual(PolicyVersion, { VersionId: 1, CreateDate, IsDefaultVersion: 0, Document: looking })
  await client.ask('DeletePolicyVersion', { PolicyId, VersionId: [1] })
  assert.equal((await client.ask('CreatePolicyVersion', { ...version, SetAsDefault: true })).VersionId, 3)
  const left = (await client.ask('ListPolicyVersions', { PolicyId })).Versions as { VersionId: number }[]
  assert.deepEqual(
    left.map(({ VersionId }) => VersionId),
    [3, 2],
  )
})
