import { test } from 'node:test'
import { allowing, roleOf, userOf } from '../../testing/access.ts'
import type { Caller } from '../../testing/caller.ts'
import { openCaller } from '../../testing/caller.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'

const asked = async (caller: Caller, DurationSeconds = 900) => ({
  RoleArn: await roleOf(caller, 'deploy'),
  RoleSessionName: 'ci',
  DurationSeconds,
})

const byUser = async (caller: Caller) => userOf(caller, 'dev', allowing('sts:AssumeRole'))

await testDeclaredErrors(import.meta.dirname, {
  AssumeRole: {
    'role-not-found': async (caller) => {
      caller.key = (await byUser(caller)).key
      return { RoleArn: `acs:ram::${caller.account.id}:role/none`, RoleSessionName: 'ci' }
    },
    // An account's own key takes on no role.
    'role-denied': (caller) => asked(caller),
    'session-too-long': async (caller) => {
      caller.key = (await byUser(caller)).key
      return asked(caller, 3601)
    },
  },
})

test('parameters that are not as STS has them have codes of their own', async () => {
  await using caller = await openCaller()
  const dev = await byUser(caller)
  const good = await asked(caller)
  const wrong = {
    'InvalidParameter.RoleArn': { RoleArn: 'deploy' },
    'InvalidParameter.RoleSessionName': { RoleSessionName: 'a b' },
    'InvalidParameter.DurationSeconds': { DurationSeconds: 899 },
    'InvalidParameter.PolicyGrammar': { Policy: '{"Version":"1"}' },
    'InvalidParameter.PolicySize': { Policy: ' '.repeat(2049) },
    'InvalidParameter.ExternalId': { ExternalId: 'x' },
  }
  for (const [code, parameters] of Object.entries(wrong)) {
    await dev.refused(code, 'AssumeRole', { ...good, ...parameters })
  }
  const elsewhere = { ...good, RoleArn: 'acs:ram::42:role/deploy' }
  await dev.refused('EntityNotExist.Role', 'AssumeRole', elsewhere)
})
