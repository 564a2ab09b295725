import { signTc3 } from '../../src/wire/tencent/signature.ts'
import type { Installation } from './installation.ts'
import type { ConnectionWish, Side } from './side.ts'

type Answer = Readonly<Record<string, unknown>> & {
  readonly Error?: { readonly Code: string; readonly Message: string }
}

class Refused extends Error {
  readonly code: string
  constructor(action: string, error: { Code: string; Message: string }) {
    super(`${action}: ${error.Code}: ${error.Message}`)
    this.code = error.Code
  }
}

function caller(installation: Installation, region: string) {
  const { secretId, secretKey } = installation.credentials.tencent
  const host = 'vpc.tencentcloudapi.com'
  return async (action: string, parameters: object): Promise<Answer> => {
    const body = Buffer.from(JSON.stringify(parameters))
    const headers = signTc3({
      method: 'POST',
      host,
      body,
      service: 'vpc',
      action,
      version: '2017-03-12',
      region,
      keyId: secretId,
      secret: secretKey,
      timestampMs: installation.clock.now(),
    })
    const response = await installation.handle({ method: 'POST', path: '/', rawQuery: '', headers, body })
    const { Response: answer } = JSON.parse(response.body) as { Response: Answer }
    if (answer.Error !== undefined) throw new Refused(action, answer.Error)
    return answer
  }
}

const encryptions = { aes128: 'AES-CBC-128', aes256: 'AES-CBC-256' }
const negotiations = { immediate: 'active', 'on-traffic': 'flowTrigger' }

const connectionOptions = (wish: ConnectionWish) => ({
  PreShareKey: wish.preSharedKey,
  SecurityPolicyDatabases: [{ LocalCidrBlock: wish.local, RemoteCidrBlock: [wish.remote] }],
  NegotiationType: negotiations[wish.initiation],
  IKEOptionsSpecification: {
    IKEVersion: `IKEV${wish.ikeVersion}`,
    PropoEncryAlgorithm: encryptions[wish.encryption],
    PropoAuthenAlgorithm: 'SHA-256',
    DhGroupName: 'GROUP14',
  },
  IPSECOptionsSpecification: {
    EncryptAlgorithm: encryptions[wish.encryption],
    IntegrityAlgorith: 'SHA-256',
    PfsDhGroup: 'DH-GROUP14',
  },
})

const ofSet = (answer: Answer, set: string): Readonly<Record<string, unknown>> | undefined =>
  (answer[set] as readonly Readonly<Record<string, unknown>>[])[0]

export function tencentSide(installation: Installation, region = 'ap-guangzhou'): Side {
  const call = caller(installation, region)
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
      const wish = { VpcId: made.vpc, VpnGatewayName: 'scenario', InternetMaxBandwidthOut: 100 }
      made.gateway = idIn(await call('CreateVpnGateway', wish), 'VpnGateway', 'VpnGatewayId')
      await installation.until('the gateway', async () => (await gateway())?.State === 'AVAILABLE')
    },
    outerAddress: async () => String((await gateway())?.PublicIpAddress),
    async connect(wish) {
      const peer = await call('CreateCustomerGateway', { CustomerGatewayName: 'peer', IpAddress: wish.peer })
      made.peer = idIn(peer, 'CustomerGateway', 'CustomerGatewayId')
      const created = await call('CreateVpnConnection', {
        VpcId: made.vpc,
        VpnGatewayId: made.gateway,
        CustomerGatewayId: made.peer,
        VpnConnectionName: 'scenario',
        RouteType: 'Policy',
        ...connectionOptions(wish),
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
            if (error instanceof Refused && error.code === 'ResourceInUse') return false
            throw error
          },
        )
      await installation.until('the network to go', deleted)
    },
    async refusalOfDeletingPeer() {
      return call('DeleteCustomerGateway', { CustomerGatewayId: made.peer }).then(
        () => 'accepted',
        (error: unknown) => (error instanceof Refused ? error.code : String(error)),
      )
    },
    customerGatewaysFromOneToken: async () => 'NOT_SUPPORTED',
  }
}
