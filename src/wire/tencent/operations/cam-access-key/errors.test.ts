import { type Provocation, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { nothing, userIn } from '../../testing/principals.ts'
import { limits } from '../shared/cam.ts'

const nobody = (rest: object = {}): Provocation => ({
  code: 'InvalidParameter.UserNotExist',
  provoke: () => ({ TargetUin: nothing, ...rest }),
})

/** A key of somebody else. */
const anothers = (rest: object = {}): Provocation => ({
  code: 'ResourceNotFound.SecretNotExist',
  async provoke(site) {
    const TargetUin = await userIn(site, 'dev')
    const { SecretId: AccessKeyId } = await site.ask('AddUser', { Name: 'ann', UseApi: 1 })
    return { TargetUin, AccessKeyId, ...rest }
  },
})

const key = { AccessKeyId: 'AKIDnone' }

await testDeclaredErrors(import.meta.dirname, {
  CreateAccessKey: {
    'user-not-found': nobody(),
    'access-keys-exhausted': {
      code: 'OperationDenied.AccessKeyOverLimit',
      async provoke(site) {
        const TargetUin = await userIn(site, 'dev')
        for (let made = 0; made < limits.accessKeys; made += 1) await site.ask('CreateAccessKey', { TargetUin })
        return { TargetUin }
      },
    },
  },
  ListAccessKeys: { 'user-not-found': nobody() },
  UpdateAccessKey: {
    'user-not-found': nobody({ ...key, Status: 'Active' }),
    'access-key-not-found': anothers({ Status: 'Active' }),
  },
  DeleteAccessKey: { 'user-not-found': nobody(key), 'access-key-not-found': anothers() },
})
