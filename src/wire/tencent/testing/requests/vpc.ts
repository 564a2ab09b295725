import { standsAt } from '../../../http/testing/request-places.ts'
import { described, labelled, named, one, vpc, zone } from '../made.ts'
import { attach, ccn, instance } from './ccn.ts'
import type { NounFixture } from './noun-fixture.ts'

export const vpcFixture: NounFixture = {
  requests: {
    CreateVpc: async () => [{ VpcName: 'n', CidrBlock: '10.1.0.0/16' }],
    ModifyVpcAttribute: named('VpcId', (client) => vpc(client)),
    DeleteVpc: named('VpcId', (client) => vpc(client)),
    CreateDefaultVpc: one(async () => ({ Zone: zone })),
    DescribeVpcs: described('VpcIds', async (client) => {
      await vpc(client, '10.2.0.0/16', { VpcName: 'other', ...labelled })
      await client.send('CreateDefaultVpc', {})
      return vpc(client)
    }),
  },
  joined: {
    CreateVpc: async (client, _sent, { body }) =>
      attach(client, await ccn(client), instance(String(standsAt(body, 'Vpc.VpcId')))),
    ModifyVpcAttribute: async (client, { VpcId }) => attach(client, await ccn(client), instance(String(VpcId))),
  },
}
