/** Good requests of each operation, for what is derived from the declarations. */
import { nameOf } from '../../http/testing/asked.ts'
import { openTestInstallation } from '../../http/testing/installation.ts'
import {
  type OperationClient,
  type OperationFixture,
  type Requests,
  Together,
  type Values,
} from '../../http/testing/operation-fixture.ts'
import { standsAt, type Tree } from '../../http/testing/request-places.ts'
import { tencent } from '../dialect.ts'
import { extras } from '../extras.ts'
import { operations } from '../operations/actions.ts'
import { answerTo, region, tc3Request } from './client.ts'
import { producible } from './producible.ts'

async function open(onRead?: Parameters<OperationFixture['open']>[0]): Promise<OperationClient> {
  const installation = await openTestInstallation(tencent, onRead === undefined ? {} : { onRead })
  return {
    installation,
    async send(asked, parameters) {
      const { action, version = '' } = nameOf(operations, asked)
      const body = await answerTo(installation, tc3Request(installation, { action, version, parameters }))
      const { Error: error } = body
      return error === undefined ? { body } : { code: error.Code, message: error.Message, body }
    },
    [Symbol.asyncDispose]: () => installation[Symbol.asyncDispose](),
  }
}

async function made(client: OperationClient, action: string, parameters: Tree, id: string): Promise<string> {
  const { code, message, body } = await client.send(action, parameters)
  if (code !== undefined) throw new Error(`${action}: ${code} ${message}`)
  await client.installation.settle()
  return String(standsAt(body, id))
}

const zone = `${region}-3`

const vpc = (client: OperationClient, CidrBlock = '10.1.0.0/16', labels: Tree = {}) =>
  made(client, 'CreateVpc', { VpcName: 'n', CidrBlock, ...labels }, 'Vpc.VpcId')

/** What the one of two listed resources is found by that the other has not. */
const labelled: Tree = {
  Tags: [
    { Key: 'one', Value: 'a' },
    // The value is asked for under the other key too, where there is none such.
    { Key: 'two', Value: 'two' },
  ],
}

const subnetOf = (VpcId: string): Tree => ({ VpcId, SubnetName: 's', CidrBlock: '10.1.7.0/24', Zone: zone })

const subnet = async (client: OperationClient) =>
  made(client, 'CreateSubnet', subnetOf(await vpc(client)), 'Subnet.SubnetId')

const gatewayOf = (VpcId: string): Tree => ({ VpcId, VpnGatewayName: 'g', InternetMaxBandwidthOut: 5 })

const gateway = async (client: OperationClient, CidrBlock?: string) =>
  made(client, 'CreateVpnGateway', gatewayOf(await vpc(client, CidrBlock)), 'VpnGateway.VpnGatewayId')

const peer = (client: OperationClient, IpAddress = '198.51.100.9') =>
  made(client, 'CreateCustomerGateway', { CustomerGatewayName: 'c', IpAddress }, 'CustomerGateway.CustomerGatewayId')

async function connectionOf(client: OperationClient): Promise<Tree> {
  const VpnGatewayId = await gateway(client)
  const names = { VpnConnectionName: 'n', PreShareKey: 'k3y!' }
  return { VpnGatewayId, CustomerGatewayId: await peer(client), ...names }
}

async function connection(client: OperationClient, more: Tree = {}): Promise<Tree> {
  const parameters: Tree = { ...(await connectionOf(client)), ...more }
  const VpnConnectionId = await made(client, 'CreateVpnConnection', parameters, 'VpnConnection.VpnConnectionId')
  return { VpnGatewayId: parameters.VpnGatewayId, VpnConnectionId }
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

const inside = (third: number, local: 1 | 2 = 1): Tree => ({
  TunnelCidr: `169.254.${third}.0/30`,
  LocalBgpIp: `169.254.${third}.${local}`,
  RemoteBgpIp: `169.254.${third}.${3 - local}`,
})

async function bgpConnectionOf(client: OperationClient, gatewayId?: string, peerId?: string): Promise<Tree> {
  const VpnGatewayId = gatewayId ?? (await numbered(client, '10.4.0.0/16'))
  const CustomerGatewayId = peerId ?? (await numberedPeer(client))
  const names = { VpnConnectionName: 'n', PreShareKey: 'k3y!' }
  return { VpnGatewayId, CustomerGatewayId, ...names, RouteType: 'Bgp', BgpConfig: inside(130) }
}

const madeOf = (client: OperationClient, parameters: Tree) =>
  made(client, 'CreateVpnConnection', parameters, 'VpnConnection.VpnConnectionId')

const named =
  (name: string, make: (client: OperationClient) => Promise<string>): Requests =>
  async (client) => [{ [name]: await make(client) }]

/** Ids and filters exclude each other. */
const described =
  (name: string, make: (client: OperationClient) => Promise<string>): Requests =>
  async (client) => {
    const id = await make(client)
    return [{}, { [name]: [id] }]
  }

/** A health check, and policies that carry its probes. */
const checked = {
  EnableHealthCheck: true,
  SecurityPolicyDatabases: [{ LocalCidrBlock: '0.0.0.0/0', RemoteCidrBlock: ['0.0.0.0/0'] }],
}

const fqdn = { LocalIdentity: 'FQDN', LocalFqdnName: 'a.example', RemoteIdentity: 'FQDN', RemoteFqdnName: 'b.example' }

const idOf = async (client: OperationClient, more?: Tree) => String((await connection(client, more)).VpnConnectionId)

const policies = 'SecurityPolicyDatabases'

const requests: Readonly<Record<string, Requests>> = {
  CreateVpc: async () => [{ VpcName: 'n', CidrBlock: '10.1.0.0/16' }],
  DeleteVpc: named('VpcId', (client) => vpc(client)),
  DescribeVpcs: described('VpcIds', async (client) => {
    await vpc(client, '10.2.0.0/16', { VpcName: 'other', ...labelled })
    return vpc(client)
  }),
  CreateSubnet: async (client) => [subnetOf(await vpc(client))],
  DeleteSubnet: named('SubnetId', subnet),
  DescribeSubnets: described('SubnetIds', async (client) => {
    const differing = { SubnetName: 'other', CidrBlock: '10.1.8.0/24', Zone: `${region}-4`, ...labelled }
    await made(client, 'CreateSubnet', { ...subnetOf(await vpc(client)), ...differing }, 'Subnet.SubnetId')
    return subnet(client)
  }),
  CreateVpnGateway: async (client) => {
    const good = gatewayOf(await vpc(client))
    return [good, { ...good, InternetMaxBandwidthOut: 200, BgpAsn: 64551 }]
  },
  DeleteVpnGateway: named('VpnGatewayId', (client) => gateway(client)),
  DescribeVpnGateways: described('VpnGatewayIds', async (client) => {
    const other = { ...gatewayOf(await vpc(client)), VpnGatewayName: 'other', Zone: zone }
    await made(client, 'CreateVpnGateway', other, 'VpnGateway.VpnGatewayId')
    return gateway(client)
  }),
  CreateCustomerGateway: async () => [
    { CustomerGatewayName: 'c', IpAddress: '198.51.100.9' },
    { CustomerGatewayName: 'c', IpAddress: '198.51.100.9', BgpAsn: 65001 },
  ],
  DeleteCustomerGateway: named('CustomerGatewayId', (client) => peer(client)),
  DescribeCustomerGateways: described('CustomerGatewayIds', async (client) => {
    const other = { CustomerGatewayName: 'other', IpAddress: '198.51.100.8' }
    await made(client, 'CreateCustomerGateway', other, 'CustomerGateway.CustomerGatewayId')
    return peer(client)
  }),
  CreateVpnConnection: async (client) => {
    const good = await connectionOf(client)
    return [
      good,
      { ...good, DpdEnable: 1 },
      { ...good, IKEOptionsSpecification: fqdn },
      { ...good, ...checked },
      await bgpConnectionOf(client),
    ]
  },
  ModifyVpnConnectionAttribute: async (client) => {
    const VpnConnectionId = await idOf(client)
    return [
      { VpnConnectionId },
      { VpnConnectionId, DpdEnable: 1 },
      { VpnConnectionId, IKEOptionsSpecification: fqdn },
      { VpnConnectionId, ...checked },
      { VpnConnectionId: await madeOf(client, await bgpConnectionOf(client)), BgpConfig: inside(131) },
    ]
  },
  GenerateVpnConnectionDefaultHealthCheckIp: named('VpnGatewayId', (client) => gateway(client)),
  DeleteVpnConnection: async (client) => [await connection(client)],
  DescribeVpnConnections: described('VpnConnectionIds', (client) =>
    idOf(client, {
      HealthCheckLocalIp: '169.254.131.1',
      [policies]: [{ LocalCidrBlock: '10.1.7.0/24', RemoteCidrBlock: ['192.168.1.0/24'] }],
    }),
  ),
  DescribeVpcTaskResult: async (client) => {
    const { body } = await client.send('CreateVpnGateway', gatewayOf(await vpc(client)))
    return [{ TaskId: body.RequestId }]
  },
}

const twoPeers: Values = async (client) => [await peer(client, '198.51.100.18'), await peer(client, '198.51.100.19')]

/** The three of a BgpConfig go together. */
const configs: Readonly<Record<string, readonly Tree[]>> = {
  TunnelCidr: [inside(132), inside(133)],
  LocalBgpIp: [inside(132), inside(132, 2)],
  RemoteBgpIp: [inside(132), inside(132, 2)],
}

const bgpValues = Object.fromEntries(
  Object.entries(configs).map(([name, [one = {}, other = {}]]): [string, Values] => [
    `BgpConfig.${name}`,
    async () => [one, other].map((BgpConfig) => new Together(BgpConfig[name], { BgpConfig })),
  ]),
)

const values: Readonly<Record<string, Values>> = {
  ...bgpValues,
  'SecurityPolicyDatabases.LocalCidrBlock': async () => ['10.1.8.0/24', '10.1.9.0/24'],
  'SecurityPolicyDatabases.RemoteCidrBlock': async () => [['192.168.1.0/24'], ['192.168.2.0/24']],
  CustomerGatewayId: twoPeers,
  VpnGatewayId: async (client) => [await gateway(client, '10.2.0.0/16'), await gateway(client, '10.3.0.0/16')],
  VpcId: async (client) => [await vpc(client), await vpc(client)],
  'CreateVpnConnection VpcId': async (client, { VpnGatewayId }) => {
    const { body } = await client.send('DescribeVpnGateways', { VpnGatewayIds: [VpnGatewayId] })
    return [standsAt(body, 'VpnGatewaySet.VpcId')]
  },
  Zone: async () => [`${region}-3`, `${region}-4`],
}

const tagsOf = ({ TagSet = [] }: Tree) => TagSet as readonly Tree[]

const shownAs: OperationFixture['shownAs'] = {
  'tag-key': 'TagSet.Key',
  'tag:one': (element) => tagsOf(element).flatMap(({ Key, Value }) => (Key === 'one' ? [Value] : [])),
}

const joined: OperationFixture['joined'] = {
  async CreateCustomerGateway(client, { BgpAsn }, { body }) {
    const CustomerGatewayId = String(standsAt(body, 'CustomerGateway.CustomerGatewayId'))
    const good = { VpnConnectionName: 'n', PreShareKey: 'k3y!', CustomerGatewayId }
    if (BgpAsn === undefined) await madeOf(client, { ...good, VpnGatewayId: await gateway(client) })
    else await madeOf(client, await bgpConnectionOf(client, undefined, CustomerGatewayId))
  },
  async CreateVpnGateway(client, { BgpAsn, InternetMaxBandwidthOut }, { body }) {
    if (BgpAsn === undefined || Number(InternetMaxBandwidthOut) < 200) return
    await madeOf(client, await bgpConnectionOf(client, String(standsAt(body, 'VpnGateway.VpnGatewayId'))))
  },
}

const shownPolicies = 'SecurityPolicyDatabaseSet'
const ike = 'IKEOptionsSpecification'

/** The policies are replaced as a set; an identity of another kind does not keep what the old kind had. */
const follows: OperationFixture['follows'] = {
  [`${policies}.LocalCidrBlock`]: [`${shownPolicies}.RemoteCidrBlock`],
  [`${policies}.RemoteCidrBlock`]: [`${shownPolicies}.LocalCidrBlock`],
  'BgpConfig.TunnelCidr': ['BgpConfig.LocalBgpIp', 'BgpConfig.RemoteBgpIp'],
  'BgpConfig.LocalBgpIp': ['BgpConfig.TunnelCidr', 'BgpConfig.RemoteBgpIp'],
  'BgpConfig.RemoteBgpIp': ['BgpConfig.TunnelCidr', 'BgpConfig.LocalBgpIp'],
  [`${ike}.LocalIdentity`]: [`${ike}.LocalAddress`, `${ike}.LocalFqdnName`],
  [`${ike}.RemoteIdentity`]: [`${ike}.RemoteFqdnName`],
}

export const operationFixture: OperationFixture = {
  operations,
  extras,
  open,
  producible,
  firstIndex: 0,
  whereabouts: [],
  nothing: undefined,
  written: (value) => value,
  tells: {
    unknown: (path) => ({ code: 'UnknownParameter', message: `The parameter \`${path}\` is not recognized.` }),
    missing: (path, own = 'MissingParameter') => ({
      code: own,
      message: `The request is missing a required parameter \`${path}\`.`,
    }),
    wrongType: (path) => ({
      code: 'InvalidParameter',
      message: `The value type of parameter \`${path}\` is not valid.`,
    }),
    refused: (path, own = 'UnsupportedOperation') => ({
      code: own,
      message: new RegExp(`^The parameter \`${path}\` is not supported as given: `),
    }),
  },
  common: [],
  requests,
  joined,
  follows,
  values,
  shownAs,
}
