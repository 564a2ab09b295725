import { region } from '../client.ts'
import { described, labelled, made, named, one, subnet, subnetOf, vpc } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

export const subnetFixture: NounFixture = {
  requests: {
    CreateSubnet: one(async (client) => subnetOf(await vpc(client))),
    ModifySubnetAttribute: named('SubnetId', (client) => subnet(client)),
    DeleteSubnet: named('SubnetId', (client) => subnet(client)),
    DescribeSubnets: described('SubnetIds', async (client) => {
      const differing = { SubnetName: 'other', CidrBlock: '10.1.8.0/24', Zone: `${region}-4`, ...labelled }
      await made(client, 'CreateSubnet', { ...subnetOf(await vpc(client)), ...differing }, 'Subnet.SubnetId')
      return subnet(client)
    }),
  },
}
