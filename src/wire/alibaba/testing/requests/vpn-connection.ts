import type { OperationClient, Values } from '../../../http/testing/operation-fixture.ts'
import { standsAt, type Tree } from '../../../http/testing/request-places.ts'
import {
  attachment,
  connection,
  dualGateway,
  dualSpeaker,
  dualTunnel,
  gateway,
  HealthCheckConfig,
  named,
  singleSpeaker,
  singleTunnel,
} from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'
import { twoPeers } from './values.ts'

const twoTunnels: Values = async (client, { VpnConnectionId }) => {
  const { body } = await client.send('DescribeVpnConnection', { VpnConnectionId })
  const tunnels = standsAt(body, 'TunnelOptionsSpecification.TunnelOptions') as readonly Tree[] | undefined
  return (tunnels ?? [{}, {}]).map(({ TunnelId }) => TunnelId ?? 'none')
}

const single = async (client: OperationClient): Promise<Tree> => ({
  VpnGatewayId: await gateway(client),
  ...(await singleTunnel(client)),
})

export const vpnConnectionFixture: NounFixture = {
  requests: {
    CreateVpnConnection: async (client) => [
      await single(client),
      { VpnGatewayId: await dualGateway(client), ...(await dualTunnel(client)) },
      { VpnGatewayId: await gateway(client), ...(await singleSpeaker(client)), HealthCheckConfig },
      { VpnGatewayId: await dualGateway(client), ...(await dualSpeaker(client)) },
    ],
    DeleteVpnConnection: named('VpnConnectionId', async (client) => connection(client, await single(client))),
    DescribeVpnConnection: named('VpnConnectionId', async (client) => {
      const disabled = JSON.stringify({ sip: '10.0.0.7', dip: '172.16.0.7' })
      return attachment(client, { ...(await singleTunnel(client)), HealthCheckConfig: disabled })
    }),
  },
  /** The document's other name for IpsecLifetime, and the first host of a tunnel's /30, where no other was given. */
  follows: {
    'IpsecConfig.IkeLifetime': ['IpsecConfig.IpsecLifetime'],
    'BgpConfig.TunnelCidr': ['VpnBgpConfig.LocalBgpIp'],
    'TunnelOptionsSpecification.TunnelBgpConfig.TunnelCidr': [
      'TunnelOptionsSpecification.TunnelOptions.TunnelBgpConfig.LocalBgpIp',
    ],
  },
  values: {
    'CreateVpnConnection VpnGatewayId': async (client) => [await gateway(client), await gateway(client)],
    'TunnelOptionsSpecification.TunnelId': twoTunnels,
    'TunnelOptionsSpecification.CustomerGatewayId': twoPeers,
  },
}
