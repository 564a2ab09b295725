import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemPolicies } from '../../policy/system.ts'
import { openCaller, type Parameters } from '../../testing/caller.ts'
import { allowing } from '../../testing/ram.ts'

const look = { PolicyName: 'look' }
const custom = { ...look, PolicyType: 'Custom' }
/** Not as a program writes it. */
const PolicyDocument = `{ "Version": "1",\n "Statement": [{"Effect":"Allow","Action":"vpc:Describe*","Resource":"*"}] }`

test('a policy is made, described with the document letter by letter, and deleted', async () => {
  await using caller = await openCaller()
  const CreateDate = '2025-01-02T03:04:05Z'
  const made = await caller.get('Policy', 'CreatePolicy', { ...look, PolicyDocument, Description: 'words' })
  const policy = { ...custom, Description: 'words', DefaultVersion: 'v1', CreateDate }
  assert.deepEqual(made, policy)
  caller.now += 60_000
  const UpdateDate = '2025-01-02T03:05:05Z'
  const described = await caller.get('Policy', 'UpdatePolicyDescription', { ...look, NewDescription: '' })
  assert.deepEqual(described, { ...policy, Description: '', UpdateDate })
  const { RequestId, ...whole } = await caller.ok('GetPolicy', custom)
  assert.deepEqual(whole, {
    Policy: { ...policy, Description: '', UpdateDate, AttachmentCount: 0, PolicyDocument },
    DefaultPolicyVersion: { VersionId: 'v1', IsDefaultVersion: true, PolicyDocument, CreateDate },
  })
  await caller.ok('DeletePolicy', { ...look, CascadingDelete: true })
  await caller.refused('EntityNotExist.Policy', 'GetPolicy', custom)
})

test('a document that is none is MalformedPolicyDocument and says why, and is not kept', async () => {
  await using caller = await openCaller()
  const statement = { Effect: 'Allow', Action: 'vpc:*', Resource: '*' }
  const document = (change: object) => JSON.stringify({ Version: '1', Statement: [{ ...statement, ...change }] })
  for (const [wrong, why] of [
    ['{', 'JSON'],
    ['{"Version":"2","Statement":[]}', 'Version'],
    [document({ Effect: 'allow' }), 'Effect'],
    [document({ Action: undefined }), 'Action'],
    [document({ Resource: undefined }), 'Resource'],
    [document({ Principal: { RAM: ['*'] } }), 'Principal'],
    [document({ Condition: { StringIs: { a: 'b' } } }), 'StringIs'],
  ] as const) {
    const given = { ...look, PolicyDocument: wrong }
    const { body } = await caller.refused('MalformedPolicyDocument', 'CreatePolicy', given)
    assert.ok(String(body.Message).includes(why), `${wrong}: ${body.Message}`)
  }
  const long = { ...look, PolicyDocument: allowing('vpc:'.padEnd(6144, '*')) }
  await caller.refused('InvalidParameter.PolicyDocument.Length', 'CreatePolicy', long)
  await caller.refused('InvalidParameter.PolicyName.InvalidChars', 'CreatePolicy', {
    PolicyName: 'a.b',
    PolicyDocument,
  })
  await caller.refused('InvalidParameter.PolicyName.Length', 'CreatePolicy', {
    PolicyName: 'a'.repeat(129),
    PolicyDocument,
  })
  const wordy = { ...look, PolicyDocument, Description: 'a'.repeat(1025) }
  await caller.refused('InvalidParameter.Description.Length', 'CreatePolicy', wordy)
  await caller.refused('InvalidParameter.PolicyType', 'GetPolicy', { ...look, PolicyType: 'custom' })
})

test('system policies are described, and cannot be changed, deleted or shadowed', async () => {
  await using caller = await openCaller()
  const system = { PolicyName: 'AdministratorAccess', PolicyType: 'System' }
  const { Policy, DefaultPolicyVersion } = await caller.ok('GetPolicy', system)
  const { Description, ...policy } = Policy as Parameters
  const document = { PolicyDocument: systemPolicies.get(system.PolicyName)?.document }
  assert.deepEqual(policy, { ...system, ...document, DefaultVersion: 'v1', AttachmentCount: 0 })
  assert.deepEqual(DefaultPolicyVersion, { ...document, VersionId: 'v1', IsDefaultVersion: true })
  const { PolicyName } = system
  await caller.refused('EntityNotExist.Policy', 'DeletePolicy', { PolicyName })
  await caller.refused('EntityNotExist.Policy', 'CreatePolicyVersion', { PolicyName, PolicyDocument })
  await caller.ok('CreatePolicy', { PolicyName, PolicyDocument })
  assert.deepEqual((await caller.ok('GetPolicy', system)).DefaultPolicyVersion, DefaultPolicyVersion)
  await caller.ok('DeletePolicy', { PolicyName })
})

test('policies are listed by type and tag, the system’s before the account’s, in pages that end', async () => {
  await using caller = await openCaller()
  const Tag = [{ Key: 'team', Value: 'net' }]
  await caller.ok('CreatePolicy', { ...look, PolicyDocument, Tag })
  await caller.ok('CreatePolicy', { PolicyName: 'other', PolicyDocument })
  const names = async (parameters: Parameters) => {
    const policies = (await caller.get('Policies.Policy', 'ListPolicies', parameters)) as Parameters[]
    return policies.map(({ PolicyName }) => PolicyName)
  }
  const [system, own] = [[...systemPolicies.keys()], ['other', 'look']]
  assert.deepEqual(await names({}), [...system, ...own])
  assert.deepEqual(await names({ PolicyType: 'System' }), system)
  assert.deepEqual(await names({ PolicyType: 'Custom' }), own)
  assert.deepEqual(await names({ Tag }), ['look'])
  assert.deepEqual(await names({ Tag: JSON.stringify([{ Key: 'team' }]) }), ['look'])
  assert.deepEqual(await names({ PolicyType: 'System', Tag }), [])
  const tags = await caller.get('Policies.Policy.1.Tags.Tag', 'ListPolicies', { Tag })
  assert.deepEqual(tags, [{ TagKey: 'team', TagValue: 'net' }])
  assert.deepEqual(await names({ PolicyType: 'System', MaxResults: 2 }), system.slice(0, 2))
  for (const MaxItems of [1, 3, system.length, system.length + 1, 1000]) {
    const seen: unknown[] = []
    for (let Marker: unknown, more = true; more; ) {
      const page = await caller.ok('ListPolicies', { MaxItems, ...(Marker === undefined ? {} : { Marker }) })
      seen.push(...(page.Policies as { Policy: Parameters[] }).Policy.map(({ PolicyName }) => PolicyName))
      more = page.IsTruncated === true
      Marker = page.Marker
    }
    assert.deepEqual(seen, [...system, ...own], `pages of ${MaxItems}`)
  }
})
