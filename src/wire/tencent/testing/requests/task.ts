import { gatewayOf, one, vpc } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

export const taskFixture: NounFixture = {
  requests: {
    DescribeVpcTaskResult: one(async (client) => {
      const { body } = await client.send('CreateVpnGateway', gatewayOf(await vpc(client)))
      return { TaskId: body.RequestId }
    }),
  },
}
