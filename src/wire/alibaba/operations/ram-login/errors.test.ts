import { type Provoke, testDeclaredErrors } from '../../testing/declared-errors.ts'

const dev = { UserName: 'dev' }

const provocations: Readonly<Record<'user-not-found' | 'login-not-found', Provoke>> = {
  'user-not-found': async () => dev,
  'login-not-found': async (caller) => {
    await caller.ok('CreateUser', dev)
    return dev
  },
}

await testDeclaredErrors(import.meta.dirname, {
  GetLoginProfile: provocations,
  GetUserMFAInfo: provocations,
  DeleteLoginProfile: provocations,
  UnbindMFADevice: provocations,
})
