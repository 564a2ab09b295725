import { crowd } from '../../../http/testing/principals.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { limits } from '../shared/ram.ts'

const ops = { GroupName: 'ops' }
const none = async () => ({ GroupName: 'none' })

await testDeclaredErrors(import.meta.dirname, {
  CreateGroup: {
    'group-exists': async (caller) => {
      await caller.ok('CreateGroup', ops)
      return { GroupName: 'Ops' }
    },
    'groups-exhausted': async (caller) => {
      await crowd(caller, 'user-group', limits.groups)
      return ops
    },
  },
  GetGroup: { 'group-not-found': none },
  UpdateGroup: {
    'group-not-found': none,
    'group-exists': async (caller) => {
      await caller.ok('CreateGroup', ops)
      await caller.ok('CreateGroup', { GroupName: 'net' })
      return { ...ops, NewGroupName: 'NET' }
    },
  },
  DeleteGroup: {
    'group-not-found': none,
    'has-members': async (caller) => {
      await caller.ok('CreateGroup', ops)
      await caller.ok('CreateUser', { UserName: 'dev' })
      await caller.ok('AddUserToGroup', { ...ops, UserName: 'dev' })
      return ops
    },
    'has-policies': async (caller) => {
      await caller.ok('CreateGroup', ops)
      await caller.ok('AttachPolicyToGroup', { ...ops, PolicyName: 'ReadOnlyAccess', PolicyType: 'System' })
      return ops
    },
  },
})
