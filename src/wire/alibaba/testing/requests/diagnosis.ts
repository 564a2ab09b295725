import { type OperationClient, Together, type Values } from '../../../http/testing/operation-fixture.ts'
import type { Tree } from '../../../http/testing/request-places.ts'
import { attachment, connectionOn, dualTunnel, gateway, made, named, one, singleTunnel } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'
import { twoTunnels } from './values.ts'

/** The gateways of connections, of which a diagnosis does not tell. */
const gateways = new Map<unknown, string>()

async function diagnosable(client: OperationClient): Promise<Tree> {
  const VpnGatewayId = await gateway(client)
  const ResourceId = await connectionOn(client, VpnGatewayId)
  const IPsecExtendInfo = JSON.stringify({ PrivateSourceIp: '10.0.1.9', PrivateDestinationIp: '172.16.0.9' })
  return { VpnGatewayId, ResourceId, ResourceType: 'IPsec', IPsecExtendInfo }
}

/** A gateway, with a connection of its. */
const twoGateways: Values = async (client) => {
  const each = async () => {
    const { VpnGatewayId, ResourceId } = await diagnosable(client)
    return new Together(VpnGatewayId, { ResourceId })
  }
  return [await each(), await each()]
}

const twoConnections: Values = async (client, { VpnGatewayId }) => [
  await connectionOn(client, String(VpnGatewayId)),
  await connectionOn(client, String(VpnGatewayId)),
]

export const diagnosisFixture: NounFixture = {
  requests: {
    DiagnoseVpnConnections: async (client) => {
      await attachment(client, await singleTunnel(client))
      const VpnGatewayId = await gateway(client)
      gateways.set(await connectionOn(client, VpnGatewayId), VpnGatewayId)
      return [{}]
    },
    DiagnoseVpnGateway: one(diagnosable),
    GetVpnGatewayDiagnoseResult: named('DiagnoseId', async (client) =>
      made(client, 'DiagnoseVpnGateway', await diagnosable(client), 'DiagnoseId'),
    ),
    DescribeVpnConnectionLogs: named('VpnConnectionId', async (client) => attachment(client, await dualTunnel(client))),
  },
  values: {
    'DescribeVpnConnectionLogs TunnelId': twoTunnels,
    'DiagnoseVpnGateway VpnGatewayId': twoGateways,
    'DiagnoseVpnGateway ResourceId': twoConnections,
  },
  shownAs: {
    VpnConnectionIds: 'VpnConnectionId',
    TunnelIds: 'TunnelId',
    'DiagnoseVpnConnections VpnGatewayId': ({ VpnConnectionId }) => [gateways.get(VpnConnectionId)],
  },
}
