/** What a good request needs, each made by the dialect's own operations, and settled. */
import type { Ipv4Prefix } from '../../../domain/address.ts'
import type { OperationClient, Requests } from '../../http/testing/operation-fixture.ts'
import { standsAt, type Tree } from '../../http/testing/request-places.ts'
import { region } from './caller.ts'

export const zone = `${region}-h`

export async function made(client: OperationClient, action: string, parameters: Tree, id: string): Promise<string> {
  const { code, message, body } = await client.send(action, parameters)
  if (code !== undefined) throw new Error(`${action}: ${code} ${message}`)
  await client.installation.settle()
  return String(standsAt(body, id))
}

/** What the one of two listed resources is found by that the other has not. */
export const Tag = [
  { Key: 'stage', Value: 'test' },
  { Key: 'team', Value: 'net' },
]
export const grouped: Tree = { ResourceGroupId: 'rg-1', Tag }

export const vpc = (client: OperationClient, CidrBlock = '10.0.0.0/16', labels: Tree = {}) =>
  made(client, 'CreateVpc', { CidrBlock, ...labels }, 'VpcId')

export const vSwitch = (
  client: OperationClient,
  VpcId: string,
  CidrBlock = '10.0.1.0/24',
  ZoneId = zone,
  labels: Tree = {},
) => made(client, 'CreateVSwitch', { VpcId, CidrBlock, ZoneId, ...labels }, 'VSwitchId')

export const peer = (client: OperationClient, IpAddress: string, labels: Tree = {}) =>
  made(client, 'CreateCustomerGateway', { IpAddress, ...labels }, 'CustomerGatewayId')

export const cen = (client: OperationClient, labels: Tree = {}) => made(client, 'CreateCen', labels, 'CenId')

/** What another account of the installation does meanwhile. */
export async function asOther<T>(client: OperationClient, act: (account: string) => Promise<T>): Promise<T> {
  const { signer, installation } = client
  const account = { ...installation.account, id: '1987654321098765', outerPool: '198.51.100.0/24' as Ipv4Prefix }
  const key = { ...installation.key, id: 'LTAIother', account: account.id }
  await installation.store.write(async (transaction) => {
    await transaction.putAccount(account)
    await transaction.putAccessKey(key)
  })
  client.signer = key
  const done = await act(account.id)
  if (signer === undefined) delete client.signer
  else client.signer = signer
  return done
}

export const router = async (client: OperationClient, CenId?: string, labels: Tree = {}) =>
  made(client, 'CreateTransitRouter', { CenId: CenId ?? (await cen(client)), ...labels }, 'TransitRouterId')

export const subnets = { LocalSubnet: '10.0.0.0/16', RemoteSubnet: '172.16.0.0/12' }

export async function singleTunnel(client: OperationClient, far = '192.0.2.1'): Promise<Tree> {
  return { ...subnets, CustomerGatewayId: await peer(client, far) }
}

export const everything = { LocalSubnet: '0.0.0.0/0', RemoteSubnet: '0.0.0.0/0' }

export const tunnelBgp = (third: number): Tree => ({ LocalAsn: 64512, TunnelCidr: `169.254.${third}.0/30` })

export const BgpConfig = JSON.stringify({ EnableBgp: true, ...tunnelBgp(10) })

export async function singleSpeaker(client: OperationClient): Promise<Tree> {
  return { ...everything, CustomerGatewayId: await peer(client, '192.0.2.3', { Asn: '65003' }), BgpConfig }
}

export async function dualSpeaker(client: OperationClient): Promise<Tree> {
  const CustomerGatewayId = await peer(client, '192.0.2.4', { Asn: '65004' })
  const tunnels = [10, 12].map((third) => ({ CustomerGatewayId, TunnelBgpConfig: tunnelBgp(third) }))
  return { ...everything, EnableTunnelsBgp: true, TunnelOptionsSpecification: tunnels }
}

export const HealthCheckConfig = JSON.stringify({ enable: true, sip: '10.0.0.7', dip: '172.16.0.7' })

export async function dualTunnel(client: OperationClient): Promise<Tree> {
  const CustomerGatewayId = await peer(client, '192.0.2.2')
  return { ...subnets, TunnelOptionsSpecification: [{ CustomerGatewayId }, { CustomerGatewayId }] }
}

export const attachment = (client: OperationClient, parameters: Tree) =>
  made(client, 'CreateVpnAttachment', parameters, 'VpnConnectionId')

export async function gateway(client: OperationClient, parameters: Tree = {}): Promise<string> {
  const VpcId = await vpc(client)
  await vSwitch(client, VpcId)
  return made(client, 'CreateVpnGateway', { VpcId, Bandwidth: 10, ...parameters }, 'VpnGatewayId')
}

/** Gives a NationalStandard gateway the certificates that its connections need. */
export async function certified(client: OperationClient, VpnGatewayId: string): Promise<string> {
  for (const CertificateType of ['Encryption', 'Signature']) {
    const certificate = { VpnGatewayId, CertificateType, CertificateId: `for ${CertificateType}` }
    await made(client, 'AssociateVpnGatewayWithCertificate', certificate, 'RequestId')
  }
  return VpnGatewayId
}

/** What an enhanced gateway is made of. */
export async function enhancedPlace(client: OperationClient): Promise<Tree> {
  const VpcId = await vpc(client)
  const VSwitchId = await vSwitch(client, VpcId)
  const DisasterRecoveryVSwitchId = await vSwitch(client, VpcId, '10.0.2.0/24', `${region}-g`)
  return { VpcId, VSwitchId, DisasterRecoveryVSwitchId, GatewayType: 'Enhanced.SiteToSite' }
}

export const enhancedGateway = async (client: OperationClient): Promise<string> =>
  made(client, 'CreateEnhancedVpnGateway', await enhancedPlace(client), 'VpnGatewayId')

/** A gateway with two addresses: its connections have two tunnels. */
export async function dualGateway(client: OperationClient, parameters: Tree = {}): Promise<string> {
  const VpcId = await vpc(client)
  const VSwitchId = await vSwitch(client, VpcId)
  const DisasterRecoveryVSwitchId = await vSwitch(client, VpcId, '10.0.2.0/24', `${region}-g`)
  const where = { VpcId, VSwitchId, DisasterRecoveryVSwitchId, Bandwidth: 10 }
  return made(client, 'CreateVpnGateway', { ...where, ...parameters }, 'VpnGatewayId')
}

export const connection = (client: OperationClient, parameters: Tree) =>
  made(client, 'CreateVpnConnection', parameters, 'VpnConnectionId')

/** Puts a connection with BGP on the gateway, with as many tunnels as that has addresses. */
export async function speakerOn(client: OperationClient, VpnGatewayId: string): Promise<void> {
  await client.installation.settle()
  const gateway = await client.installation.store.read((reader) => reader.get('gateway', VpnGatewayId))
  const speaker = gateway?.spec.addresses.length === 2 ? dualSpeaker : singleSpeaker
  await connection(client, { ...(await speaker(client)), VpnGatewayId })
}

const peersMade = new WeakMap<OperationClient, number>()

/** One more, with an address that none had before. */
export function onePeer(client: OperationClient): Promise<string> {
  const number = (peersMade.get(client) ?? 100) + 1
  peersMade.set(client, number)
  return peer(client, `192.0.2.${number}`)
}

/** A connection on a gateway; routes decide what goes into it. */
export async function connectionOn(client: OperationClient, VpnGatewayId: string): Promise<string> {
  const CustomerGatewayId = await onePeer(client)
  return connection(client, { VpnGatewayId, ...everything, CustomerGatewayId })
}

export async function vpcToAttach(client: OperationClient): Promise<Tree> {
  const VpcId = await vpc(client)
  return { VpcId, ZoneMappings: [{ VSwitchId: await vSwitch(client, VpcId), ZoneId: zone }] }
}

export const one =
  (make: (client: OperationClient) => Promise<Tree>): Requests =>
  async (client) => [await make(client)]

export const named =
  (name: string, make: (client: OperationClient) => Promise<string>): Requests =>
  async (client) => [{ [name]: await make(client) }]

export async function attachedVpn(client: OperationClient, labels: Tree = {}, far = '192.0.2.1'): Promise<string> {
  const VpnId = await attachment(client, { ...subnets, CustomerGatewayId: await peer(client, far) })
  const parameters = { VpnId, TransitRouterId: await router(client), ...labels }
  return made(client, 'CreateTransitRouterVpnAttachment', parameters, 'TransitRouterAttachmentId')
}

export async function attachedVpc(client: OperationClient, labels: Tree = {}): Promise<string> {
  const parameters = { ...(await vpcToAttach(client)), TransitRouterId: await router(client), ...labels }
  return made(client, 'CreateTransitRouterVpcAttachment', parameters, 'TransitRouterAttachmentId')
}

/** A block that private connections get their outer addresses from. */
export const block = { Cidr: '192.168.10.0/24' }

/** A private connection's attachment, which holds an address of a block of the router. */
export async function attachedPrivately(
  client: OperationClient,
  TransitRouterId: string,
  labels: Tree = {},
  far = '192.0.2.5',
): Promise<string> {
  const connection = { ...subnets, CustomerGatewayId: await peer(client, far), NetworkType: 'private' }
  const parameters = { VpnId: await attachment(client, connection), TransitRouterId, ...labels }
  return made(client, 'CreateTransitRouterVpnAttachment', parameters, 'TransitRouterAttachmentId')
}

export async function attach(client: OperationClient, VpnId: string): Promise<void> {
  const TransitRouterId = await router(client, undefined, { TransitRouterCidrList: [block] })
  await made(client, 'CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId }, 'TransitRouterAttachmentId')
}
