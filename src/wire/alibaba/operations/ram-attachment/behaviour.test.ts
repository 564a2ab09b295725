import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'
import { allowing, trusting } from '../../testing/ram.ts'

const look = { PolicyName: 'look', PolicyType: 'Custom' }
const readOnly = { PolicyName: 'ReadOnlyAccess', PolicyType: 'System' }

async function open() {
  const caller = await openCaller()
  await caller.ok('CreatePolicy', {
    PolicyName: 'look',
    PolicyDocument: allowing('vpc:Describe*'),
    Description: 'words',
  })
  await caller.ok('CreateUser', { UserName: 'dev', DisplayName: 'Dev' })
  await caller.ok('CreateGroup', { GroupName: 'dev', Comments: 'words' })
  await caller.ok('CreateRole', { RoleName: 'dev', AssumeRolePolicyDocument: trusting('1234567890123456') })
  return caller
}

test('policies are listed by whom they are attached to, and those by the policy', async () => {
  await using caller = await open()
  caller.now += 60_000
  const AttachDate = '2025-01-02T03:05:05Z'
  for (const kind of ['User', 'Group', 'Role']) {
    const holder = { [`${kind}Name`]: 'dev' }
    await caller.ok(`AttachPolicyTo${kind}`, { ...holder, ...look })
    await caller.ok(`AttachPolicyTo${kind}`, { ...holder, ...readOnly })
    const [first, second] = (await caller.get('Policies.Policy', `ListPoliciesFor${kind}`, holder)) as Parameters[]
    assert.deepEqual(first, { ...look, Description: 'words', DefaultVersion: 'v1', AttachDate })
    assert.deepEqual([second?.PolicyName, second?.PolicyType], [readOnly.PolicyName, readOnly.PolicyType])
  }
  const { RequestId, ...entities } = await caller.ok('ListEntitiesForPolicy', look)
  const { UserId } = (await caller.get('User', 'GetUser', { UserName: 'dev' })) as Parameters
  const { RoleId, Arn } = (await caller.get('Role', 'GetRole', { RoleName: 'dev' })) as Parameters
  assert.deepEqual(entities, {
    Users: { User: [{ UserName: 'dev', UserId, DisplayName: 'Dev', AttachDate }] },
    Groups: { Group: [{ GroupName: 'dev', Comments: 'words', AttachDate }] },
    Roles: { Role: [{ RoleName: 'dev', RoleId, Arn, Description: '', AttachDate }] },
  })
  assert.equal(await caller.get('Policy.AttachmentCount', 'GetPolicy', look), 3)
  await caller.ok('DetachPolicyFromUser', { UserName: 'dev', ...look })
  assert.equal(await caller.get('Policy.AttachmentCount', 'GetPolicy', look), 2)
  assert.deepEqual(await caller.get('Users.User', 'ListEntitiesForPolicy', look), [])
  const left = await caller.get('Policies.Policy.1.PolicyName', 'ListPoliciesForUser', { UserName: 'dev' })
  assert.equal(left, readOnly.PolicyName)
})

test('a policy is attached for the account and for resource groups side by side, and listed once', async () => {
  await using caller = await open()
  const user = { UserName: 'dev', ...look }
  const inGroup = { ...user, ResourceGroupId: 'rg-1' }
  await caller.ok('AttachPolicyToUser', inGroup)
  await caller.refused('EntityAlreadyExists.User.Policy', 'AttachPolicyToUser', inGroup)
  await caller.refused('EntityNotExist.User.Policy', 'DetachPolicyFromUser', user)
  await caller.ok('AttachPolicyToUser', { ...user, ResourceGroupId: caller.account.id })
  await caller.refused('EntityAlreadyExists.User.Policy', 'AttachPolicyToUser', user)
  const policies = await caller.get('Policies.Policy', 'ListPoliciesForUser', { UserName: 'dev' })
  assert.equal((policies as Parameters[]).length, 1)
  await caller.ok('DetachPolicyFromUser', user)
  await caller.ok('DetachPolicyFromUser', inGroup)
  assert.deepEqual(await caller.get('Policies.Policy', 'ListPoliciesForUser', { UserName: 'dev' }), [])
})

test('custom and system policies are counted apart', async () => {
  await using caller = await open()
  for (let number = 1; number < 5; number += 1) {
    const PolicyName = `look-${number}`
    await caller.ok('CreatePolicy', { PolicyName, PolicyDocument: allowing('vpc:Describe*') })
    await caller.ok('AttachPolicyToGroup', { GroupName: 'dev', PolicyName, PolicyType: 'Custom' })
  }
  await caller.ok('AttachPolicyToGroup', { GroupName: 'dev', ...look })
  await caller.ok('AttachPolicyToGroup', { GroupName: 'dev', ...readOnly })
  await caller.ok('CreatePolicy', { PolicyName: 'more', PolicyDocument: allowing('vpc:Describe*') })
  const more = { GroupName: 'dev', PolicyName: 'more', PolicyType: 'Custom' }
  await caller.refused('LimitExceeded.Group.Policy', 'AttachPolicyToGroup', more)
})
