import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, policyDocument, roleOf, sessionOf, userOf } from '../../testing/access.ts'
import { openCaller } from '../../testing/caller.ts'

test('an access key stands for its account, also where no region is named', async () => {
  await using caller = await openCaller()
  const { RequestId, ...identity } = await caller.ok('GetCallerIdentity', { RegionId: '' })
  assert.ok(RequestId)
  assert.deepEqual(identity, {
    AccountId: '1234567890123456',
    Arn: 'acs:ram::1234567890123456:root',
    IdentityType: 'Account',
    PrincipalId: '1234567890123456',
  })
})

test('a user and a session of a role are told who they are, and need no permission for it', async () => {
  await using caller = await openCaller()
  const account = caller.account.id
  const dev = await userOf(caller, 'dev', allowing('sts:AssumeRole'))
  const told = async (one: typeof dev) => {
    const { RequestId: _, ...identity } = await one.ok('GetCallerIdentity')
    return identity
  }
  assert.deepEqual(await told(dev), {
    AccountId: account,
    Arn: `acs:ram::${account}:user/dev`,
    IdentityType: 'RAMUser',
    PrincipalId: 'user-dev',
    UserId: 'user-dev',
  })
  assert.deepEqual(await told(await sessionOf(dev, await roleOf(caller, 'deploy'))), {
    AccountId: account,
    Arn: `acs:ram::${account}:assumed-role/deploy/session`,
    IdentityType: 'AssumedRoleUser',
    PrincipalId: 'role-deploy:session',
    RoleId: 'role-deploy',
  })
  const denied = { document: policyDocument({ Effect: 'Deny', Action: '*' }) }
  await (await userOf(caller, 'denied', denied)).ok('GetCallerIdentity')
})
