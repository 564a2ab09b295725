import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestClient } from '../../testing/client.ts'

test('quotas are told by name in the order asked, and an unknown or one too many is refused', async () => {
  await using client = await openTestClient()
  const { VpcLimitSet } = await client.ask('DescribeVpcLimits', { LimitTypes: ['vpc-max-subnets', 'appid-max-vpcs'] })
  assert.deepEqual(VpcLimitSet, [
    { LimitType: 'vpc-max-subnets', LimitValue: 10 },
    { LimitType: 'appid-max-vpcs', LimitValue: 5 },
  ])
  assert.equal(await client.refusal('DescribeVpcLimits', { LimitTypes: ['x'] }), 'InvalidParameterValue')
  const many = Array.from({ length: 101 }, () => 'appid-max-vpcs')
  assert.equal(await client.refusal('DescribeVpcLimits', { LimitTypes: many }), 'InvalidParameterValue.LimitExceeded')
})
