import { type Answer, RefusedByCloud, refusalOf, tencentCaller } from './caller.ts'
import type { Installation } from './installation.ts'
import type { ConnectionInput, Side } from './side.ts'

const encryptions = { aes128: 'AES-CBC-128', aes256: 'AES-CBC-256' }
const negotiations = { start: 'active', trap: 'flowTrigger' }

const connectionOptions = (input: ConnectionInput) => ({
  PreShareKey: input.preSharedKey,
  SecurityPolicyDatabases: [{ LocalCidrBlock: input.local, RemoteCidrBlock: [input.remote] }],
  NegotiationType: negotiations[input.startAction],
  IKEOptionsSpecification: {
    IKEVersion: `IKEV${input.ikeVersion}`,
    PropoEncryAlgorithm: encryptions[input.encryption],
    PropoAuthenAlgorithm: 'SHA-256',
    DhGroupName: 'GROUP14',
  },
  IPSECOptionsSpecification: {
    EncryptAlgorithm: encryptions[input.encryption],
    IntegrityAlgorith: 'SHA-256',
    PfsDhGroup: 'DH-GROUP14',
  },
})

const ofSet = (answer: Answer, set: string): Readonly<Record<string, unknown>> | undefined =>
  (answer[set] as readonly Readonly<Record<string, unknown>>[])[0]

export function tencentSide(installation: Installation, region = 'ap-guangzhou'): Side {
  const call = tencentCaller(installation, region)
  const made = { vpc: '', subnet: '', gateway: '', peer: '', connection: '' }
  const describe = async (action: string, ids: string, id: string, set: string) =>
    ofSet(await call(action, { [ids]: [id] }), set)
  const connection = () => describe('DescribeVpnConnections', 'VpnConnectionIds', made.connection, 'VpnConnectionSet')
  const gateway = () => describe('DescribeVpnGateways', 'VpnGatewayIds', made.gateway, 'VpnGatewaySet')
  const idIn = (answer: Answer, object: string, id: string): string => String((answer[object] as Answer)[id])
  return {
    dialect: 'tencent',
    get subnet() {
      return made.subnet
    },
    async prepare(prefix, subnet) {
      made.vpc = idIn(await call('CreateVpc', { VpcName: 'scenario', CidrBlock: prefix }), 'Vpc', 'VpcId')
      const zone = { Zone: `${region}-3` }
      const within = { VpcId: made.vpc, SubnetName: 'scenario', CidrBlock: subnet, ...zone }
      made.subnet = idIn(await call('CreateSubnet', within), 'Subnet', 'SubnetId')
      const input = { VpcId: made.vpc, VpnGatewayName: 'scenario', InternetMaxBandwidthOut: 100 }
      made.gateway = idIn(await call('CreateVpnGateway', input), 'VpnGateway', 'VpnGatewayId')
      await installation.until('the gateway', async () => (await gateway())?.State === 'AVAILABLE')
    },
    outerAddress: async () => String((await gateway())?.PublicIpAddress),
    async connect(input) {
      const peer = await call('CreateCustomerGateway', { CustomerGatewayName: 'peer', IpAddress: input.peer })
      made.peer = idIn(peer, 'CustomerGateway', 'CustomerGatewayId')
      const created = await call('CreateVpnConnection', {
        VpcId: made.vpc,
        VpnGatewayId: made.gateway,
        CustomerGatewayId: made.peer,
        VpnConnectionName: 'scenario',
        RouteType: 'Policy',
        ...connectionOptions(input),
      })
      made.connection = idIn(created, 'VpnConnection', 'VpnConnectionId')
      await installation.until('the connection', async () => (await connection())?.State === 'AVAILABLE')
    },
    async changePreSharedKey(key) {
      await call('ModifyVpnConnectionAttribute', { VpnConnectionId: made.connection, PreShareKey: key })
    },
    async status() {
      const words = String((await connection())?.NetStatus)
      return { up: words === 'AVAILABLE', words }
    },
    async disconnect() {
      await call('DeleteVpnConnection', { VpnGatewayId: made.gateway, VpnConnectionId: made.connection })
      await installation.until('the connection to go', async () => (await connection()) === undefined)
      await call('DeleteCustomerGateway', { CustomerGatewayId: made.peer })
    },
    async tearDown() {
      await call('DeleteVpnGateway', { VpnGatewayId: made.gateway })
      await installation.until('the gateway to go', async () => (await gateway()) === undefined)
      await call('DeleteSubnet', { SubnetId: made.subnet })
      const deleted = () =>
        call('DeleteVpc', { VpcId: made.vpc }).then(
          () => true,
          (error: unknown) => {
            if (error instanceof RefusedByCloud && error.code === 'ResourceInUse') return false
            throw error
          },
        )
      await installation.until('the network to go', deleted)
    },
    refusalOfDeletingPeer: () => refusalOf(call('DeleteCustomerGateway', { CustomerGatewayId: made.peer })),
    customerGatewaysFromOneToken: async () => 'NOT_SUPPORTED',
  }
}
