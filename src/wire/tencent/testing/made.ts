/** What the good requests of operations need to be there, made as a client makes it. */
import type { OperationClient, Requests, Values } from '../../http/testing/operation-fixture.ts'
import { standsAt, type Tree } from '../../http/testing/request-places.ts'
import { region } from './client.ts'

export const zone = `${region}-3`

/** Creates a resource and answers with the id at the path. */
export async function made(client: OperationClient, action: string, parameters: Tree, id: string): Promise<string> {
  const { code, message, body } = await client.send(action, parameters)
  if (code !== undefined) throw new Error(`${action}: ${code} ${message}`)
  await client.installation.settle()
  return String(standsAt(body, id))
}

export const vpc = (client: OperationClient, CidrBlock = '10.1.0.0/16', labels: Tree = {}) =>
  made(client, 'CreateVpc', { VpcName: 'n', CidrBlock, ...labels }, 'Vpc.VpcId')

/** What the one of two listed resources is found by that the other has not. */
export const labelled: Tree = {
  Tags: [
    { Key: 'one', Value: 'a' },
    // The value is asked for under the other key too, where there is none such.
    { Key: 'two', Value: 'two' },
  ],
}

export const routeTable = (client: OperationClient, VpcId: string, more: Tree = {}) =>
  made(client, 'CreateRouteTable', { VpcId, RouteTableName: 'custom', ...more }, 'RouteTable.RouteTableId')

export const subnetOf = (VpcId: string): Tree => ({ VpcId, SubnetName: 's', CidrBlock: '10.1.7.0/24', Zone: zone })

export const subnet = async (client: OperationClient, VpcId?: string) =>
  made(client, 'CreateSubnet', subnetOf(VpcId ?? (await vpc(client))), 'Subnet.SubnetId')

export const gatewayOf = (VpcId: string): Tree => ({ VpcId, VpnGatewayName: 'g', InternetMaxBandwidthOut: 5 })

export const gatewayIn = (client: OperationClient, VpcId: string) =>
  made(client, 'CreateVpnGateway', gatewayOf(VpcId), 'VpnGateway.VpnGatewayId')

export const gateway = async (client: OperationClient, CidrBlock?: string) =>
  gatewayIn(client, await vpc(client, CidrBlock))

export const peer = (client: OperationClient, IpAddress = '198.51.100.9') =>
  made(client, 'CreateCustomerGateway', { CustomerGatewayName: 'c', IpAddress }, 'CustomerGateway.CustomerGatewayId')

const names = { VpnConnectionName: 'n', PreShareKey: 'k3y!' }

export async function connectionOf(client: OperationClient): Promise<Tree> {
  const VpnGatewayId = await gateway(client)
  return { VpnGatewayId, CustomerGatewayId: await peer(client), ...names }
}

export const connectionIn = (client: OperationClient, parameters: Tree) =>
  made(client, 'CreateVpnConnection', { ...names, ...parameters }, 'VpnConnection.VpnConnectionId')

/** A connection and its gateway. */
export async function connection(client: OperationClient, more: Tree = {}): Promise<Tree> {
  const parameters: Tree = { ...(await connectionOf(client)), ...more }
  return { VpnGatewayId: parameters.VpnGatewayId, VpnConnectionId: await connectionIn(client, parameters) }
}

/** Two connections, each with its gateway. */
export const twoConnections = async (client: OperationClient): Promise<readonly Tree[]> => {
  const parts = async (octet: number) => ({
    VpnGatewayId: await gateway(client, `10.${octet}.0.0/16`),
    CustomerGatewayId: await peer(client, `198.51.100.${octet}`),
  })
  const both = [await parts(41), await parts(42)]
  const made: Tree[] = []
  for (const { VpnGatewayId, CustomerGatewayId } of both) {
    made.push({ VpnGatewayId, VpnConnectionId: await connectionIn(client, { VpnGatewayId, CustomerGatewayId }) })
  }
  return made
}

/** A gateway that BGP can be spoken at. */
const numbered = async (client: OperationClient, CidrBlock?: string): Promise<string> => {
  const parameters = { ...gatewayOf(await vpc(client, CidrBlock)), InternetMaxBandwidthOut: 200, BgpAsn: 64551 }
  return made(client, 'CreateVpnGateway', parameters, 'VpnGateway.VpnGatewayId')
}

const numberedPeer = (client: OperationClient, IpAddress = '198.51.100.20') =>
  made(
    client,
    'CreateCustomerGateway',
    { CustomerGatewayName: 'c', IpAddress, BgpAsn: 65001 },
    'CustomerGateway.CustomerGatewayId',
  )

/** A /30 of two neighbors. */
export const inside = (third: number, local: 1 | 2 = 1): Tree => ({
  TunnelCidr: `169.254.${third}.0/30`,
  LocalBgpIp: `169.254.${third}.${local}`,
  RemoteBgpIp: `169.254.${third}.${3 - local}`,
})

export async function bgpConnectionOf(client: OperationClient, gatewayId?: string, peerId?: string): Promise<Tree> {
  const VpnGatewayId = gatewayId ?? (await numbered(client, '10.4.0.0/16'))
  const CustomerGatewayId = peerId ?? (await numberedPeer(client))
  return { VpnGatewayId, CustomerGatewayId, ...names, RouteType: 'Bgp', BgpConfig: inside(130) }
}

/** One request. */
export const one =
  (make: (client: OperationClient) => Promise<Tree>): Requests =>
  async (client) => [await make(client)]

export const named =
  (name: string, make: (client: OperationClient) => Promise<string>): Requests =>
  async (client) => [{ [name]: await make(client) }]

/** Ids and filters exclude each other. */
export const described =
  (name: string, make: (client: OperationClient) => Promise<string>): Requests =>
  async (client) => {
    const id = await make(client)
    return [{}, { [name]: [id] }]
  }

export const twoVpcs: Values = async (client) => [await vpc(client), await vpc(client)]
