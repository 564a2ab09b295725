import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller } from '../../testing/caller.ts'

test('a user has nothing to log in with, which is told before the user is deleted', async () => {
  await using caller = await openCaller()
  const dev = { UserName: 'dev' }
  await caller.ok('CreateUser', dev)
  for (const [action, code] of [
    ['GetLoginProfile', 'EntityNotExist.User.LoginProfile'],
    ['DeleteLoginProfile', 'EntityNotExist.User.LoginProfile'],
    ['GetUserMFAInfo', 'EntityNotExist.User.MFADevice'],
    ['UnbindMFADevice', 'EntityNotExist.User.MFADevice'],
  ] as const) {
    assert.equal((await caller.refused(code, action, dev)).status, 404)
  }
  await caller.ok('DeleteUser', dev)
})
