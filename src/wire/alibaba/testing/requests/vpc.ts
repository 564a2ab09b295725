import { Together } from '../../../http/testing/operation-fixture.ts'
import { region } from '../caller.ts'
import { grouped, named, one, vpc } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

export const vpcFixture: NounFixture = {
  requests: {
    DescribeVpcAttribute: named('VpcId', (client) => vpc(client)),
    ModifyVpcAttribute: named('VpcId', (client) => vpc(client)),
    DeleteVpc: named('VpcId', (client) => vpc(client)),
    DescribeVpcs: one(async (client) => {
      await client.send('CreateDefaultVpc', {})
      await vpc(client)
      await vpc(client, '10.1.0.0/16', { VpcName: 'a', ...grouped })
      return {}
    }),
  },
  values: {
    'CreateVpc RegionId': async () => [region, 'cn-beijing'],
    'CreateDefaultVpc RegionId': async () => [region, 'cn-beijing'],
    'ModifyVpcAttribute RegionId': async (client) =>
      Promise.all(
        [region, 'cn-beijing'].map(
          async (RegionId) => new Together(RegionId, { VpcId: await vpc(client, '10.0.0.0/16', { RegionId }) }),
        ),
      ),
  },
  shownAs: {
    VpcOwnerId: 'OwnerId',
    EnableIpv6: 'EnabledIpv6',
  },
}
