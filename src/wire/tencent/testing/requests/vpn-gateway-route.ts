import { type OperationClient, Together } from '../../../http/testing/operation-fixture.ts'
import { standsAt, type Tree } from '../../../http/testing/request-places.ts'
import { connectionIn, gateway, made, peer } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

const routed = { RouteType: 'StaticRoute' }

const connectionOn = async (client: OperationClient, VpnGatewayId: string, host = 9) =>
  connectionIn(client, { VpnGatewayId, CustomerGatewayId: await peer(client, `198.51.100.${host}`), ...routed })

const routeTo = (InstanceId: string, DestinationCidrBlock = '192.168.7.0/24'): Tree => ({
  DestinationCidrBlock,
  InstanceType: 'VPNCONN',
  InstanceId,
  Priority: 0,
  Status: 'ENABLE',
})

async function place(client: OperationClient, CidrBlock = '10.1.0.0/16', host = 9) {
  const VpnGatewayId = await gateway(client, CidrBlock)
  return { VpnGatewayId, connection: await connectionOn(client, VpnGatewayId, host) }
}

/** A route, named with its gateway. */
async function route(client: OperationClient): Promise<{ VpnGatewayId: string; RouteId: string }> {
  const { VpnGatewayId, connection } = await place(client)
  const parameters = { VpnGatewayId, Routes: [routeTo(connection)] }
  return { VpnGatewayId, RouteId: await made(client, 'CreateVpnGatewayRoutes', parameters, 'Routes.RouteId') }
}

/** Two more routes of the gateway that is named. */
async function twoRoutes(client: OperationClient, { VpnGatewayId }: Tree): Promise<readonly string[]> {
  const { body } = await client.send('DescribeVpnConnections', {
    Filters: [{ Name: 'vpn-gateway-id', Values: [VpnGatewayId] }],
  })
  const first = String(standsAt(body, 'VpnConnectionSet.VpnConnectionId'))
  const { body: before } = await client.send('DescribeVpnGatewayRoutes', { VpnGatewayId })
  const third = 30 + Number(before.TotalCount)
  const routes = [`192.168.${third}.0/24`, `192.168.${third + 1}.0/24`].map((destination) =>
    routeTo(first, destination),
  )
  const ids: string[] = []
  for (const each of routes) {
    ids.push(await made(client, 'CreateVpnGatewayRoutes', { VpnGatewayId, Routes: [each] }, 'Routes.RouteId'))
  }
  return ids
}

export const vpnGatewayRouteFixture: NounFixture = {
  requests: {
    async CreateVpnGatewayRoutes(client) {
      const { VpnGatewayId, connection } = await place(client)
      return [{ VpnGatewayId, Routes: [routeTo(connection), routeTo(connection, '192.168.6.0/24')] }]
    },
    async DescribeVpnGatewayRoutes(client) {
      return [{ VpnGatewayId: (await route(client)).VpnGatewayId }]
    },
    async ModifyVpnGatewayRoutes(client) {
      const { VpnGatewayId } = await place(client)
      const ids = await twoRoutes(client, { VpnGatewayId })
      return [{ VpnGatewayId, Routes: ids.map((RouteId) => ({ RouteId })) }]
    },
    async DeleteVpnGatewayRoutes(client) {
      const { VpnGatewayId, RouteId } = await route(client)
      return [{ VpnGatewayId, RouteIds: [RouteId] }]
    },
  },
  joined: {
    // Another connection for the same destination: which of the two carries, their priorities say.
    async CreateVpnGatewayRoutes(client, { VpnGatewayId, Routes }) {
      const Priority = 100 - Number(standsAt(Routes, 'Priority'))
      const other = await connectionOn(client, String(VpnGatewayId), 51)
      const beside = { ...routeTo(other, String(standsAt(Routes, 'DestinationCidrBlock'))), Priority }
      await made(client, 'CreateVpnGatewayRoutes', { VpnGatewayId, Routes: [beside] }, 'Routes.RouteId')
    },
  },
  values: {
    'CreateVpnGatewayRoutes VpnGatewayId': async (client) => {
      const places = [await place(client, '10.21.0.0/16', 21), await place(client, '10.22.0.0/16', 22)]
      return places.map(({ VpnGatewayId, connection }) => new Together(VpnGatewayId, { Routes: [routeTo(connection)] }))
    },
    'CreateVpnGatewayRoutes Routes.InstanceId': async (client, { VpnGatewayId }) => [
      await connectionOn(client, String(VpnGatewayId), 23),
      await connectionOn(client, String(VpnGatewayId), 24),
    ],
    // One is disabled, or the other.
    'ModifyVpnGatewayRoutes Routes.RouteId': async (client, request) =>
      (await twoRoutes(client, request)).map(
        (RouteId) => new Together(RouteId, { Routes: [{ RouteId, Status: 'DISABLE' }] }),
      ),
    'DeleteVpnGatewayRoutes RouteIds': async (client, request) =>
      (await twoRoutes(client, request)).map((each) => [each]),
  },
}
