import { tencentCalls } from '../../src/bench/tencent-calls.ts'
import { until } from '../../src/bench/two-ends.ts'
import { createNativeClient } from '../../src/wire/native/client.ts'

/**
 * Makes a VPC with a host, a gateway and a connection to a peer, in the namespace of the server, and says what it has made. A program
 * of its own, since a process is in one network namespace.
 */
const [api = '', admin = '', secretId = '', secretKey = '', peer = ''] = process.argv.slice(2)

const calls = tencentCalls(api, secretId, secretKey)

const idIn = (answer: Readonly<Record<string, unknown>>, noun: string): string =>
  String((answer[noun] as Readonly<Record<string, unknown>>)[`${noun}Id`])

const vpc = idIn(await calls.call('CreateVpc', { VpcName: 'site', CidrBlock: '10.1.0.0/16' }), 'Vpc')
const within = { VpcId: vpc, SubnetName: 'site', CidrBlock: '10.1.1.0/24', Zone: 'ap-guangzhou-3' }
const subnet = idIn(await calls.call('CreateSubnet', within), 'Subnet')
const gatewayRequest = { VpcId: vpc, VpnGatewayName: 'site', InternetMaxBandwidthOut: 100 }
const gateway = idIn(await calls.call('CreateVpnGateway', gatewayRequest), 'VpnGateway')

let address = ''
await until('the gateway', async () => {
  const { VpnGatewaySet: found } = await calls.call('DescribeVpnGateways', { VpnGatewayIds: [gateway] })
  const [first] = found as readonly { readonly State: string; readonly PublicIpAddress: string }[]
  address = first?.PublicIpAddress ?? ''
  return first?.State === 'AVAILABLE'
})

const customer = await calls.call('CreateCustomerGateway', { CustomerGatewayName: 'peer', IpAddress: peer })
const connectionRequest = {
  VpcId: vpc,
  VpnGatewayId: gateway,
  CustomerGatewayId: idIn(customer, 'CustomerGateway'),
  VpnConnectionName: 'site',
  PreShareKey: 'a-shared-key',
  RouteType: 'Policy',
  SecurityPolicyDatabases: [{ LocalCidrBlock: '10.1.0.0/16', RemoteCidrBlock: ['10.2.0.0/16'] }],
  NegotiationType: 'flowTrigger',
  IKEOptionsSpecification: {
    IKEVersion: 'IKEV2',
    PropoEncryAlgorithm: 'AES-CBC-128',
    PropoAuthenAlgorithm: 'SHA-256',
    DhGroupName: 'GROUP14',
  },
  IPSECOptionsSpecification: {
    EncryptAlgorithm: 'AES-CBC-128',
    IntegrityAlgorith: 'SHA-256',
    PfsDhGroup: 'DH-GROUP14',
  },
}
const connection = idIn(await calls.call('CreateVpnConnection', connectionRequest), 'VpnConnection')
await until('the connection', async () => {
  const { VpnConnectionSet: found } = await calls.call('DescribeVpnConnections', { VpnConnectionIds: [connection] })
  return (found as readonly { readonly State: string }[])[0]?.State === 'AVAILABLE'
})
const native = createNativeClient(admin)
const host = await native.addHost({ name: 'host', subnet, address: '10.1.1.10' })
await until('the host', async () => (await native.host(host.id))?.ready ?? false)
const made = { address, connection, subnet, host: host.id }
process.stdout.write(`${JSON.stringify(made)}\n`)
