import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller } from '../../testing/caller.ts'

test('what Terraform’s provider asks of billing when it starts is answered with nothing bought', async () => {
  await using caller = await openCaller()
  const asked = { PageNum: 1, PageSize: 50, ProductCode: 'vipcloudfw', ProductType: 'vipcloudfw' }
  const { RequestId, ...answer } = await caller.ok('QueryAvailableInstances', {
    RegionId: '',
    SubscriptionType: 'Subscription',
    ...asked,
  })
  assert.ok(RequestId)
  assert.deepEqual(answer, {
    Code: 'Success',
    Data: { InstanceList: [], PageNum: 1, PageSize: 50, TotalCount: 0 },
    Message: 'Successful!',
    Success: true,
  })
})
