/** Values for the certificates of peers, with what goes with one. */
import { type OperationClient, Together, type Values } from '../../../http/testing/operation-fixture.ts'
import { standsAt, type Tree } from '../../../http/testing/request-places.ts'
import { attachment, certified, connection, dualGateway, gateway, made, one, peer, subnets } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'
import { twoTunnels } from './values.ts'

const forShangMi = { VpnType: 'NationalStandard' }
const RemoteId = 'peer.example'
const ike = { IkeVersion: 'ikev1', IkeMode: 'main', IkeEncAlg: 'sm4', IkeAuthAlg: 'sm3', RemoteId }
const ipsec = { IpsecEncAlg: 'sm4', IpsecAuthAlg: 'sm3' }
const RemoteCaCertificate = 'the first authority'

const authorities = ['an authority', 'another authority']

/** Two values of it, with the same beside each; alone where algorithms are chosen that do not go with it. */
const both =
  (beside: (client: OperationClient) => Promise<Tree>): Values =>
  async (client, request) => {
    if (/IkeEncAlg[^}]*aes/.test(JSON.stringify(request))) return authorities
    const others = await beside(client)
    return authorities.map((value) => new Together(value, others))
  }

const algorithms = (ike: string, ipsec: string): readonly string[] => [
  ...['IkeVersion', 'IkeMode', 'IkeEncAlg', 'IkeAuthAlg', 'RemoteId'].map((name) => `${ike}.${name}`),
  ...['IpsecEncAlg', 'IpsecAuthAlg'].map((name) => `${ipsec}.${name}`),
]

const shownTunnel = 'TunnelOptionsSpecification.TunnelOptions'

/** What changes with a certificate of an attachment that has had none. */
export const certificateFollows: NonNullable<NounFixture['follows']> = {
  RemoteCaCert: algorithms('IkeConfig', 'IpsecConfig'),
  'TunnelOptionsSpecification.RemoteCaCertificate': [
    ...algorithms(`${shownTunnel}.TunnelIkeConfig`, `${shownTunnel}.TunnelIpsecConfig`),
    `${shownTunnel}.RemoteCaCertificate`,
  ],
}

/** One that is there, if any is. */
async function somePeer(client: OperationClient): Promise<string> {
  const { body } = await client.send('DescribeCustomerGateways', {})
  const [first] = standsAt(body, 'CustomerGateways.CustomerGateway') as readonly Tree[]
  return first === undefined ? peer(client, '192.0.2.7') : String(first.CustomerGatewayId)
}

const config = { IkeConfig: JSON.stringify(ike), IpsecConfig: JSON.stringify(ipsec) }
const tunnel = { RemoteCaCertificate, TunnelIkeConfig: ike, TunnelIpsecConfig: ipsec }
const numbered = [
  { TunnelIndex: 1, ...tunnel },
  { TunnelIndex: 2, ...tunnel },
]

async function dual(client: OperationClient): Promise<Tree> {
  const CustomerGatewayId = await somePeer(client)
  const tunnels = numbered.map(({ TunnelIndex: _, ...each }) => ({ CustomerGatewayId, ...each }))
  return { ...subnets, TunnelOptionsSpecification: tunnels }
}

const dualConnection = async (client: OperationClient): Promise<string> =>
  connection(client, {
    ...(await dual(client)),
    VpnGatewayId: await certified(client, await dualGateway(client, forShangMi)),
  })

const TunnelOptionsSpecification = 'TunnelOptionsSpecification.RemoteCaCertificate'

export const certificateValues: Readonly<Record<string, Values>> = {
  'CreateVpnAttachment RemoteCaCert': both(async () => config),
  'ModifyVpnAttachmentAttribute RemoteCaCert': both(async () => config),
  'CreateVpnConnection RemoteCaCertificate': both(async (client) => ({
    VpnGatewayId: await certified(client, await gateway(client, forShangMi)),
    ...config,
  })),
  'ModifyVpnConnectionAttribute RemoteCaCertificate': both(async (client) => ({
    VpnConnectionId: await connection(client, {
      ...subnets,
      CustomerGatewayId: await somePeer(client),
      ...config,
      VpnGatewayId: await certified(client, await gateway(client, forShangMi)),
      RemoteCaCertificate,
    }),
  })),
  [`CreateVpnAttachment ${TunnelOptionsSpecification}`]: both(dual),
  [`ModifyVpnAttachmentAttribute ${TunnelOptionsSpecification}`]: both(async (client) => ({
    VpnConnectionId: await attachment(client, await dual(client)),
    TunnelOptionsSpecification: numbered,
  })),
  [`CreateVpnConnection ${TunnelOptionsSpecification}`]: both(async (client) => ({
    ...(await dual(client)),
    VpnGatewayId: await certified(client, await dualGateway(client, forShangMi)),
  })),
  [`ModifyVpnConnectionAttribute ${TunnelOptionsSpecification}`]: both(async (client) => ({
    VpnConnectionId: await dualConnection(client),
  })),
  [`ModifyTunnelAttribute ${TunnelOptionsSpecification}`]: both(async (client) => {
    const VpnConnectionId = await dualConnection(client)
    const [TunnelId] = await twoTunnels(client, { VpnConnectionId })
    return { VpnConnectionId, TunnelId }
  }),
}

const bare = (client: OperationClient): Promise<string> => gateway(client, forShangMi)

const held = { CertificateType: 'Encryption', CertificateId: 'for Encryption' }

/** Two gateways that have none yet. */
const twoGateways: Values = async (client) => [await bare(client), await bare(client)]

export const certificateFixture: NounFixture = {
  requests: {
    AssociateVpnGatewayWithCertificate: one(async (client) => ({ VpnGatewayId: await bare(client), ...held })),
    DissociateVpnGatewayWithCertificate: one(async (client) => ({
      VpnGatewayId: await certified(client, await bare(client)),
      ...held,
    })),
    ListVpnCertificateAssociations: one(async (client) => {
      await certified(client, await bare(client))
      const other = { VpnGatewayId: await bare(client), ...held }
      await made(client, 'AssociateVpnGatewayWithCertificate', other, 'RequestId')
      return {}
    }),
  },
  values: { 'AssociateVpnGatewayWithCertificate VpnGatewayId': twoGateways },
}
