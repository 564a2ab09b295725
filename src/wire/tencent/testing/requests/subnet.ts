import { region } from '../client.ts'
import { described, labelled, made, named, one, routeTable, subnet, subnetOf, vpc } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

export const subnetFixture: NounFixture = {
  requests: {
    CreateSubnet: one(async (client) => subnetOf(await vpc(client))),
    CreateSubnets: async (client) => {
      const { VpcId, ...subnet } = subnetOf(await vpc(client))
      return [
        { VpcId, Subnets: [subnet] },
        { VpcId, Subnets: [subnet, { ...subnet, CidrBlock: '10.1.6.0/24' }] },
      ]
    },
    ModifySubnetAttribute: named('SubnetId', (client) => subnet(client)),
    DeleteSubnet: named('SubnetId', (client) => subnet(client)),
    DescribeSubnets: described('SubnetIds', async (client) => {
      await client.send('CreateDefaultVpc', {})
      const differing = { SubnetName: 'other', CidrBlock: '10.1.8.0/24', Zone: `${region}-4`, ...labelled }
      await made(client, 'CreateSubnet', { ...subnetOf(await vpc(client)), ...differing }, 'Subnet.SubnetId')
      return subnet(client)
    }),
  },
  values: {
    'CreateSubnets Subnets.RouteTableId': async (client, { VpcId }) => [
      await routeTable(client, String(VpcId)),
      await routeTable(client, String(VpcId)),
    ],
    'CreateSubnets Subnets.Zone': async () => [`${region}-3`, `${region}-4`],
  },
}
