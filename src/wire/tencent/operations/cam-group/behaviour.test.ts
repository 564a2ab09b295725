import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { unauthorized } from '../../testing/access.ts'
import { openTestClient } from '../../testing/client.ts'
import { groupIn, readOnly, userIn } from '../../testing/principals.ts'

const client = await openTestClient()
after(() => client[Symbol.asyncDispose]())

test('a group’s policies are its users’ while they are in it', async () => {
  const { Uin, Uid, SecretId, SecretKey } = await client.ask('AddUser', { Name: 'dev', UseApi: 1, Remark: 'words' })
  const dev = client.as({ id: String(SecretId), secret: String(SecretKey) })
  const GroupId = await groupIn(client, 'readers')
  await client.ask('AttachGroupPolicy', { PolicyId: readOnly, AttachGroupId: GroupId })
  assert.equal(await dev.refusal('DescribeVpcs', {}), unauthorized)
  for (let times = 0; times < 2; times += 1) await client.ask('AddUserToGroup', { Info: [{ GroupId, Uid }] })
  await dev.ask('DescribeVpcs')
  const { GroupNum, UserInfo } = await client.ask('GetGroup', { GroupId })
  const [member] = UserInfo as { Uin: number; Uid: number; Name: string; Remark: string }[]
  assert.equal(GroupNum, 1)
  assert.deepEqual([member?.Uin, member?.Uid, member?.Name, member?.Remark], [Uin, Uid, 'dev', 'words'])
  assert.deepEqual((await client.ask('ListUsersForGroup', { GroupId })).UserInfo, UserInfo)
  const { GroupInfo } = await client.ask('ListGroupsForUser', { SubUin: Uin })
  assert.deepEqual(GroupInfo, [{ GroupId, GroupName: 'readers', CreateTime: '2026-11-20 20:00:00', Remark: '' }])
  for (let times = 0; times < 2; times += 1) await client.ask('RemoveUserFromGroup', { Info: [{ GroupId, Uin }] })
  assert.equal(await dev.refusal('DescribeVpcs', {}), unauthorized)
  assert.equal((await client.ask('ListGroupsForUser', { Uid })).TotalNum, 0)
})

test('a group that is deleted is left by its users', async () => {
  const GroupId = await groupIn(client, 'going')
  const Uin = await userIn(client, 'staying')
  await client.ask('AddUserToGroup', { Info: [{ GroupId, Uin }] })
  await client.ask('DeleteGroup', { GroupId })
  assert.equal((await client.ask('ListGroupsForUser', { SubUin: Uin })).TotalNum, 0)
  await client.ask('DeleteUser', { Name: 'staying' })
})

test('one pair of several that is wrong leaves all out', async () => {
  const GroupId = await groupIn(client, 'all')
  const Uin = await userIn(client, 'fine')
  const wrong = [{ GroupId, Uin }, { GroupId }]
  assert.equal(await client.refusal('AddUserToGroup', { Info: wrong }), 'InvalidParameter.UserUinAndUinNotAllNull')
  const absent = [
    { GroupId, Uin },
    { GroupId, Uin: 100099999999 },
  ]
  assert.equal(await client.refusal('AddUserToGroup', { Info: absent }), 'ResourceNotFound.UserNotExist')
  assert.equal((await client.ask('GetGroup', { GroupId })).GroupNum, 0)
})

test('a group is renamed, and found by part of its name', async () => {
  const GroupId = await groupIn(client, 'before')
  await client.ask('UpdateGroup', { GroupId, GroupName: 'after-all', Remark: 'words' })
  const { GroupInfo } = await client.ask('ListGroups', { Keyword: 'after' })
  assert.deepEqual(GroupInfo, [{ GroupId, GroupName: 'after-all', CreateTime: '2026-11-20 20:00:00', Remark: 'words' }])
})
