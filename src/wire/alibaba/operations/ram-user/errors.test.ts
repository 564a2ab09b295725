import { crowd } from '../../../http/testing/principals.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { allowing } from '../../testing/ram.ts'
import { limits } from '../shared/ram.ts'

const dev = { UserName: 'dev' }
const nobody = async () => ({ UserName: 'nobody' })

await testDeclaredErrors(import.meta.dirname, {
  CreateUser: {
    'user-exists': async (caller) => {
      await caller.ok('CreateUser', dev)
      return { UserName: 'DEV' }
    },
    'users-exhausted': async (caller) => {
      await crowd(caller, 'user', limits.users)
      return dev
    },
  },
  GetUser: { 'user-not-found': nobody },
  UpdateUser: {
    'user-not-found': nobody,
    'user-exists': async (caller) => {
      await caller.ok('CreateUser', dev)
      await caller.ok('CreateUser', { UserName: 'ann' })
      return { ...dev, NewUserName: 'Ann' }
    },
  },
  DeleteUser: {
    'user-not-found': nobody,
    'has-access-keys': async (caller) => {
      await caller.ok('CreateUser', dev)
      await caller.ok('CreateAccessKey', dev)
      return dev
    },
    'has-memberships': async (caller) => {
      await caller.ok('CreateUser', dev)
      await caller.ok('CreateGroup', { GroupName: 'ops' })
      await caller.ok('AddUserToGroup', { ...dev, GroupName: 'ops' })
      return dev
    },
    'has-policies': async (caller) => {
      const PolicyName = 'look'
      await caller.ok('CreateUser', dev)
      await caller.ok('CreatePolicy', { PolicyName, PolicyDocument: allowing('vpc:Describe*') })
      await caller.ok('AttachPolicyToUser', { ...dev, PolicyName, PolicyType: 'Custom' })
      return dev
    },
  },
})
