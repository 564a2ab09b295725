import type { OperationClient, OperationFixture, Together, Values } from '../../../http/testing/operation-fixture.ts'
import { standsAt, type Tree } from '../../../http/testing/request-places.ts'
import { region } from '../caller.ts'
import { cen, peer, router, vpc, vSwitch } from '../made.ts'

export const twoTunnels: Values = async (client, { VpnConnectionId }) => {
  const { body } = await client.send('DescribeVpnConnection', { VpnConnectionId })
  const tunnels = standsAt(body, 'TunnelOptionsSpecification.TunnelOptions') as readonly Tree[] | undefined
  return (tunnels ?? [{}, {}]).map(({ TunnelId }) => TunnelId ?? 'none')
}

export const twoPeers: Values = async (client) => [await peer(client, '192.0.2.8'), await peer(client, '192.0.2.9')]

export const twoSubnets: Values = async (client, { VpcId }) => [
  await vSwitch(client, String(VpcId), '10.0.20.0/24'),
  await vSwitch(client, String(VpcId), '10.0.21.0/24'),
]

export const twoVpcs: Values = async (client) => [await vpc(client), await vpc(client)]

/** Another VPC, with what is to name one of its vSwitches. */
export const twice =
  (make: (client: OperationClient, which: 0 | 1) => Promise<Together>): Values =>
  async (client) => [await make(client, 0), await make(client, 1)]

export const twoCens: Values = async (client) => [await cen(client), await cen(client)]

export const twoZones: Values = async () => [`${region}-h`, `${region}-g`]

/** Of fields that operations on several nouns have. */
export const values: OperationFixture['values'] = {
  RegionId: async () => [region],
  VpcId: twoVpcs,
  VSwitchId: twoSubnets,
  ZoneId: twoZones,
  CenId: twoCens,
  TransitRouterId: async (client) => [await router(client), await router(client)],
  CustomerGatewayId: twoPeers,
}
