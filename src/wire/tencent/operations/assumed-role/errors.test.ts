import { trusting } from '../../testing/cam.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { roleIn } from '../../testing/principals.ts'

const deploy = { RoleArn: 'qcs::cam::uin/100000000001:roleName/deploy', RoleSessionName: 'session' }

await testDeclaredErrors(import.meta.dirname, {
  AssumeRole: {
    'role-not-found': { code: 'ResourceNotFound.RoleNotFound', provoke: () => deploy },
    'role-denied': {
      code: 'UnauthorizedOperation',
      async provoke(site) {
        await roleIn(site, 'deploy', trusting('uin/100000000002'))
        return deploy
      },
    },
    'session-too-long': {
      code: 'InvalidParameter.OverTimeError',
      async provoke(site) {
        await roleIn(site, 'deploy')
        return { ...deploy, DurationSeconds: 7201 }
      },
    },
  },
})
