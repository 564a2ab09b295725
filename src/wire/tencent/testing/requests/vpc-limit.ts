import { one } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

export const vpcLimitFixture: NounFixture = {
  requests: { DescribeVpcLimits: one(async () => ({ LimitTypes: ['appid-max-vpcs'] })) },
}
