import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { presetPolicies } from '../../policy/preset.ts'
import { everything, looking } from '../../testing/cam.ts'
import { openTestClient } from '../../testing/client.ts'
import { policyIn, readOnly, userIn } from '../../testing/principals.ts'

const client = await openTestClient()
after(() => client[Symbol.asyncDispose]())

test('a policy is described as it was made, and a preset one likewise', async () => {
  const made = { PolicyName: 'look', PolicyDocument: looking, Description: 'words' }
  const Tags = [{ Key: 'team', Value: 'dev' }]
  const { PolicyId } = await client.ask('CreatePolicy', { ...made, Tags })
  const { RequestId, ...shown } = await client.ask('GetPolicy', { PolicyId })
  const time = '2026-11-20 20:00:00'
  const common = { PresetAlias: '', IsServiceLinkedRolePolicy: 0 }
  assert.deepEqual(shown, { ...made, ...common, Type: 1, AddTime: time, UpdateTime: time, Tags })
  const preset = await client.ask('GetPolicy', { PolicyId: readOnly })
  assert.deepEqual([preset.PolicyName, preset.Type, preset.AddTime, preset.Tags], ['ReadOnlyAccess', 2, '', []])
  await client.ask('DeletePolicy', { PolicyId: [PolicyId] })
})

test('a policy is found by its id or its name; its document changes in the version that holds', async () => {
  const PolicyId = await policyIn(client, 'change')
  await client.ask('UpdatePolicy', { PolicyName: 'change', PolicyDocument: everything })
  await client.ask('UpdatePolicy', { PolicyId, PolicyName: 'changed', Description: 'words' })
  const { PolicyName, PolicyDocument, Description } = await client.ask('GetPolicy', { PolicyId })
  assert.deepEqual([PolicyName, PolicyDocument, Description], ['changed', everything, 'words'])
  const { Versions } = await client.ask('ListPolicyVersions', { PolicyId })
  assert.equal((Versions as unknown[]).length, 1)
  const missing = 'ResourceNotFound.PolicyIdNotFound'
  assert.equal(await client.refusal('UpdatePolicy', { PolicyName: 'change', Description: '' }), missing)
  assert.equal(await client.refusal('UpdatePolicy', { Description: '' }), 'InvalidParameter.ParamError')
  await client.ask('DeletePolicy', { PolicyId: [PolicyId] })
})

test('policies are listed by scope and by part of a name, a page at a time, with how many have each', async () => {
  const PolicyId = await policyIn(client, 'list-one')
  await policyIn(client, 'list-two')
  await client.ask('AttachUserPolicy', { PolicyId, AttachUin: await userIn(client, 'holder') })
  const names = async (parameters: object) => {
    const { List, TotalNum } = await client.ask('ListPolicies', { ...parameters })
    return [(List as { PolicyName: string }[]).map(({ PolicyName }) => PolicyName), TotalNum]
  }
  assert.deepEqual(await names({ Scope: 'Local' }), [['list-two', 'list-one'], 2])
  assert.deepEqual(await names({ Scope: 'QCS', Rp: 200 }), [[...presetPolicies.keys()], presetPolicies.size])
  assert.deepEqual(await names({ Rp: 1, Page: 2 }), [['list-one'], presetPolicies.size + 2])
  assert.deepEqual(await names({ Keyword: 'Finance' }), [['QcloudVPCFinanceAccess'], 1])
  const { List } = await client.ask('ListPolicies', { Keyword: 'list-one' })
  const [only] = List as { Attachments: number; AttachEntityCount: number; Type: number }[]
  assert.deepEqual([only?.Attachments, only?.AttachEntityCount, only?.Type], [1, 1, 1])
})

test('a document is refused with the code of what is wrong with it', async () => {
  const statement = { effect: 'allow', action: ['vpc:*'], resource: ['*'] }
  const refusal = (document: object) =>
    client.refusal('CreatePolicy', { PolicyName: 'wrong', PolicyDocument: JSON.stringify(document) })
  const wrong: readonly (readonly [object, string])[] = [
    [{ version: '1.0', statement: [statement] }, 'VersionError'],
    [{ version: '2.0', statement: [{ ...statement, effect: 'maybe' }] }, 'EffectError'],
    [{ version: '2.0', statement: [{ ...statement, action: undefined }] }, 'ActionMiss'],
    [{ version: '2.0', statement: [{ ...statement, resource: 'vpc/x' }] }, 'ResourceQcsError'],
    [{ version: '2.0', statement: [{ ...statement, principal: { qcs: ['x'] } }] }, 'PrincipalError'],
    [{ version: '2.0', statement: [{ ...statement, action: 'vpc:a'.repeat(2000) }] }, 'PolicyDocumentLengthOverLimit'],
  ]
  for (const [document, code] of wrong) assert.equal(await refusal(document), `InvalidParameter.${code}`)
})

test('policies that are deleted are taken from whoever has them, all of a request or none', async () => {
  const [PolicyId, other] = [await policyIn(client, 'gone-one'), await policyIn(client, 'gone-two')]
  const TargetUin = await userIn(client, 'losing')
  await client.ask('AttachUserPolicy', { PolicyId, AttachUin: TargetUin })
  const missing = 'ResourceNotFound.PolicyIdNotFound'
  assert.equal(await client.refusal('DeletePolicy', { PolicyId: [PolicyId, 999999999] }), missing)
  assert.equal(await client.refusal('DeletePolicy', { PolicyId: [readOnly] }), missing)
  await client.ask('DeletePolicy', { PolicyId: [PolicyId, other, other] })
  assert.equal((await client.ask('ListAttachedUserPolicies', { TargetUin })).TotalNum, 0)
  assert.equal(await client.refusal('GetPolicy', { PolicyId: other }), missing)
})
