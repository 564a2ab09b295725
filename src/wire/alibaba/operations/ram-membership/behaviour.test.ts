import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'

test('users are listed by their group and groups by their user, with the day of joining', async () => {
  await using caller = await openCaller()
  await caller.ok('CreateGroup', { GroupName: 'ops', Comments: 'words' })
  const GroupId = await caller.get('Group.GroupId', 'GetGroup', { GroupName: 'ops' })
  await caller.ok('CreateGroup', { GroupName: 'net' })
  await caller.ok('CreateUser', { UserName: 'dev', DisplayName: 'Dev' })
  await caller.ok('CreateUser', { UserName: 'ann' })
  caller.now += 60_000
  const JoinDate = '2025-01-02T03:05:05Z'
  await caller.ok('AddUserToGroup', { UserName: 'dev', GroupName: 'ops' })
  const ofUser = (UserName: string) => caller.get('Groups.Group', 'ListGroupsForUser', { UserName })
  assert.deepEqual(await ofUser('dev'), [{ GroupId, GroupName: 'ops', Comments: 'words', JoinDate }])
  assert.deepEqual(await ofUser('ann'), [])
  const ofGroup = (GroupName: string) => caller.ok('ListUsersForGroup', { GroupName })
  const { Users, IsTruncated } = await ofGroup('ops')
  assert.deepEqual([Users, IsTruncated], [{ User: [{ UserName: 'dev', DisplayName: 'Dev', JoinDate }] }, false])
  assert.deepEqual((await ofGroup('net')).Users, { User: [] })
  await caller.ok('RemoveUserFromGroup', { UserName: 'dev', GroupName: 'ops' })
  assert.deepEqual([await ofUser('dev'), (await ofGroup('ops')).Users], [[], { User: [] }])
})

test('a group’s users come in pages', async () => {
  await using caller = await openCaller()
  await caller.ok('CreateGroup', { GroupName: 'ops' })
  for (const UserName of ['a', 'b', 'c']) {
    await caller.ok('CreateUser', { UserName })
    if (UserName !== 'b') await caller.ok('AddUserToGroup', { UserName, GroupName: 'ops' })
  }
  const first = await caller.ok('ListUsersForGroup', { GroupName: 'ops', MaxItems: 1 })
  const second = await caller.ok('ListUsersForGroup', { GroupName: 'ops', MaxItems: 1, Marker: first.Marker })
  const names = [first, second].map(({ Users }) => (Users as { User: Parameters[] }).User[0]?.UserName)
  assert.deepEqual([names, first.IsTruncated, second.IsTruncated], [['c', 'a'], true, false])
})

test('policies of a group hold of its users while they are in it', async () => {
  await using caller = await openCaller()
  await caller.ok('CreateGroup', { GroupName: 'ops' })
  await caller.ok('CreateUser', { UserName: 'dev' })
  await caller.ok('AttachPolicyToGroup', { GroupName: 'ops', PolicyName: 'ReadOnlyAccess', PolicyType: 'System' })
  const { AccessKeyId, AccessKeySecret } = (await caller.get('AccessKey', 'CreateAccessKey', {
    UserName: 'dev',
  })) as Record<string, string>
  const user = caller.as({ id: AccessKeyId ?? '', secret: AccessKeySecret ?? '' })
  await user.refused('Forbbiden', 'DescribeVpcs')
  await caller.ok('AddUserToGroup', { UserName: 'dev', GroupName: 'ops' })
  await user.ok('DescribeVpcs')
  await caller.ok('RemoveUserFromGroup', { UserName: 'dev', GroupName: 'ops' })
  await user.refused('Forbbiden', 'DescribeVpcs')
})
