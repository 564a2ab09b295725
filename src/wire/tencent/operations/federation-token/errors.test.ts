import { looking } from '../../testing/cam.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { tokenOf } from '../../testing/temporary-keys.ts'

const token = { Name: 'reader', Policy: looking }

await testDeclaredErrors(import.meta.dirname, {
  GetFederationToken: {
    'session-too-long': {
      code: 'InvalidParameter.OverTimeError',
      provoke: () => ({ ...token, DurationSeconds: 7201 }),
    },
    'token-from-token': {
      code: 'UnsupportedOperation',
      as: async (site) => tokenOf(site, { action: ['sts:*'] }),
      provoke: () => token,
    },
  },
})
