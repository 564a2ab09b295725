import { described, labelled, named, vpc } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

export const vpcFixture: NounFixture = {
  requests: {
    CreateVpc: async () => [{ VpcName: 'n', CidrBlock: '10.1.0.0/16' }],
    ModifyVpcAttribute: named('VpcId', (client) => vpc(client)),
    DeleteVpc: named('VpcId', (client) => vpc(client)),
    DescribeVpcs: described('VpcIds', async (client) => {
      await vpc(client, '10.2.0.0/16', { VpcName: 'other', ...labelled })
      return vpc(client)
    }),
  },
}
