import { type Provocation, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { crowd, userIn } from '../../testing/principals.ts'
import { limits } from '../shared/cam.ts'

const dev = { Name: 'dev' }

const notFound: Provocation = { code: 'ResourceNotFound.UserNotExist', provoke: () => ({ Name: 'nobody' }) }

await testDeclaredErrors(import.meta.dirname, {
  AddUser: {
    'user-exists': {
      code: 'InvalidParameter.SubUserNameInUse',
      async provoke(site) {
        await userIn(site, 'dev')
        return { Name: 'DEV' }
      },
    },
    'users-exhausted': {
      code: 'InvalidParameter.SubUserFull',
      async provoke(site) {
        await crowd(site, 'user', limits.users)
        return dev
      },
    },
  },
  GetUser: { 'user-not-found': notFound },
  UpdateUser: { 'user-not-found': notFound },
  DeleteUser: {
    'user-not-found': notFound,
    'has-access-keys': {
      code: 'OperationDenied.HaveKeys',
      async provoke(site) {
        await userIn(site, 'dev', { UseApi: 1 })
        return dev
      },
    },
  },
})
