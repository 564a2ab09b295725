import { Together } from '../../../http/testing/operation-fixture.ts'
import { region } from '../caller.ts'
import { enhancedGateway, gateway, grouped, named, one, speakerOn, vpc, vSwitch } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'
import { twice } from './values.ts'

export const vpnGatewayFixture: NounFixture = {
  requests: {
    CreateVpnGateway: one(async (client) => {
      const VpcId = await vpc(client)
      return { VpcId, VSwitchId: await vSwitch(client, VpcId), Bandwidth: 10 }
    }),
    DescribeVpnGateway: named('VpnGatewayId', (client) => gateway(client)),
    DescribeVpnGateways: one(async (client) => {
      await gateway(client)
      await gateway(client, grouped)
      await enhancedGateway(client)
      return {}
    }),
    ModifyVpnGatewayAttribute: named('VpnGatewayId', (client) => gateway(client)),
    DeleteVpnGateway: named('VpnGatewayId', (client) => gateway(client)),
  },
  joined: {
    ModifyVpnGatewayAttribute: (client, { VpnGatewayId }) => speakerOn(client, String(VpnGatewayId)),
  },
  values: {
    'CreateVpnGateway NetworkType': async () => ['public', new Together('private', { Bandwidth: 200 })],
    'CreateVpnGateway InstanceChargeType': async () => [new Together('PREPAY', { Period: 1 }), 'POSTPAY'],
    DisasterRecoveryVSwitchId: async (client, { VpcId }) => [
      await vSwitch(client, String(VpcId), '10.0.20.0/24', `${region}-g`),
      await vSwitch(client, String(VpcId), '10.0.21.0/24', `${region}-k`),
    ],
    'CreateVpnGateway VpcId': twice(async (client) => {
      const VpcId = await vpc(client)
      return new Together(VpcId, { VSwitchId: await vSwitch(client, VpcId) })
    }),
  },
}
