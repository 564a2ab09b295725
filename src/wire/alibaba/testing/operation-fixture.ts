/** Good requests of each operation, for what is derived from the declarations. */
import { openTestInstallation } from '../../http/testing/installation.ts'
import {
  type OperationClient,
  type OperationFixture,
  type Requests,
  Together,
  type Values,
} from '../../http/testing/operation-fixture.ts'
import { isTree, standsAt, type Tree } from '../../http/testing/request-places.ts'
import { alibaba } from '../dialect.ts'
import { extras } from '../extras.ts'
import { operations } from '../operations/actions.ts'
import { signV1 } from '../signature.ts'
import { flatten, formRequest, region } from './caller.ts'
import { producible } from './producible.ts'

const zone = `${region}-h`

async function open(onRead?: Parameters<OperationFixture['open']>[0]): Promise<OperationClient> {
  const installation = await openTestInstallation(alibaba, onRead === undefined ? {} : { onRead })
  let nonce = 0
  return {
    installation,
    async send(action, parameters) {
      nonce += 1
      const service = [...operations.services].find((each) => operations.has(`${each} ${action}`))
      const signed = signV1({
        method: 'POST',
        parameters: [
          ['Action', action],
          ['Version', service?.split(' ')[1] ?? ''],
          ...flatten({ RegionId: region, ...parameters }),
        ],
        keyId: installation.key.id,
        secret: installation.key.secret,
        timestampMs: installation.now,
        nonce: String(nonce),
      })
      const response = await installation.handle(formRequest(signed))
      const body = JSON.parse(response.body) as Tree
      if (response.status === 200) return { body }
      return { code: String(body.Code), message: String(body.Message), body }
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

/** What the one of two listed resources is found by that the other has not. */
const Tag = [
  { Key: 'stage', Value: 'test' },
  { Key: 'team', Value: 'net' },
]
const grouped: Tree = { ResourceGroupId: 'rg-1', Tag }

const vpc = (client: OperationClient, CidrBlock = '10.0.0.0/16', labels: Tree = {}) =>
  made(client, 'CreateVpc', { CidrBlock, ...labels }, 'VpcId')

const vSwitch = (client: OperationClient, VpcId: string, CidrBlock = '10.0.1.0/24', ZoneId = zone, labels: Tree = {}) =>
  made(client, 'CreateVSwitch', { VpcId, CidrBlock, ZoneId, ...labels }, 'VSwitchId')

const peer = (client: OperationClient, IpAddress: string, labels: Tree = {}) =>
  made(client, 'CreateCustomerGateway', { IpAddress, ...labels }, 'CustomerGatewayId')

const cen = (client: OperationClient, labels: Tree = {}) => made(client, 'CreateCen', labels, 'CenId')

const router = async (client: OperationClient, CenId?: string, labels: Tree = {}) =>
  made(client, 'CreateTransitRouter', { CenId: CenId ?? (await cen(client)), ...labels }, 'TransitRouterId')

const subnets = { LocalSubnet: '10.0.0.0/16', RemoteSubnet: '172.16.0.0/12' }

async function singleTunnel(client: OperationClient, far = '192.0.2.1'): Promise<Tree> {
  return { ...subnets, CustomerGatewayId: await peer(client, far) }
}

const everything = { LocalSubnet: '0.0.0.0/0', RemoteSubnet: '0.0.0.0/0' }

const tunnelBgp = (third: number): Tree => ({ LocalAsn: 64512, TunnelCidr: `169.254.${third}.0/30` })

const BgpConfig = JSON.stringify({ EnableBgp: true, ...tunnelBgp(10) })

async function singleSpeaker(client: OperationClient): Promise<Tree> {
  return { ...everything, CustomerGatewayId: await peer(client, '192.0.2.3', { Asn: '65003' }), BgpConfig }
}

async function dualSpeaker(client: OperationClient): Promise<Tree> {
  const CustomerGatewayId = await peer(client, '192.0.2.4', { Asn: '65004' })
  const tunnels = [10, 12].map((third) => ({ CustomerGatewayId, TunnelBgpConfig: tunnelBgp(third) }))
  return { ...everything, EnableTunnelsBgp: true, TunnelOptionsSpecification: tunnels }
}

const HealthCheckConfig = JSON.stringify({ enable: true, sip: '10.0.0.7', dip: '172.16.0.7' })

async function dualTunnel(client: OperationClient): Promise<Tree> {
  const CustomerGatewayId = await peer(client, '192.0.2.2')
  return { ...subnets, TunnelOptionsSpecification: [{ CustomerGatewayId }, { CustomerGatewayId }] }
}

const attachment = (client: OperationClient, parameters: Tree) =>
  made(client, 'CreateVpnAttachment', parameters, 'VpnConnectionId')

async function gateway(client: OperationClient, parameters: Tree = {}): Promise<string> {
  const VpcId = await vpc(client)
  await vSwitch(client, VpcId)
  return made(client, 'CreateVpnGateway', { VpcId, Bandwidth: 10, ...parameters }, 'VpnGatewayId')
}

async function vpcToAttach(client: OperationClient): Promise<Tree> {
  const VpcId = await vpc(client)
  return { VpcId, ZoneMappings: [{ VSwitchId: await vSwitch(client, VpcId), ZoneId: zone }] }
}

const one =
  (make: (client: OperationClient) => Promise<Tree>): Requests =>
  async (client) => [await make(client)]

const named =
  (name: string, make: (client: OperationClient) => Promise<string>): Requests =>
  async (client) => [{ [name]: await make(client) }]

async function attachedVpn(client: OperationClient, labels: Tree = {}, far = '192.0.2.1'): Promise<string> {
  const VpnId = await attachment(client, { ...subnets, CustomerGatewayId: await peer(client, far) })
  const parameters = { VpnId, TransitRouterId: await router(client), ...labels }
  return made(client, 'CreateTransitRouterVpnAttachment', parameters, 'TransitRouterAttachmentId')
}

async function attachedVpc(client: OperationClient, labels: Tree = {}): Promise<string> {
  const parameters = { ...(await vpcToAttach(client)), TransitRouterId: await router(client), ...labels }
  return made(client, 'CreateTransitRouterVpcAttachment', parameters, 'TransitRouterAttachmentId')
}

const modification: Requests = async (client) => [
  { VpnConnectionId: await attachment(client, await singleTunnel(client)) },
  {
    VpnConnectionId: await attachment(client, await dualTunnel(client)),
    TunnelOptionsSpecification: [{ EnableDpd: false }],
  },
  { VpnConnectionId: await attachment(client, await singleSpeaker(client)), HealthCheckConfig, BgpConfig },
  { VpnConnectionId: await attachment(client, await dualSpeaker(client)), EnableTunnelsBgp: true },
]

const requests: Readonly<Record<string, Requests>> = {
  CreateVSwitch: one(async (client) => ({ VpcId: await vpc(client), CidrBlock: '10.0.7.0/24', ZoneId: zone })),
  DescribeVpcAttribute: named('VpcId', (client) => vpc(client)),
  DeleteVpc: named('VpcId', (client) => vpc(client)),
  DescribeVSwitchAttributes: named('VSwitchId', async (client) => vSwitch(client, await vpc(client))),
  DeleteVSwitch: named('VSwitchId', async (client) => vSwitch(client, await vpc(client))),
  CreateCustomerGateway: async () => [{ IpAddress: '192.0.2.1' }, { IpAddress: '192.0.2.1', Asn: '65005' }],
  DescribeCustomerGateway: named('CustomerGatewayId', (client) => peer(client, '192.0.2.1')),
  DescribeCustomerGateways: one(async (client) => {
    await peer(client, '192.0.2.1')
    await peer(client, '192.0.2.2', grouped)
    return {}
  }),
  DeleteCustomerGateway: named('CustomerGatewayId', (client) => peer(client, '192.0.2.1')),
  CreateVpnGateway: one(async (client) => {
    const VpcId = await vpc(client)
    return { VpcId, VSwitchId: await vSwitch(client, VpcId), Bandwidth: 10 }
  }),
  DescribeVpnGateway: named('VpnGatewayId', (client) => gateway(client)),
  DescribeVpnGateways: one(async (client) => {
    await gateway(client)
    await gateway(client, grouped)
    return {}
  }),
  DeleteVpnGateway: named('VpnGatewayId', (client) => gateway(client)),
  CreateVpnAttachment: async (client) => [
    await singleTunnel(client),
    await dualTunnel(client),
    { ...(await singleSpeaker(client)), HealthCheckConfig },
    await dualSpeaker(client),
  ],
  ModifyVpnAttachmentAttribute: modification,
  DescribeVpnConnection: named('VpnConnectionId', async (client) => {
    const disabled = JSON.stringify({ sip: '10.0.0.7', dip: '172.16.0.7' })
    return attachment(client, { ...(await singleTunnel(client)), HealthCheckConfig: disabled })
  }),
  DescribeVpnAttachments: one(async (client) => {
    await attachedVpn(client)
    await attachment(client, await dualTunnel(client))
    return {}
  }),
  DeleteVpnAttachment: named('VpnConnectionId', async (client) => attachment(client, await singleTunnel(client))),
  DescribeVpcs: one(async (client) => {
    await vpc(client)
    await vpc(client, '10.1.0.0/16', { VpcName: 'a', ...grouped })
    return {}
  }),
  DescribeVSwitches: one(async (client) => {
    await vSwitch(client, await vpc(client))
    const VpcId = await vpc(client, '10.1.0.0/16', grouped)
    await vSwitch(client, VpcId, '10.1.1.0/24', `${region}-g`, { VSwitchName: 'a', Tag })
    return {}
  }),
  DescribeCens: one(async (client) => {
    await cen(client)
    await cen(client, { Name: 'a', ...grouped })
    return {}
  }),
  DeleteCen: named('CenId', (client) => cen(client)),
  CreateTransitRouter: named('CenId', (client) => cen(client)),
  ListTransitRouters: async (client) => {
    await router(client)
    await router(client, undefined, { RegionId: 'cn-beijing', Tag })
    return [{}]
  },
  DeleteTransitRouter: named('TransitRouterId', (client) => router(client)),
  CreateTransitRouterVpnAttachment: async (client) => [
    { VpnId: await attachment(client, await singleTunnel(client)), TransitRouterId: await router(client) },
    { VpnId: await attachment(client, await singleSpeaker(client)), TransitRouterId: await router(client) },
  ],
  ListTransitRouterVpnAttachments: async (client) => {
    await attachedVpn(client)
    await attachedVpn(client, { Tag }, '192.0.2.2')
    return [{}]
  },
  DeleteTransitRouterVpnAttachment: named('TransitRouterAttachmentId', (client) => attachedVpn(client)),
  CreateTransitRouterVpcAttachment: async (client) => [
    { ...(await vpcToAttach(client)), TransitRouterId: await router(client) },
    { ...(await vpcToAttach(client)), CenId: await cen(client) },
  ],
  ListTransitRouterVpcAttachments: async (client) => {
    await attachedVpc(client)
    await attachedVpc(client, { Tag })
    return [{}]
  },
  DeleteTransitRouterVpcAttachment: named('TransitRouterAttachmentId', (client) => attachedVpc(client)),
}

const twoPeers: Values = async (client) => [await peer(client, '192.0.2.8'), await peer(client, '192.0.2.9')]

const twoSubnets: Values = async (client, { VpcId }) => [
  await vSwitch(client, String(VpcId), '10.0.20.0/24'),
  await vSwitch(client, String(VpcId), '10.0.21.0/24'),
]

const twoVpcs: Values = async (client) => [await vpc(client), await vpc(client)]

/** Another VPC, with what is to name one of its vSwitches. */
const twice =
  (make: (client: OperationClient, which: 0 | 1) => Promise<Together>): Values =>
  async (client) => [await make(client, 0), await make(client, 1)]

async function mappingOf(client: OperationClient, ZoneId: string): Promise<Tree> {
  const VpcId = await vpc(client)
  return { VpcId, ZoneMappings: [{ VSwitchId: await vSwitch(client, VpcId, '10.0.1.0/24', ZoneId), ZoneId }] }
}

const twoCens: Values = async (client) => [await cen(client), await cen(client)]

const twoZones: Values = async () => [`${region}-h`, `${region}-g`]

const twoTunnels: Values = async (client, { VpnConnectionId }) => {
  const { body } = await client.send('DescribeVpnConnection', { VpnConnectionId })
  const tunnels = standsAt(body, 'TunnelOptionsSpecification.TunnelOptions') as readonly Tree[] | undefined
  return (tunnels ?? [{}, {}]).map(({ TunnelId }) => TunnelId ?? 'none')
}

const values: Readonly<Record<string, Values>> = {
  'TunnelOptionsSpecification.TunnelId': twoTunnels,
  RegionId: async () => [region],
  'CreateVpc RegionId': async () => [region, 'cn-beijing'],
  'CreateTransitRouter RegionId': async () => [region, 'cn-beijing'],
  VpcId: twoVpcs,
  'CreateVpnGateway VpcId': twice(async (client) => {
    const VpcId = await vpc(client)
    return new Together(VpcId, { VSwitchId: await vSwitch(client, VpcId) })
  }),
  'CreateTransitRouterVpcAttachment VpcId': twice(async (client) => {
    const mapping = await mappingOf(client, zone)
    return new Together(mapping.VpcId, mapping)
  }),
  'ZoneMappings.ZoneId': twice(async (client, which) => {
    const ZoneId = `${region}-${'hg'[which]}`
    return new Together(ZoneId, await mappingOf(client, ZoneId))
  }),
  VSwitchId: twoSubnets,
  DisasterRecoveryVSwitchId: twoSubnets,
  ZoneId: twoZones,
  'Zone.ZoneId': twoZones,
  CenId: twoCens,
  TransitRouterId: async (client) => [await router(client), await router(client)],
  VpnId: async (client) => [
    await attachment(client, { ...subnets, CustomerGatewayId: await peer(client, '192.0.2.8') }),
    await attachment(client, { ...subnets, CustomerGatewayId: await peer(client, '192.0.2.9') }),
  ],
  'ZoneMappings.VSwitchId': twoSubnets,
  CustomerGatewayId: twoPeers,
  'TunnelOptionsSpecification.CustomerGatewayId': twoPeers,
}

async function attach(client: OperationClient, VpnId: string): Promise<void> {
  const TransitRouterId = await router(client)
  await made(client, 'CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId }, 'TransitRouterAttachmentId')
}

const tagsOf = ({ Tags }: Tree): readonly unknown[] => [isTree(Tags) ? Tags.Tag : Tags].flat()

const shownAs: OperationFixture['shownAs'] = {
  Tag: tagsOf,
  VpcOwnerId: 'OwnerId',
  VSwitchOwnerId: 'OwnerId',
  EnableIpv6: 'EnabledIpv6',
  'DescribeVpnAttachments VpnConnectionId': 'InstanceId',
  'ListTransitRouterVpcAttachments RegionId': 'VpcRegionId',
  'ListTransitRouterVpnAttachments RegionId': 'VpnRegionId',
}

const joined: OperationFixture['joined'] = {
  async CreateCustomerGateway(client, { Asn }, { body: { CustomerGatewayId } }) {
    const peering = Asn === undefined ? subnets : { ...everything, BgpConfig }
    await attach(client, await attachment(client, { ...peering, CustomerGatewayId }))
  },
  CreateVpnAttachment: (client, _sent, { body }) => attach(client, String(body.VpnConnectionId)),
  ModifyVpnAttachmentAttribute: (client, { VpnConnectionId }) => attach(client, String(VpnConnectionId)),
  // Something that the router can publish to the VPC.
  async CreateTransitRouterVpcAttachment(client, { TransitRouterId }) {
    if (TransitRouterId === undefined) return
    const VpnId = await attachment(client, await singleTunnel(client))
    await made(client, 'CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId }, 'TransitRouterAttachmentId')
  },
}

const dual = 'TunnelOptionsSpecification'

/** The document's other name for IpsecLifetime, and the first host of a tunnel's /30, where no other was given. */
const follows: OperationFixture['follows'] = {
  'IpsecConfig.IkeLifetime': ['IpsecConfig.IpsecLifetime'],
  'BgpConfig.TunnelCidr': ['VpnBgpConfig.LocalBgpIp'],
  [`${dual}.TunnelBgpConfig.TunnelCidr`]: [`${dual}.TunnelOptions.TunnelBgpConfig.LocalBgpIp`],
}

export const operationFixture: OperationFixture = {
  operations,
  extras,
  open,
  producible,
  firstIndex: 1,
  whereabouts: ['RegionId'],
  nothing: '',
  written: (value) => (typeof value === 'object' ? JSON.stringify(value) : value),
  tells: {
    unknown: (path) => ({ code: 'InvalidParameter', message: new RegExp(`"${path}"`) }),
    missing(path, own) {
      const message = `The input parameter "${path}" that is mandatory for processing this request is not supplied.`
      return own === undefined ? { code: 'MissingParameter', message } : { code: own }
    },
    wrongType(path, own, { service }) {
      // The front looks for a region before anything knows the operation's types; CEN has none.
      const front = path === 'RegionId' && service.startsWith('Vpc ') ? 'MissingParameter' : 'InvalidParameter'
      return { code: own ?? front }
    },
    refused: (path, own = `OperationUnsupported.${path.split('.').at(-1)}`) => ({ code: own }),
  },
  common: ['InternalError', 'InvalidRegionId.NotFound', 'InvalidParameter', 'MissingParameter'],
  requests,
  joined,
  follows,
  values,
  shownAs,
}
