import { trusting } from '../../testing/cam.ts'
import { camTagProvocations, type Provocation, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { crowd, roleIn } from '../../testing/principals.ts'
import { limits } from '../shared/cam.ts'

const deploy = { RoleName: 'deploy', PolicyDocument: trusting() }

const none = (rest: object = {}): Provocation => ({
  code: 'InvalidParameter.RoleNotExist',
  provoke: () => ({ RoleName: 'none', ...rest }),
})

await testDeclaredErrors(import.meta.dirname, {
  CreateRole: {
    ...camTagProvocations(deploy),
    'role-exists': {
      code: 'InvalidParameter.RoleNameInUse',
      async provoke(site) {
        await roleIn(site, 'Deploy')
        return deploy
      },
    },
    'roles-exhausted': {
      code: 'InvalidParameter.RoleFull',
      async provoke(site) {
        await crowd(site, 'role', limits.roles)
        return deploy
      },
    },
  },
  GetRole: { 'role-not-found': none() },
  UpdateRoleDescription: { 'role-not-found': none({ Description: 'words' }) },
  UpdateAssumeRolePolicy: { 'role-not-found': none({ PolicyDocument: trusting() }) },
  UpdateRoleConsoleLogin: { 'role-not-found': none({ ConsoleLogin: 1 }) },
  UpdateRoleSessionDuration: { 'role-not-found': none({ SessionDuration: 3600 }) },
  DeleteRole: { 'role-not-found': none() },
})
