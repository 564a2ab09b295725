/** Resources that tests need, each made by the dialect's own operations. */
import type { Ipv4Prefix } from '../../../domain/address.ts'
import type { Caller } from './caller.ts'

export const vpc = (caller: Caller, CidrBlock = '10.0.0.0/16') => caller.make('CreateVpc', { CidrBlock })

export const vSwitch = (caller: Caller, VpcId: string, CidrBlock = '10.0.1.0/24') =>
  caller.make('CreateVSwitch', { VpcId, CidrBlock, ZoneId: 'cn-hangzhou-h' })

/** A route table that somebody made, and a vSwitch of its VPC. */
export async function customTable(caller: Caller, parameters = {}) {
  const VpcId = await vpc(caller)
  const VSwitchId = await vSwitch(caller, VpcId)
  const { RouteTableId } = await caller.ok('CreateRouteTable', { VpcId, ...parameters })
  return { RouteTableId: String(RouteTableId), VSwitchId }
}

let addresses = 0
export const peer = (caller: Caller, parameters = {}) => {
  addresses += 1
  return caller.make('CreateCustomerGateway', { IpAddress: `192.0.2.${addresses}`, ...parameters })
}

export const subnets = { LocalSubnet: '10.0.0.0/16', RemoteSubnet: '172.16.0.0/12' }

/** Prefixes that leave it to routes what goes through. */
export const everything = { LocalSubnet: '0.0.0.0/0', RemoteSubnet: '0.0.0.0/0' }

/** Prefixes of a connection that leads into the midst of what `vpc` makes. */
export const insideVpc = { LocalSubnet: '192.168.0.0/16', RemoteSubnet: '10.0.1.0/24' }

/** Prefixes of a connection that leads to where the addresses of `peer` are. */
export const aroundPeers = { LocalSubnet: '10.0.0.0/16', RemoteSubnet: '192.0.2.0/24' }

export const single = async (caller: Caller, parameters = {}) => ({
  ...subnets,
  CustomerGatewayId: await peer(caller),
  ...parameters,
})

export const certificate = '-----BEGIN CERTIFICATE-----\nMIIB7zCCAZW\n-----END CERTIFICATE-----'

/** Whom the certificate is of; with other members of the configuration. */
export const certifiedPeer = (config: object = {}) => ({
  IkeConfig: JSON.stringify({ RemoteId: 'peer.example', ...config }),
})

/** A gateway for connections with the ShangMi algorithms, which has no certificates yet. */
export const bareShangMiGateway = (caller: Caller, parameters: object = {}) =>
  readyGateway(caller, { VpnType: 'NationalStandard', ...parameters })

/** The certificates that such a gateway needs. */
export const gatewayCertificates = (VpnGatewayId: string) =>
  ['Encryption', 'Signature'].map((CertificateType) => ({
    VpnGatewayId,
    CertificateType,
    CertificateId: `for ${CertificateType}`,
  }))

export async function shangMiGateway(caller: Caller, parameters: object = {}): Promise<string> {
  const VpnGatewayId = await bareShangMiGateway(caller, parameters)
  for (const each of gatewayCertificates(VpnGatewayId)) await caller.ok('AssociateVpnGatewayWithCertificate', each)
  await caller.settle()
  return VpnGatewayId
}

export const withoutShangMi = (caller: Caller): void => {
  caller.lacks['shang-mi'] = 'nothing here has the ShangMi algorithms'
}

export const bgp = (config: object) => ({ BgpConfig: JSON.stringify({ EnableBgp: true, ...config }) })

/** A good one of the connections that `single` makes. */
export const healthCheck = (config: object = {}) => ({
  HealthCheckConfig: JSON.stringify({ enable: true, sip: '10.0.0.8', dip: '172.16.0.8', ...config }),
})

export const attachment = async (caller: Caller) => caller.make('CreateVpnAttachment', await single(caller))

export async function dual(caller: Caller, tunnel: object = {}) {
  const CustomerGatewayId = await peer(caller)
  return { ...subnets, TunnelOptionsSpecification: [{ CustomerGatewayId }, { CustomerGatewayId, ...tunnel }] }
}

export async function router(caller: Caller): Promise<string> {
  const CenId = await caller.make('CreateCen')
  return caller.make('CreateTransitRouter', { CenId })
}

export async function attached(caller: Caller) {
  const VpnId = await attachment(caller)
  const TransitRouterId = await router(caller)
  const id = await caller.make('CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId })
  return { VpnId, TransitRouterId, id }
}

/** From now on all of the account's gateways and attachments have one outer address. */
export const shareOuterAddress = (caller: Caller): Promise<unknown> =>
  caller.store.write((transaction) =>
    transaction.putAccount({ ...caller.account, outerPool: '198.51.100.7/32' as Ipv4Prefix }),
  )

/** An attached connection, and one of a gateway with the same outer address. */
export async function sharingConnections(caller: Caller) {
  await shareOuterAddress(caller)
  const CustomerGatewayId = await peer(caller)
  const onGateway = await connection(caller, { VpnGatewayId: await readyGateway(caller), CustomerGatewayId })
  const { VpnId } = await attached(caller)
  await caller.settle()
  return { attached: VpnId, onGateway, peerOnGateway: CustomerGatewayId }
}

/** A private connection's attachment, which holds an address of a block of the router. */
export async function attachedPrivately(caller: Caller, TransitRouterId: string): Promise<string> {
  const VpnId = await caller.make('CreateVpnAttachment', await single(caller, { NetworkType: 'private' }))
  return caller.make('CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId })
}

export async function attachedVpc(caller: Caller) {
  const VpcId = await vpc(caller)
  const VSwitchId = await vSwitch(caller, VpcId)
  const ZoneMappings = [{ VSwitchId, ZoneId: 'cn-hangzhou-h' }]
  const TransitRouterId = await router(caller)
  const request = { VpcId, ZoneMappings, TransitRouterId, AutoPublishRouteEnabled: true }
  return { request, id: await caller.make('CreateTransitRouterVpcAttachment', request) }
}

/** A VPC that may be attached where another is, whose range is the same. */
export async function secondVpc(caller: Caller, ProtectionLevel: 'REDUCED' | 'FULL') {
  const { request } = await attachedVpc(caller)
  const { TransitRouterId } = request
  const [{ CenId } = {}] = (await caller.get('TransitRouters', 'ListTransitRouters', {
    TransitRouterId,
  })) as { CenId?: string }[]
  await caller.ok('ModifyCenAttribute', { CenId, ProtectionLevel })
  const VpcId = await vpc(caller)
  const ZoneMappings = [{ VSwitchId: await vSwitch(caller, VpcId), ZoneId: 'cn-hangzhou-h' }]
  return { CenId, request: { TransitRouterId, VpcId, ZoneMappings } }
}

/** The attachment of a VPC to a router, and another route table of that. */
export async function tabledVpc(caller: Caller) {
  const { request, id: TransitRouterAttachmentId } = await attachedVpc(caller)
  const { TransitRouterId } = request
  const TransitRouterRouteTableId = await caller.make('CreateTransitRouterRouteTable', { TransitRouterId })
  return { TransitRouterAttachmentId, TransitRouterRouteTableId }
}

/** A pair that is not there, one whose table is another router's, and one whose attachment is being detached. */
export const unattachedPair = async () => ({
  TransitRouterAttachmentId: 'tr-attach-none',
  TransitRouterRouteTableId: 'vtb-none',
})

export async function otherPair(caller: Caller) {
  const TransitRouterRouteTableId = await caller.make('CreateTransitRouterRouteTable', {
    TransitRouterId: await router(caller),
  })
  return { ...(await tabledVpc(caller)), TransitRouterRouteTableId }
}

export async function detachedPair(caller: Caller) {
  const pair = await tabledVpc(caller)
  const { TransitRouterAttachmentId } = pair
  await caller.settle()
  await caller.ok('DeleteTransitRouterVpcAttachment', { TransitRouterAttachmentId })
  return pair
}

export const gateway = async (caller: Caller, parameters: object = {}): Promise<string> => {
  const VpcId = await vpc(caller)
  await vSwitch(caller, VpcId)
  return caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10, ...parameters })
}

/** A gateway for a month, paid at once where `parameters` do not say otherwise, and the order that it was made by. */
export async function order(caller: Caller, parameters: object = {}) {
  const VpcId = await vpc(caller)
  await vSwitch(caller, VpcId)
  const term = { InstanceChargeType: 'PREPAY', Period: 1, AutoPay: true }
  const { VpnGatewayId, OrderId } = await caller.ok('CreateVpnGateway', {
    VpcId,
    Bandwidth: 10,
    ...term,
    ...parameters,
  })
  return { VpnGatewayId: String(VpnGatewayId), OrderId: String(OrderId) }
}

/** What an enhanced gateway is made of. */
export async function enhancedPlace(caller: Caller) {
  const VpcId = await vpc(caller)
  const VSwitchId = await vSwitch(caller, VpcId)
  const second = { VpcId, CidrBlock: '10.0.2.0/24', ZoneId: 'cn-hangzhou-g' }
  const DisasterRecoveryVSwitchId = await caller.make('CreateVSwitch', second)
  return { VpcId, VSwitchId, DisasterRecoveryVSwitchId, GatewayType: 'Enhanced.SiteToSite' }
}

export const enhancedGateway = async (caller: Caller): Promise<string> =>
  caller.make('CreateEnhancedVpnGateway', await enhancedPlace(caller))

/** A gateway that is ready, with two addresses where `parameters` say so. */
export async function readyGateway(caller: Caller, parameters: object = {}): Promise<string> {
  const id = await gateway(caller, parameters)
  await caller.settle()
  return id
}

/** A gateway with two addresses: its connections have two tunnels. */
export async function dualGateway(caller: Caller): Promise<string> {
  const VpcId = await vpc(caller)
  const VSwitchId = await vSwitch(caller, VpcId)
  const second = { VpcId, CidrBlock: '10.0.2.0/24', ZoneId: 'cn-hangzhou-g' }
  const DisasterRecoveryVSwitchId = await caller.make('CreateVSwitch', second)
  const where = { VpcId, VSwitchId, DisasterRecoveryVSwitchId, Bandwidth: 10 }
  const id = await caller.make('CreateVpnGateway', where)
  await caller.settle()
  return id
}

/** A connection on a gateway of its own, or on the one that is named. */
export const connection = async (caller: Caller, parameters: object = {}): Promise<string> =>
  caller.make('CreateVpnConnection', await onGateway(caller, parameters))

/** What makes a connection on a gateway of its own, or on the one that is named. */
export const onGateway = async (caller: Caller, parameters: object = {}) => ({
  ...('VpnGatewayId' in parameters ? {} : { VpnGatewayId: await readyGateway(caller) }),
  ...(await single(caller, parameters)),
})

/** A connection on a gateway, with as many tunnels as that has addresses. */
export async function connectionOn(caller: Caller, VpnGatewayId: string, parameters: object = {}): Promise<string> {
  await caller.settle()
  const made = await caller.store.read((reader) => reader.get('gateway', VpnGatewayId))
  const tunnels = made?.spec.addresses.length === 2 ? await dual(caller) : await single(caller)
  return caller.make('CreateVpnConnection', { VpnGatewayId, ...tunnels, ...parameters })
}

/** The first of customer gateways, one for every address that an attachment could get. */
export async function peerOfEveryAddress(caller: Caller, addresses: readonly string[]): Promise<string> {
  const ids = await Promise.all(addresses.map((IpAddress) => caller.make('CreateCustomerGateway', { IpAddress })))
  return ids[0] ?? ''
}
