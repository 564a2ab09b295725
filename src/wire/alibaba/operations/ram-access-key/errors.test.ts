import type { Caller } from '../../testing/caller.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { limits } from '../shared/ram.ts'

const dev = { UserName: 'dev' }
const nobody = async () => ({ UserName: 'nobody' })
const nobodys = async () => ({ UserName: 'nobody', UserAccessKeyId: 'LTAInone', Status: 'Active' })

/** A key of somebody else. */
async function anothers(caller: Caller) {
  await caller.ok('CreateUser', dev)
  await caller.ok('CreateUser', { UserName: 'ann' })
  const UserAccessKeyId = await caller.get('AccessKey.AccessKeyId', 'CreateAccessKey', { UserName: 'ann' })
  return { ...dev, UserAccessKeyId, Status: 'Active' }
}

const withoutStatus = (make: (caller: Caller) => Promise<object>) => async (caller: Caller) => ({
  ...(await make(caller)),
  Status: undefined,
})

await testDeclaredErrors(import.meta.dirname, {
  CreateAccessKey: {
    'user-not-found': nobody,
    'access-keys-exhausted': async (caller) => {
      await caller.ok('CreateUser', dev)
      for (let made = 0; made < limits.accessKeys; made += 1) await caller.ok('CreateAccessKey', dev)
      return dev
    },
  },
  ListAccessKeys: { 'user-not-found': nobody },
  UpdateAccessKey: { 'user-not-found': nobodys, 'access-key-not-found': anothers },
  DeleteAccessKey: {
    'user-not-found': withoutStatus(nobodys),
    'access-key-not-found': withoutStatus(anothers),
  },
})
