import { crowd } from '../../../http/testing/principals.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { trusting } from '../../testing/ram.ts'
import { limits } from '../shared/ram.ts'

const AssumeRolePolicyDocument = trusting('1234567890123456')
const deploy = { RoleName: 'deploy', AssumeRolePolicyDocument }
const none = async () => ({ RoleName: 'none' })

await testDeclaredErrors(import.meta.dirname, {
  CreateRole: {
    'role-exists': async (caller) => {
      await caller.ok('CreateRole', deploy)
      return { ...deploy, RoleName: 'Deploy' }
    },
    'roles-exhausted': async (caller) => {
      await crowd(caller, 'role', limits.roles)
      return deploy
    },
  },
  GetRole: { 'role-not-found': none },
  UpdateRole: { 'role-not-found': none },
  DeleteRole: {
    'role-not-found': none,
    'has-policies': async (caller) => {
      const { RoleName } = deploy
      await caller.ok('CreateRole', deploy)
      await caller.ok('AttachPolicyToRole', { RoleName, PolicyName: 'ReadOnlyAccess', PolicyType: 'System' })
      return { RoleName }
    },
  },
})
