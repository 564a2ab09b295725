import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'

const dev = { UserName: 'dev' }

test('a user is made, described, listed, named anew and deleted, with any RegionId and without', async () => {
  await using caller = await openCaller()
  const contact = { DisplayName: 'Dév 开发', Email: 'dev@example.com', MobilePhone: '86-18600000000' }
  const made = await caller.get('User', 'CreateUser', { ...dev, ...contact, Comments: 'words', RegionId: '' })
  const { UserId, ...told } = made as Parameters
  assert.match(String(UserId), /^2\d{17}$/)
  assert.deepEqual(told, { ...dev, ...contact, Comments: 'words', CreateDate: '2025-01-02T03:04:05Z' })
  caller.now += 60_000
  await caller.ok('UpdateUser', { ...dev, NewUserName: 'ops', NewEmail: 'ops@example.com', RegionId: '' })
  const user = {
    ...told,
    UserId,
    UserName: 'ops',
    Email: 'ops@example.com',
    LastLoginDate: '',
    UpdateDate: '2025-01-02T03:05:05Z',
  }
  assert.deepEqual(await caller.get('User', 'GetUser', { UserName: 'OPS' }), user)
  const { LastLoginDate, ...listed } = user
  assert.deepEqual(await caller.get('Users.User', 'ListUsers', { RegionId: 'cn-beijing' }), [listed])
  await caller.refused('EntityNotExist.User', 'GetUser', dev)
  await caller.ok('CreateUser', dev)
  await caller.ok('DeleteUser', { UserName: 'ops' })
  assert.equal(await caller.get('Users.User.1.UserName', 'ListUsers'), 'dev')
})

test('an update of a user leaves what it is not given, and clears what it is given empty', async () => {
  await using caller = await openCaller()
  await caller.ok('CreateUser', {
    ...dev,
    DisplayName: 'Dev',
    Email: 'dev@example.com',
    MobilePhone: '86-18600000000',
    Comments: 'words',
  })
  const shown = async () => {
    const user = await caller.get('User', 'GetUser', dev)
    const { DisplayName, Email, MobilePhone, Comments } = user as Parameters
    return [DisplayName, Email, MobilePhone, Comments]
  }
  await caller.ok('UpdateUser', { ...dev, NewUserName: 'dev' })
  assert.deepEqual(await shown(), ['Dev', 'dev@example.com', '86-18600000000', 'words'])
  await caller.ok('UpdateUser', { ...dev, NewEmail: '', NewComments: '' })
  assert.deepEqual(await shown(), ['Dev', '', '86-18600000000', ''])
  await caller.ok('UpdateUser', { ...dev, NewDisplayName: '', NewMobilePhone: '' })
  assert.deepEqual(await shown(), ['', '', '', ''])
})

test('what a name or a contact cannot be is refused with the code of its parameter', async () => {
  await using caller = await openCaller()
  await caller.ok('CreateUser', dev)
  const refused: readonly (readonly [string, Parameters])[] = [
    ['InvalidParameter.UserName.InvalidChars', { UserName: 'a b' }],
    ['InvalidParameter.UserName.Length', { UserName: 'a'.repeat(65) }],
    ['InvalidParameter.DisplayName.InvalidChars', { DisplayName: 'a/b' }],
    ['InvalidParameter.DisplayName.Length', { DisplayName: 'a'.repeat(129) }],
    ['InvalidParameter.MobilePhone.Format', { MobilePhone: '18600000000' }],
    ['InvalidParameter.Email.Format', { Email: 'example.com' }],
    ['InvalidParameter.Comments.Length', { Comments: 'a'.repeat(129) }],
  ]
  for (const [code, given] of refused) {
    const { body } = await caller.refused(code, 'CreateUser', { UserName: 'new', ...given })
    assert.match(String(body.Message), /^The (format of the )?parameter - "\w+" /)
    const renamed = Object.fromEntries(Object.entries(given).map(([name, value]) => [`New${name}`, value]))
    await caller.refused(code.replace('.', '.New'), 'UpdateUser', { ...dev, ...renamed })
  }
  await caller.ok('CreateUser', { UserName: `a.b_c-D9${'x'.repeat(56)}` })
})

test('pages of users follow each other by marker, and the last has none', async () => {
  await using caller = await openCaller()
  for (const UserName of ['a', 'b', 'c']) await caller.ok('CreateUser', { UserName })
  const namesOf = ({ Users }: Parameters) => (Users as { User: Parameters[] }).User.map(({ UserName }) => UserName)
  const first = await caller.ok('ListUsers', { MaxItems: 2 })
  assert.deepEqual([namesOf(first), first.IsTruncated], [['c', 'b'], true])
  const second = await caller.ok('ListUsers', { MaxItems: 2, Marker: first.Marker })
  assert.deepEqual([namesOf(second), second.IsTruncated, second.Marker], [['a'], false, undefined])
})

test('users of another account are not seen, and may have the same names', async () => {
  await using caller = await openCaller()
  await caller.ok('CreateUser', dev)
  const account = '1999999999999999'
  await caller.store.write(async (transaction) => {
    await transaction.putAccount({ ...caller.account, id: account })
    await transaction.putAccessKey({ id: 'LTAIother', secret: 's', account, active: true, createdAt: caller.now })
  })
  const other = caller.as({ id: 'LTAIother', secret: 's' })
  assert.deepEqual(await other.get('Users.User', 'ListUsers'), [])
  await other.refused('EntityNotExist.User', 'GetUser', dev)
  await other.ok('CreateUser', dev)
  await other.ok('DeleteUser', dev)
  assert.equal(await caller.get('User.UserName', 'GetUser', dev), 'dev')
})
