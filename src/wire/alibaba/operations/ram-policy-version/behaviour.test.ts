import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Caller, openCaller, type Parameters } from '../../testing/caller.ts'
import { allowing } from '../../testing/ram.ts'

const look = { PolicyName: 'look' }
const custom = { ...look, PolicyType: 'Custom' }
const first = allowing('vpc:Describe*')
const second = allowing('vpc:*')

const versions = async (caller: Caller) =>
  ((await caller.get('PolicyVersions.PolicyVersion', 'ListPolicyVersions', custom)) as Parameters[]).map(
    ({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion],
  )

test('a version holds once it is the default one, and only another than that can be deleted', async () => {
  await using caller = await openCaller()
  await caller.ok('CreatePolicy', { ...look, PolicyDocument: first })
  caller.now += 60_000
  const CreateDate = '2025-01-02T03:05:05Z'
  const added = await caller.get('PolicyVersion', 'CreatePolicyVersion', { ...look, PolicyDocument: second })
  assert.deepEqual(added, { VersionId: 'v2', IsDefaultVersion: false, PolicyDocument: second, CreateDate })
  assert.equal(await caller.get('Policy.PolicyDocument', 'GetPolicy', custom), first)
  await caller.ok('SetDefaultPolicyVersion', { ...look, VersionId: 'v2' })
  assert.equal(await caller.get('Policy.PolicyDocument', 'GetPolicy', custom), second)
  assert.deepEqual(await versions(caller), [
    ['v2', true],
    ['v1', false],
  ])
  const v1 = await caller.get('PolicyVersion', 'GetPolicyVersion', { ...custom, VersionId: 'v1' })
  assert.deepEqual(v1, {
    VersionId: 'v1',
    IsDefaultVersion: false,
    PolicyDocument: first,
    CreateDate: '2025-01-02T03:04:05Z',
  })
  await caller.refused('DeleteConflict.Policy.Version.Default', 'DeletePolicyVersion', { ...look, VersionId: 'v2' })
  await caller.ok('DeletePolicyVersion', { ...look, VersionId: 'v1' })
  assert.deepEqual(await versions(caller), [['v2', true]])
  await caller.refused('InvalidParameter.VersionId.Format', 'DeletePolicyVersion', { ...look, VersionId: '2' })
})

test('beyond five versions the oldest that does not hold goes where that was asked for, and numbers count on', async () => {
  await using caller = await openCaller()
  await caller.ok('CreatePolicy', { ...look, PolicyDocument: first })
  const version = { ...look, PolicyDocument: second }
  for (let number = 2; number <= 5; number += 1) await caller.ok('CreatePolicyVersion', version)
  await caller.refused('LimitExceeded.Policy.Version', 'CreatePolicyVersion', { ...version, RotateStrategy: 'None' })
  const RotateStrategy = 'DeleteOldestNonDefaultVersionWhenLimitExceeded'
  await caller.ok('CreatePolicyVersion', { ...version, RotateStrategy, SetAsDefault: true })
  assert.deepEqual(await versions(caller), [
    ['v6', true],
    ['v5', false],
    ['v4', false],
    ['v3', false],
    ['v1', false],
  ])
})

test('a document that is none is refused of a version too', async () => {
  await using caller = await openCaller()
  await caller.ok('CreatePolicy', { ...look, PolicyDocument: first })
  await caller.refused('MalformedPolicyDocument', 'CreatePolicyVersion', { ...look, PolicyDocument: '[]' })
  const PolicyDocument = allowing('vpc:'.padEnd(6144, '*'))
  await caller.refused('InvalidParameter.PolicyDocument.Length', 'CreatePolicyVersion', { ...look, PolicyDocument })
})
