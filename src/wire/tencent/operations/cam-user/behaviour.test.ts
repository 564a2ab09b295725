import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { unauthorized } from '../../testing/access.ts'
import { openTestClient } from '../../testing/client.ts'
import { groupIn, policyIn, userIn } from '../../testing/principals.ts'

const client = await openTestClient()
after(() => client[Symbol.asyncDispose]())

test('a user that is made with a key may do nothing with it until a policy is attached', async () => {
  const { Uin, Uid, Name, Password, SecretId, SecretKey } = await client.ask('AddUser', { Name: 'ann', UseApi: 1 })
  assert.match(String(Uin), /^1000[1-9]\d{7}$/)
  assert.deepEqual([Uid, Name, Password], [Number(String(Uin).slice(4)), 'ann', ''])
  const ann = client.as({ id: String(SecretId), secret: String(SecretKey) })
  assert.equal(await ann.refusal('DescribeVpcs', {}), unauthorized)
  await client.ask('AttachUserPolicy', { PolicyId: 4, AttachUin: Uin })
  await ann.ask('DescribeVpcs')
  await client.ask('DetachUserPolicy', { PolicyId: 4, DetachUin: Uin })
  assert.equal(await ann.refusal('DescribeVpcs', {}), unauthorized)
})

test('a user without a key has none, and is described, listed and found by its uin alike', async () => {
  const known = { Remark: 'words', PhoneNum: '18600000000', CountryCode: '86', Email: 'dev@example.com' }
  const { Uin, Uid, SecretId, SecretKey } = await client.ask('AddUser', { Name: 'dev', ...known })
  assert.deepEqual([SecretId, SecretKey], ['', ''])
  const { RequestId, RecentlyLoginIP, RecentlyLoginTime, ...shown } = await client.ask('GetUser', { Name: 'DEV' })
  assert.deepEqual(shown, { Uin, Uid, Name: 'dev', ConsoleLogin: 0, ...known })
  const { Data } = await client.ask('ListUsers')
  const listed = (Data as { Uin: number }[]).find((each) => each.Uin === Uin)
  assert.deepEqual(listed, { ...shown, CreateTime: '2026-11-20 20:00:00', NickName: '' })
  const { SubAccounts } = await client.ask('DescribeSubAccounts', { FilterSubAccountUin: [Uin, 100099999999] })
  assert.deepEqual(
    (SubAccounts as { Uin: number; Name: string }[]).map(({ Uin: uin, Name }) => [uin, Name]),
    [[Uin, 'dev']],
  )
})

test('what is not named of a user stays, and an empty text takes it away', async () => {
  await userIn(client, 'eve', { Remark: 'words', Email: 'eve@example.com', PhoneNum: '18600000000' })
  await client.ask('UpdateUser', { Name: 'eve', Remark: '', PhoneNum: '15100000000' })
  const { Remark, Email, PhoneNum } = await client.ask('GetUser', { Name: 'eve' })
  assert.deepEqual([Remark, Email, PhoneNum], ['', 'eve@example.com', '15100000000'])
})

test('whether a user is for the console is kept, and passwords are judged, told once and kept nowhere', async () => {
  const shown = async (Name: string) => (await client.ask('GetUser', { Name })).ConsoleLogin
  const made = await client.ask('AddUser', { Name: 'con', ConsoleLogin: 1, NeedResetPassword: 1 })
  assert.match(String(made.Password), /^aA1-\w{16}$/)
  assert.equal(await shown('con'), 1)
  await client.ask('UpdateUser', { Name: 'con', ConsoleLogin: 0, Password: 'Secret-2' })
  assert.equal(await shown('con'), 0)
  const given = await client.ask('AddUser', { Name: 'given', ConsoleLogin: 0, Password: 'Secret-1' })
  assert.deepEqual([given.Password, await shown('given')], ['Secret-1', 0])
  const empty = await client.ask('AddUser', { Name: 'empty', ConsoleLogin: 1, Password: '' })
  assert.match(String(empty.Password), /^aA1-\w{16}$/)
  await client.ask('UpdateUser', { Name: 'empty', Password: '' })
  const bad = 'InvalidParameter.PasswordViolatedRules'
  for (const Password of ['Short-1', 'secret-1', 'SECRET-1', 'Secret-x', 'Secret11', `Secret-1${'x'.repeat(25)}`]) {
    assert.equal(await client.refusal('AddUser', { Name: 'bad', Password }), bad, Password)
    assert.equal(await client.refusal('UpdateUser', { Name: 'con', Password }), bad, Password)
  }
})

test('a user goes with its keys by force, and leaves its groups and policies either way', async () => {
  const { Uin, SecretId, SecretKey } = await client.ask('AddUser', { Name: 'leaving', UseApi: 1 })
  const GroupId = await groupIn(client, 'ops')
  const PolicyId = await policyIn(client, 'look')
  await client.ask('AddUserToGroup', { Info: [{ GroupId, Uin }] })
  await client.ask('AttachUserPolicy', { PolicyId, AttachUin: Uin })
  assert.equal(await client.refusal('DeleteUser', { Name: 'leaving' }), 'OperationDenied.HaveKeys')
  await client.ask('DeleteUser', { Name: 'leaving', Force: 1 })
  assert.equal((await client.ask('GetGroup', { GroupId })).GroupNum, 0)
  assert.equal((await client.ask('ListEntitiesForPolicy', { PolicyId })).TotalNum, 0)
  const leaving = client.as({ id: String(SecretId), secret: String(SecretKey) })
  assert.equal(await leaving.refusal('DescribeVpcs', {}), 'AuthFailure.SecretIdNotFound')
})

test('an account tells its numbers, and how many there are of each', async () => {
  const { Uin, OwnerUin, AppId } = await client.ask('GetUserAppId')
  assert.deepEqual([Uin, OwnerUin, AppId], ['100000000001', '100000000001', 1250000001])
  const { User: before } = await client.ask('GetAccountSummary')
  await userIn(client, 'counted')
  const { User, Group, Roles } = await client.ask('GetAccountSummary')
  assert.deepEqual([User, Group, Roles], [Number(before) + 1, 1, 0])
})
