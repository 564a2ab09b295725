import assert from 'node:assert/strict'
import { test } from 'node:test'
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
