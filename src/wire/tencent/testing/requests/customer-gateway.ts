import { standsAt } from '../../../http/testing/request-places.ts'
import { bgpConnectionOf, connectionIn, described, gateway, made, named, peer } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

export const customerGatewayFixture: NounFixture = {
  requests: {
    CreateCustomerGateway: async () => [
      { CustomerGatewayName: 'c', IpAddress: '198.51.100.9' },
      { CustomerGatewayName: 'c', IpAddress: '198.51.100.9', BgpAsn: 65001 },
    ],
    ModifyCustomerGatewayAttribute: async (client) => [
      { CustomerGatewayId: await peer(client), CustomerGatewayName: 'new' },
    ],
    DeleteCustomerGateway: named('CustomerGatewayId', (client) => peer(client)),
    DescribeCustomerGateways: described('CustomerGatewayIds', async (client) => {
      const other = { CustomerGatewayName: 'other', IpAddress: '198.51.100.8' }
      await made(client, 'CreateCustomerGateway', other, 'CustomerGateway.CustomerGatewayId')
      return peer(client)
    }),
  },
  joined: {
    async CreateCustomerGateway(client, { BgpAsn }, { body }) {
      const CustomerGatewayId = String(standsAt(body, 'CustomerGateway.CustomerGatewayId'))
      if (BgpAsn === undefined) await connectionIn(client, { CustomerGatewayId, VpnGatewayId: await gateway(client) })
      else await connectionIn(client, await bgpConnectionOf(client, undefined, CustomerGatewayId))
    },
  },
}
