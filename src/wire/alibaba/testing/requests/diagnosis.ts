import { attachment, connectionOn, dualTunnel, gateway, named, singleTunnel } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'
import { twoTunnels } from './values.ts'

/** The gateways of connections, of which a diagnosis does not tell. */
const gateways = new Map<unknown, string>()

export const diagnosisFixture: NounFixture = {
  requests: {
    DiagnoseVpnConnections: async (client) => {
      await attachment(client, await singleTunnel(client))
      const VpnGatewayId = await gateway(client)
      gateways.set(await connectionOn(client, VpnGatewayId), VpnGatewayId)
      return [{}]
    },
    DescribeVpnConnectionLogs: named('VpnConnectionId', async (client) => attachment(client, await dualTunnel(client))),
  },
  values: { 'DescribeVpnConnectionLogs TunnelId': twoTunnels },
  shownAs: {
    VpnConnectionIds: 'VpnConnectionId',
    TunnelIds: 'TunnelId',
    'DiagnoseVpnConnections VpnGatewayId': ({ VpnConnectionId }) => [gateways.get(VpnConnectionId)],
  },
}
