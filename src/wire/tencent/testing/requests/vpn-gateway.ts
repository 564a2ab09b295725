import { type OperationClient, Together } from '../../../http/testing/operation-fixture.ts'
import { standsAt, type Tree } from '../../../http/testing/request-places.ts'
import { bgpConnectionOf, connectionIn, described, gateway, gatewayOf, made, named, vpc, zone } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

/** A month is paid for in advance. */
const ahead: Tree = { InstanceChargeType: 'PREPAID', InstanceChargePrepaid: { Period: 1 } }

/** A gateway that is paid for in advance. */
const termed = async (client: OperationClient) =>
  made(client, 'CreateVpnGateway', { ...gatewayOf(await vpc(client)), ...ahead }, 'VpnGateway.VpnGatewayId')

export const vpnGatewayFixture: NounFixture = {
  requests: {
    CreateVpnGateway: async (client) => {
      const good = gatewayOf(await vpc(client))
      return [good, { ...good, InternetMaxBandwidthOut: 200, BgpAsn: 64551 }, { ...good, ...ahead }]
    },
    ModifyVpnGatewayAttribute: named('VpnGatewayId', (client) => gateway(client)),
    ResetVpnGatewayInternetMaxBandwidth: async (client) => [
      { VpnGatewayId: await gateway(client), InternetMaxBandwidthOut: 10 },
    ],
    RenewVpnGateway: async (client) => [{ VpnGatewayId: await termed(client), InstanceChargePrepaid: { Period: 1 } }],
    SetVpnGatewaysRenewFlag: async (client) => [{ VpnGatewayIds: [await termed(client)], AutoRenewFlag: 1 }],
    InquiryPriceCreateVpnGateway: async () => [
      { InternetMaxBandwidthOut: 5 },
      { InternetMaxBandwidthOut: 5, ...ahead },
    ],
    InquiryPriceRenewVpnGateway: async (client) => [
      { VpnGatewayId: await termed(client), InstanceChargePrepaid: { Period: 1 } },
    ],
    InquiryPriceResetVpnGatewayInternetMaxBandwidth: async (client) => [
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
    'RenewVpnGateway VpnGatewayId': async (client) => [await termed(client), await termed(client)],
    'SetVpnGatewaysRenewFlag VpnGatewayIds': async (client) => [[await termed(client)], [await termed(client)]],
    'InquiryPriceRenewVpnGateway VpnGatewayId': async (client) => [await termed(client), await termed(client)],
  },
  joined: {
    async CreateVpnGateway(client, { BgpAsn, InternetMaxBandwidthOut }, { body }) {
      if (BgpAsn === undefined || Number(InternetMaxBandwidthOut) < 200) return
      await connectionIn(client, await bgpConnectionOf(client, String(standsAt(body, 'VpnGateway.VpnGatewayId'))))
    },
  },
}
