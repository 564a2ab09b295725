import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openTestClient, type Parameters } from '../../testing/client.ts'
import { groupIn, policyIn, readOnly, roleIn, userIn } from '../../testing/principals.ts'

const client = await openTestClient()
after(() => client[Symbol.asyncDispose]())

const PolicyId = await policyIn(client, 'look')
const uin = await userIn(client, 'dev')
const group = await groupIn(client, 'ops')
const role = await roleIn(client, 'deploy')

const listed = async (action: string, parameters: Parameters, list = 'List') =>
  ((await client.ask(action, parameters))[list] as { PolicyName: string }[]).map(({ PolicyName }) => PolicyName)

const page = { Page: 1, Rp: 20 }

test('a policy is attached to each kind once, however often it is asked for, and taken away likewise', async () => {
  const kinds = [
    ['User', { AttachUin: uin }, { DetachUin: uin }, { TargetUin: uin }],
    ['Group', { AttachGroupId: group }, { DetachGroupId: group }, { TargetGroupId: group }],
    ['Role', { AttachRoleName: 'deploy' }, { DetachRoleId: role }, { RoleId: role, ...page }],
  ] as const
  for (const [kind, to, from, of] of kinds) {
    for (let times = 0; times < 2; times += 1) await client.ask(`Attach${kind}Policy`, { ...to, PolicyId })
    assert.deepEqual(await listed(`ListAttached${kind}Policies`, of), ['look'], kind)
    await client.ask(`Attach${kind}Policy`, { ...to, PolicyId: readOnly })
    await client.ask(`Detach${kind}Policy`, { ...from, PolicyId })
    await client.ask(`Detach${kind}Policy`, { ...from, PolicyId })
    assert.deepEqual(await listed(`ListAttached${kind}Policies`, of), ['ReadOnlyAccess'], kind)
    await client.ask(`Detach${kind}Policy`, { ...from, PolicyId: readOnly })
  }
})

test('who has a policy is listed by kind', async () => {
  await client.ask('AttachUserPolicy', { PolicyId, AttachUin: uin })
  await client.ask('AttachGroupPolicy', { PolicyId, AttachGroupId: group })
  await client.ask('AttachRolePolicy', { PolicyName: 'look', AttachRoleId: role })
  const AttachmentTime = '2026-11-20 20:00:00'
  const user = { Id: String(uin), Name: 'dev', Uin: uin, RelatedType: 1, AttachmentTime }
  const ops = { Id: String(group), Name: 'ops', Uin: 0, RelatedType: 2, AttachmentTime }
  const deploy = { Id: role, Name: 'deploy', Uin: 0, RelatedType: 3, AttachmentTime }
  const of = async (rest: object = {}) => (await client.ask('ListEntitiesForPolicy', { PolicyId, ...rest })).List
  assert.deepEqual(await of(), [user, ops, deploy])
  assert.deepEqual(await of({ EntityFilter: 'Group' }), [ops])
  assert.deepEqual(await of({ Rp: 1, Page: 3 }), [deploy])
})

test('a user’s policies are listed with those of its groups, each once', async () => {
  await client.ask('AddUserToGroup', { Info: [{ GroupId: group, Uin: uin }] })
  await client.ask('AttachGroupPolicy', { PolicyId: readOnly, AttachGroupId: group })
  const all = (rest: object) =>
    listed('ListAttachedUserAllPolicies', { TargetUin: uin, ...page, AttachType: 0, ...rest }, 'PolicyList')
  assert.deepEqual(await all({}), ['look', 'ReadOnlyAccess'])
  assert.deepEqual(await all({ AttachType: 1 }), ['look'])
  assert.deepEqual(await all({ AttachType: 2 }), ['look', 'ReadOnlyAccess'])
  assert.deepEqual(await all({ StrategyType: 2 }), ['ReadOnlyAccess'])
  assert.deepEqual(await all({ StrategyType: 0, Keyword: '' }), ['look', 'ReadOnlyAccess'])
  assert.deepEqual(await all({ Keyword: 'oo' }), ['look'])
  const shown = { TargetUin: uin, ...page, AttachType: 0 }
  const { PolicyList } = await client.ask('ListAttachedUserAllPolicies', shown)
  const [look] = PolicyList as { PolicyId: string; StrategyType: string; Groups: unknown }[]
  const Groups = [{ GroupId: group, GroupName: 'ops' }]
  assert.deepEqual([look?.PolicyId, look?.StrategyType, look?.Groups], [String(PolicyId), '1', Groups])
})

test('a role’s policies are listed by their kind and by part of their names', async () => {
  await client.ask('AttachRolePolicy', { PolicyId: readOnly, AttachRoleId: role })
  const of = (rest: object) => listed('ListAttachedRolePolicies', { RoleName: 'deploy', ...page, ...rest })
  assert.deepEqual(await of({}), ['look', 'ReadOnlyAccess'])
  assert.deepEqual(await of({ PolicyType: 'User' }), ['look'])
  assert.deepEqual(await of({ Keyword: 'Only' }), ['ReadOnlyAccess'])
  assert.equal(await client.refusal('ListAttachedRolePolicies', page), 'InvalidParameter.ParamError')
})
