import type { OperationClient } from '../../../http/testing/operation-fixture.ts'
import { isTree, type Tree, valuesAt } from '../../../http/testing/request-places.ts'
import {
  attachment,
  BgpConfig,
  connection,
  dualGateway,
  dualSpeaker,
  dualTunnel,
  gateway,
  grouped,
  HealthCheckConfig,
  named,
  one,
  peer,
  singleSpeaker,
  singleTunnel,
  subnets,
  Tag,
} from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'
import { certificateFollows, certificateValues } from './shang-mi.ts'
import { twoPeers, twoTunnels } from './values.ts'

const single = async (client: OperationClient): Promise<Tree> => ({
  VpnGatewayId: await gateway(client),
  ...(await singleTunnel(client)),
})

const dual = async (client: OperationClient): Promise<Tree> => ({
  VpnGatewayId: await dualGateway(client),
  ...(await dualTunnel(client)),
})

const speaker = async (client: OperationClient): Promise<Tree> => ({
  VpnGatewayId: await gateway(client),
  ...(await singleSpeaker(client)),
})

const dualSpeakers = async (client: OperationClient): Promise<Tree> => ({
  VpnGatewayId: await dualGateway(client),
  ...(await dualSpeaker(client)),
})

/** The first tunnel of a connection that is made. */
async function tunnel(client: OperationClient, request: Tree): Promise<Tree> {
  const VpnConnectionId = await connection(client, request)
  const [TunnelId] = await twoTunnels(client, { VpnConnectionId })
  return { VpnConnectionId, TunnelId }
}

export const vpnConnectionFixture: NounFixture = {
  requests: {
    CreateVpnConnection: async (client) => [
      await single(client),
      await dual(client),
      { ...(await speaker(client)), HealthCheckConfig },
      await dualSpeakers(client),
    ],
    ModifyVpnConnectionAttribute: async (client) => [
      { VpnConnectionId: await connection(client, await single(client)) },
      {
        VpnConnectionId: await connection(client, await dual(client)),
        TunnelOptionsSpecification: [{ EnableDpd: false }],
      },
      { VpnConnectionId: await connection(client, await speaker(client)), HealthCheckConfig, BgpConfig },
      { VpnConnectionId: await connection(client, await dualSpeakers(client)), EnableTunnelsBgp: true },
    ],
    ModifyTunnelAttribute: async (client) => [
      await tunnel(client, await dual(client)),
      await tunnel(client, await dualSpeakers(client)),
    ],
    DescribeVpnConnections: one(async (client) => {
      await connection(client, { VpnGatewayId: await gateway(client, grouped), ...(await singleTunnel(client)), Tag })
      await connection(client, await dual(client))
      await attachment(client, { ...subnets, CustomerGatewayId: await peer(client, '192.0.2.9') })
      return {}
    }),
    DeleteVpnConnection: named('VpnConnectionId', async (client) => connection(client, await single(client))),
    DescribeVpnConnection: named('VpnConnectionId', async (client) => {
      const disabled = JSON.stringify({ sip: '10.0.0.7', dip: '172.16.0.7' })
      return attachment(client, { ...(await singleTunnel(client)), HealthCheckConfig: disabled })
    }),
  },
  /**
   * The document's other name for IpsecLifetime; where no other was given, the first host of a tunnel's /30, and the peer's
   * address as its identity.
   */
  follows: {
    ...certificateFollows,
    'TunnelOptionsSpecification.CustomerGatewayId': [
      'TunnelOptionsSpecification.TunnelOptions.TunnelIkeConfig.RemoteId',
    ],
    'IpsecConfig.IkeLifetime': ['IpsecConfig.IpsecLifetime'],
    'BgpConfig.TunnelCidr': ['VpnBgpConfig.LocalBgpIp'],
    'TunnelOptionsSpecification.TunnelBgpConfig.TunnelCidr': [
      'TunnelOptionsSpecification.TunnelOptions.TunnelBgpConfig.LocalBgpIp',
    ],
  },
  values: {
    'CreateVpnConnection VpnGatewayId': async (client) => [await gateway(client), await gateway(client)],
    ...certificateValues,
    'TunnelOptionsSpecification.TunnelId': twoTunnels,
    'TunnelOptionsSpecification.CustomerGatewayId': twoPeers,
  },
  shownAs: {
    'DescribeVpnConnections Tag': ({ Tag: tags }) => [isTree(tags) ? tags.Tag : tags].flat(),
    'DescribeVpnConnections CustomerGatewayId': ({ CustomerGatewayId, TunnelOptionsSpecification }) => [
      CustomerGatewayId,
      ...valuesAt(TunnelOptionsSpecification, 'TunnelOptions.CustomerGatewayId'),
    ],
    // An attachment has none.
    'DescribeVpnConnections VpnGatewayId': ({ VpnGatewayId }) =>
      VpnGatewayId === 'vpn-not-exist' ? [] : [VpnGatewayId],
  },
}
