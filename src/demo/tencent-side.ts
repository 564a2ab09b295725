import { vpc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vpc/index.js'
import type { Credentials } from '../server/installation.ts'
import type { Agreement } from './agreement.ts'
import type { Steps } from './steps.ts'

export const tencent = 'Tencent Cloud'
const region = 'ap-guangzhou'
const name = 'culvert-demo'

export type TencentClient = InstanceType<typeof vpc.v20170312.Client>

/** The official SDK as it comes, told where to send its requests and nothing else. */
export function openTencentClient({ tencent: credential }: Credentials, endpoint: URL): TencentClient {
  const { secretId, secretKey } = credential
  return new vpc.v20170312.Client({
    credential: { secretId, secretKey },
    region,
    profile: { language: 'en-US', httpProfile: { endpoint: endpoint.host, protocol: 'http://', reqTimeout: 15 } },
  })
}

/** Tencent Cloud shows no state for these: being there is the state. */
const there = 'there'

const makeVpc = (client: TencentClient, steps: Steps, cidrBlock: string): Promise<string> =>
  steps.make(tencent, {
    what: 'CreateVpc',
    detail: cidrBlock,
    ready: there,
    create: async () => (await client.CreateVpc({ VpcName: name, CidrBlock: cidrBlock })).Vpc?.VpcId,
    look: async (id) => ((await client.DescribeVpcs({ VpcIds: [id] })).VpcSet?.length ? there : undefined),
    remove: (id) => client.DeleteVpc({ VpcId: id }),
  })

const makeSubnet = (client: TencentClient, steps: Steps, VpcId: string, CidrBlock: string): Promise<string> =>
  steps.make(tencent, {
    what: 'CreateSubnet',
    detail: CidrBlock,
    ready: there,
    create: async () => {
      const request = { VpcId, CidrBlock, SubnetName: name, Zone: `${region}-3` }
      return (await client.CreateSubnet(request)).Subnet?.SubnetId
    },
    look: async (id) => ((await client.DescribeSubnets({ SubnetIds: [id] })).SubnetSet?.length ? there : undefined),
    remove: (id) => client.DeleteSubnet({ SubnetId: id }),
  })

async function describeGateway(client: TencentClient, id: string) {
  return (await client.DescribeVpnGateways({ VpnGatewayIds: [id] })).VpnGatewaySet?.[0]
}

/** BGP is there from 200 Mbps on. */
const makeVpnGateway = (client: TencentClient, steps: Steps, VpcId: string, asNumber?: number): Promise<string> =>
  steps.make(tencent, {
    what: 'CreateVpnGateway',
    detail: 'AVAILABLE',
    ready: 'AVAILABLE',
    create: async () => {
      const speaking = asNumber === undefined ? {} : { BgpAsn: asNumber }
      const request = { VpcId, VpnGatewayName: name, Type: 'IPSEC', InternetMaxBandwidthOut: 1000, ...speaking }
      return (await client.CreateVpnGateway(request)).VpnGateway?.VpnGatewayId
    },
    look: async (id) => (await describeGateway(client, id))?.State,
    remove: (id) => client.DeleteVpnGateway({ VpnGatewayId: id }),
  })

export interface TencentNetwork {
  readonly vpc: string
  readonly subnet: string
  readonly gateway: string
  /** Where the gateway is reached from outside. */
  readonly address: string
}

export async function buildTencentNetwork(
  client: TencentClient,
  steps: Steps,
  plan: { readonly prefix: string; readonly subnet: string; readonly asNumber?: number },
): Promise<TencentNetwork> {
  const vpcId = await makeVpc(client, steps, plan.prefix)
  const subnet = await makeSubnet(client, steps, vpcId, plan.subnet)
  const gateway = await makeVpnGateway(client, steps, vpcId, plan.asNumber)
  const describe = async () => (await describeGateway(client, gateway))?.PublicIpAddress ?? ''
  const address = await steps.step(tencent, 'DescribeVpnGateways', describe, (found) => `its address is ${found}`)
  return { vpc: vpcId, subnet, gateway, address }
}

const makeCustomerGateway = (
  client: TencentClient,
  steps: Steps,
  IpAddress: string,
  asNumber?: number,
): Promise<string> =>
  steps.make(tencent, {
    what: 'CreateCustomerGateway',
    detail: `at ${IpAddress}, Alibaba Cloud's address`,
    ready: there,
    create: async () => {
      const request = {
        CustomerGatewayName: 'alibaba',
        IpAddress,
        ...(asNumber === undefined ? {} : { BgpAsn: asNumber }),
      }
      return (await client.CreateCustomerGateway(request)).CustomerGateway?.CustomerGatewayId
    },
    look: async (id) => {
      const found = await client.DescribeCustomerGateways({ CustomerGatewayIds: [id] })
      return found.CustomerGatewaySet?.length ? there : undefined
    },
    remove: (id) => client.DeleteCustomerGateway({ CustomerGatewayId: id }),
  })

export async function describeConnection(client: TencentClient, id: string) {
  return (await client.DescribeVpnConnections({ VpnConnectionIds: [id] })).VpnConnectionSet?.[0]
}

const proposals = {
  IKEOptionsSpecification: {
    IKEVersion: 'IKEV2',
    PropoEncryAlgorithm: 'AES-CBC-128',
    PropoAuthenAlgorithm: 'SHA-256',
    DhGroupName: 'GROUP14',
    IKESaLifetimeSeconds: 86_400,
  },
  IPSECOptionsSpecification: {
    EncryptAlgorithm: 'AES-CBC-128',
    IntegrityAlgorith: 'SHA-256',
    PfsDhGroup: 'DH-GROUP14',
    IPSECSaLifetimeSeconds: 86_400,
  },
}

export interface Neighbor {
  readonly peer: string
  readonly preSharedKey: string
  readonly asNumber: number
  /** The /30 of the two neighbors, and who has which address of it. */
  readonly tunnelPrefix: string
  readonly ownAddress: string
  readonly peerAddress: string
}

/** A customer gateway and a connection over which the two gateways tell each other their routes. */
export async function connectByBgp(
  client: TencentClient,
  steps: Steps,
  { gateway, vpc: vpcId }: TencentNetwork,
  { peer, preSharedKey, asNumber, tunnelPrefix, ownAddress, peerAddress }: Neighbor,
): Promise<string> {
  const customerGateway = await makeCustomerGateway(client, steps, peer, asNumber)
  return steps.make(tencent, {
    what: 'CreateVpnConnection',
    detail: `RouteType Bgp, AVAILABLE`,
    ready: 'AVAILABLE',
    create: async () => {
      const answer = await client.CreateVpnConnection({
        VpcId: vpcId,
        VpnGatewayId: gateway,
        CustomerGatewayId: customerGateway,
        VpnConnectionName: 'to-alibaba',
        PreShareKey: preSharedKey,
        RouteType: 'Bgp',
        BgpConfig: { TunnelCidr: tunnelPrefix, LocalBgpIp: ownAddress, RemoteBgpIp: peerAddress },
        ...proposals,
      })
      return answer.VpnConnection?.VpnConnectionId
    },
    look: async (id) => (await describeConnection(client, id))?.State,
    remove: (id) => client.DeleteVpnConnection({ VpnGatewayId: gateway, VpnConnectionId: id }),
  })
}

/** The customer gateway and the connection, with what the other side was told, the other way round. */
export async function connectTencent(
  client: TencentClient,
  steps: Steps,
  { gateway, vpc: vpcId }: TencentNetwork,
  { peer, preSharedKey, alibabaPrefix, tencentPrefix }: Agreement & { readonly peer: string },
): Promise<{ readonly connection: string; readonly answeredAt: number }> {
  const customerGateway = await makeCustomerGateway(client, steps, peer)
  let answeredAt = 0
  const connection = await steps.make(tencent, {
    what: 'CreateVpnConnection',
    detail: 'AVAILABLE',
    ready: 'AVAILABLE',
    create: async () => {
      const answer = await client.CreateVpnConnection({
        VpcId: vpcId,
        VpnGatewayId: gateway,
        CustomerGatewayId: customerGateway,
        VpnConnectionName: 'to-alibaba',
        PreShareKey: preSharedKey,
        RouteType: 'Policy',
        SecurityPolicyDatabases: [{ LocalCidrBlock: tencentPrefix, RemoteCidrBlock: [alibabaPrefix] }],
        ...proposals,
      })
      answeredAt = performance.now()
      return answer.VpnConnection?.VpnConnectionId
    },
    look: async (id) => (await describeConnection(client, id))?.State,
    remove: (id) => client.DeleteVpnConnection({ VpnGatewayId: gateway, VpnConnectionId: id }),
  })
  return { connection, answeredAt }
}

export async function changeTencentKey(client: TencentClient, id: string, key: string): Promise<void> {
  await client.ModifyVpnConnectionAttribute({ VpnConnectionId: id, PreShareKey: key })
}
