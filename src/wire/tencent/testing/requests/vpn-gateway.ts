import { Together } from '../../../http/testing/operation-fixture.ts'
import { standsAt } from '../../../http/testing/request-places.ts'
import { bgpConnectionOf, connectionIn, described, gateway, gatewayOf, made, named, vpc, zone } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

export const vpnGatewayFixture: NounFixture = {
  requests: {
    CreateVpnGateway: async (client) => {
      const good = gatewayOf(await vpc(client))
      return [good, { ...good, InternetMaxBandwidthOut: 200, BgpAsn: 64551 }]
    },
    ModifyVpnGatewayAttribute: named('VpnGatewayId', (client) => gateway(client)),
    ResetVpnGatewayInternetMaxBandwidth: async (client) => [
      { VpnGatewayId: await gateway(client), InternetMaxBandwidthOut: 10 },
    ],
    DeleteVpnGateway: named('VpnGatewayId', (client) => gateway(client)),
    DescribeVpnGateways: described('VpnGatewayIds', async (client) => {
      const other = { ...gatewayOf(await vpc(client)), VpnGatewayName: 'other', Zone: zone }
      await made(client, 'CreateVpnGateway', other, 'VpnGateway.VpnGatewayId')
      return gateway(client)
    }),
  },
  values: {
    'CreateVpnGateway Type': async () => ['IPSEC', new Together('CCN', { VpcId: '' })],
  },
  joined: {
    async CreateVpnGateway(client, { BgpAsn, InternetMaxBandwidthOut }, { body }) {
      if (BgpAsn === undefined || Number(InternetMaxBandwidthOut) < 200) return
      await connectionIn(client, await bgpConnectionOf(client, String(standsAt(body, 'VpnGateway.VpnGatewayId'))))
    },
  },
}
