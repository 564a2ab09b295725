/** A fixture: a VPC with a VPN gateway that is there, and a customer gateway to connect it with. */
import type { Ipv4Address } from '../../../domain/address.ts'
import { type Kind, noExtras, noLabels, type Resource } from '../../../domain/resource.ts'
import { type Answer, openTestClient, type Parameters, region, type TestClient } from './client.ts'

/** What stands at a path of an answer: "VpnConnectionSet.0.State". */
export function at(answer: Answer, path: string): unknown {
  let value: unknown = answer
  for (const part of path.split('.')) value = (value as Readonly<Record<string, unknown>> | undefined)?.[part]
  return value
}

export interface Site extends TestClient {
  readonly vpc: string
  readonly gateway: string
  readonly gatewayAddress: string
  readonly peer: string
  /** What CreateVpnConnection cannot be without. */
  readonly connection: Parameters
  /** Creates a resource and answers with the id at the path. */
  make(action: string, parameters: Parameters, path: string): Promise<string>
  /** Another customer gateway. */
  makePeer(address: string, more?: Parameters): Promise<string>
  /** A connection that the data plane has, and its id. */
  connect(more?: Parameters): Promise<string>
  /** The connection as Describe shows it. */
  shown(connection: string): Promise<Readonly<Record<string, unknown>>>
  /** The resource as it is stored. */
  stored<K extends Kind>(kind: K, id: string): Promise<Resource<K> | undefined>
  /** Puts a host of the lab into a subnet, as the native API does. */
  putHost(subnet: string, address: string): Promise<void>
}

export const siteAddress = '198.51.100.9'

export async function openSite(gatewayMore: Parameters = {}, peerMore: Parameters = {}): Promise<Site> {
  const client = await openTestClient()
  const { ask, installation } = client
  const make = async (action: string, parameters: Parameters, path: string) =>
    String(at(await ask(action, parameters), path))
  const makePeer = (address: string, more: Parameters = {}) =>
    make(
      'CreateCustomerGateway',
      { CustomerGatewayName: 'peer', IpAddress: address, ...more },
      'CustomerGateway.CustomerGatewayId',
    )
  const vpc = await make('CreateVpc', { VpcName: 'site', CidrBlock: '10.1.0.0/16' }, 'Vpc.VpcId')
  const gatewayParameters = { VpcId: vpc, VpnGatewayName: 'gateway', InternetMaxBandwidthOut: 5, ...gatewayMore }
  const gateway = await make('CreateVpnGateway', gatewayParameters, 'VpnGateway.VpnGatewayId')
  const peer = await makePeer(siteAddress, peerMore)
  await installation.settle()
  const stored = <K extends Kind>(kind: K, id: string) => installation.store.read((reader) => reader.get(kind, id))
  const connection = { VpnGatewayId: gateway, CustomerGatewayId: peer, VpnConnectionName: 'n', PreShareKey: 'k3y!' }
  return {
    ...client,
    vpc,
    gateway,
    gatewayAddress: (await stored('gateway', gateway))?.spec.addresses[0] ?? '',
    peer,
    connection,
    make,
    makePeer,
    async connect(more = {}) {
      const id = await make('CreateVpnConnection', { ...connection, ...more }, 'VpnConnection.VpnConnectionId')
      await installation.settle()
      return id
    },
    async shown(id) {
      const answer = await ask('DescribeVpnConnections', { VpnConnectionIds: [id] })
      return at(answer, 'VpnConnectionSet.0') as Readonly<Record<string, unknown>>
    },
    stored,
    async putHost(subnet, address) {
      const place = { kind: 'subnet', id: subnet } as const
      const { account, now } = installation
      const resource = {
        id: `host-${address}`,
        account: account.id,
        region,
        name: 'host',
        createdAt: now,
        labels: noLabels,
        extras: noExtras,
      }
      const spec = { place, address: address as Ipv4Address }
      await installation.store.write((transaction) =>
        transaction.put({ kind: 'host', ...resource, generation: 1, deleting: false, spec }),
      )
    },
  }
}

/** A gateway and a customer gateway that BGP can be spoken between, and a connection that speaks it. */
export const numbered = { gateway: { BgpAsn: 64551, InternetMaxBandwidthOut: 200 }, peer: { BgpAsn: 65001 } }
export const speaking = {
  RouteType: 'Bgp',
  BgpConfig: { TunnelCidr: '169.254.128.0/30', LocalBgpIp: '169.254.128.1', RemoteBgpIp: '169.254.128.2' },
}

/** A policy from one prefix of the site to one of its peer's. */
export const policy = (local: string, ...remote: string[]) => ({ LocalCidrBlock: local, RemoteCidrBlock: remote })

/** The one that leaves all to routes. */
export const everything = policy('0.0.0.0/0', '0.0.0.0/0')
