import type { Caller } from '../../testing/caller.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { limits } from '../shared/ram.ts'

const pair = { UserName: 'dev', GroupName: 'ops' }

async function both(caller: Caller) {
  await caller.ok('CreateUser', { UserName: 'dev' })
  await caller.ok('CreateGroup', { GroupName: 'ops' })
  return pair
}

const missing = {
  'user-not-found': async (caller: Caller) => ({ ...(await both(caller)), UserName: 'nobody' }),
  'group-not-found': async (caller: Caller) => ({ ...(await both(caller)), GroupName: 'none' }),
}

await testDeclaredErrors(import.meta.dirname, {
  AddUserToGroup: {
    ...missing,
    'membership-exists': async (caller) => {
      await caller.ok('AddUserToGroup', await both(caller))
      return pair
    },
    'memberships-exhausted': async (caller) => {
      await both(caller)
      for (let number = 0; number < limits.memberships; number += 1) {
        const GroupName = `group-${number}`
        await caller.ok('CreateGroup', { GroupName })
        await caller.ok('AddUserToGroup', { UserName: 'dev', GroupName })
      }
      return pair
    },
  },
  ListGroupsForUser: { 'user-not-found': async () => ({ UserName: 'nobody' }) },
  ListUsersForGroup: { 'group-not-found': async () => ({ GroupName: 'none' }) },
  RemoveUserFromGroup: { ...missing, 'membership-not-found': both },
})
