import { attach, attachment, BgpConfig, everything, grouped, named, one, peer, subnets } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

export const customerGatewayFixture: NounFixture = {
  requests: {
    CreateCustomerGateway: async () => [{ IpAddress: '192.0.2.1' }, { IpAddress: '192.0.2.1', Asn: '65005' }],
    DescribeCustomerGateway: named('CustomerGatewayId', (client) => peer(client, '192.0.2.1')),
    DescribeCustomerGateways: one(async (client) => {
      await peer(client, '192.0.2.1')
      await peer(client, '192.0.2.2', grouped)
      return {}
    }),
    ModifyCustomerGatewayAttribute: named('CustomerGatewayId', (client) => peer(client, '192.0.2.1', { Asn: '65005' })),
    DeleteCustomerGateway: named('CustomerGatewayId', (client) => peer(client, '192.0.2.1')),
  },
  joined: {
    async CreateCustomerGateway(client, { Asn }, { body: { CustomerGatewayId } }) {
      const peering = Asn === undefined ? subnets : { ...everything, BgpConfig }
      await attach(client, await attachment(client, { ...peering, CustomerGatewayId }))
    },
    async ModifyCustomerGatewayAttribute(client, { CustomerGatewayId }) {
      await attach(client, await attachment(client, { ...everything, BgpConfig, CustomerGatewayId }))
    },
  },
}
