import assert from 'node:assert/strict'
import { type Answer, alibabaCaller, alibabaRegion, tencentCaller } from './caller.ts'
import type { Deployment } from './deployment.ts'

export const here = { prefix: '10.1.0.0/16', subnet: '10.1.1.0/24', host: '10.1.1.10' }
export const there = { prefix: '10.2.0.0/16', subnet: '10.2.1.0/24', host: '10.2.1.10' }

/** How many of each pair's pings are answered. All are sent at once: those that are not answered take their time. */
export const answered = async (at: Deployment, ...pairs: readonly (readonly [host: string, target: string])[]) =>
  (await Promise.all(pairs.map(([host, target]) => at.ping(host, target)))).join()

const tencentRegion = 'ap-guangzhou'

const zone = `${alibabaRegion}-h`

export function callersOf(at: Deployment) {
  return {
    vpc: alibabaCaller(at),
    cen: alibabaCaller(at, '2017-09-12'),
    tencent: tencentCaller(at, tencentRegion),
  }
}

type Callers = ReturnType<typeof callersOf>

/** Parameters as Alibaba Cloud has them in a query: {"a.1.b": "c"} for {a: [{b: 'c'}]}. */
export function flat(value: object, prefix = ''): Readonly<Record<string, string>> {
  const entries = Object.entries(value).map(([name, inner]) => [Array.isArray(value) ? Number(name) + 1 : name, inner])
  return Object.assign(
    {},
    ...entries.map(([name, inner]) =>
      typeof inner === 'object' && inner !== null
        ? flat(inner, `${prefix}${name}.`)
        : { [`${prefix}${name}`]: String(inner) },
    ),
  )
}

export const inside = (answer: Answer, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((value, name) => (value as Answer | undefined)?.[name], answer)

export interface AlibabaNetwork {
  readonly cen: string
  readonly router: string
  readonly subnet: string
  /** Has the router carry a connection, and answers once it does. */
  attach(connection: string): Promise<void>
}

/** A VPC with one vSwitch, on a transit router. */
export async function makeAlibabaNetwork(at: Deployment, { vpc, cen }: Callers): Promise<AlibabaNetwork> {
  const VpcId = String((await vpc('CreateVpc', { CidrBlock: here.prefix })).VpcId)
  const vSwitch = await vpc('CreateVSwitch', { VpcId, CidrBlock: here.subnet, ZoneId: zone })
  const CenId = String((await cen('CreateCen', { Name: 'two clouds' })).CenId)
  const TransitRouterId = String((await cen('CreateTransitRouter', { CenId })).TransitRouterId)
  const ZoneMappings = [{ ZoneId: zone, VSwitchId: vSwitch.VSwitchId }]
  await cen('CreateTransitRouterVpcAttachment', {
    CenId,
    TransitRouterId,
    VpcId,
    AutoPublishRouteEnabled: true,
    ...flat({ ZoneMappings }),
  })
  return {
    cen: CenId,
    router: TransitRouterId,
    subnet: String(vSwitch.VSwitchId),
    async attach(VpnConnectionId) {
      await cen('CreateTransitRouterVpnAttachment', { CenId, TransitRouterId, VpnId: VpnConnectionId })
      const state = async () => (await vpc('DescribeVpnConnection', { VpnConnectionId })).State
      await at.until('the connection to be attached', async () => (await state()) === 'attached')
    },
  }
}

export interface TencentNetwork {
  readonly vpc: string
  readonly subnet: string
  readonly gateway: string
  readonly address: string
}

/** A VPC with one subnet and a VPN gateway. */
export async function makeTencentNetwork(
  at: Deployment,
  { tencent }: Callers,
  gateway: object = {},
): Promise<TencentNetwork> {
  const made = await tencent('CreateVpc', { VpcName: 'two clouds', CidrBlock: there.prefix })
  const VpcId = String(inside(made, 'Vpc', 'VpcId'))
  const subnet = { VpcId, SubnetName: 'two clouds', CidrBlock: there.subnet, Zone: `${tencentRegion}-3` }
  const SubnetId = String(inside(await tencent('CreateSubnet', subnet), 'Subnet', 'SubnetId'))
  const input = { VpcId, VpnGatewayName: 'two clouds', InternetMaxBandwidthOut: 200, ...gateway }
  const VpnGatewayId = String(inside(await tencent('CreateVpnGateway', input), 'VpnGateway', 'VpnGatewayId'))
  const look = async () =>
    inside(await tencent('DescribeVpnGateways', { VpnGatewayIds: [VpnGatewayId] }), 'VpnGatewaySet', '0') as Answer
  await at.until('the gateway', async () => (await look()).State === 'AVAILABLE')
  return { vpc: VpcId, subnet: SubnetId, gateway: VpnGatewayId, address: String((await look()).PublicIpAddress) }
}

export async function tencentPeer({ tencent }: Callers, IpAddress: string, more: object = {}): Promise<string> {
  const input = { CustomerGatewayName: 'alibaba', IpAddress, ...more }
  return String(inside(await tencent('CreateCustomerGateway', input), 'CustomerGateway', 'CustomerGatewayId'))
}

export async function tencentConnection({ tencent }: Callers, parameters: object): Promise<string> {
  const made = await tencent('CreateVpnConnection', { VpnConnectionName: 'to alibaba', ...parameters })
  return String(inside(made, 'VpnConnection', 'VpnConnectionId'))
}

export const describeTencent = async ({ tencent }: Callers, id: string): Promise<Answer> =>
  inside(await tencent('DescribeVpnConnections', { VpnConnectionIds: [id] }), 'VpnConnectionSet', '0') as Answer

/** What both ends negotiate, in each cloud's words. */
export const proposals = {
  ike: { IkeVersion: 'ikev2', IkeEncAlg: 'aes', IkeAuthAlg: 'sha256', IkePfs: 'group14' },
  ipsec: { IpsecEncAlg: 'aes', IpsecAuthAlg: 'sha256', IpsecPfs: 'group14' },
  tencent: {
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
  },
}

/** One that has to be there. */
export function present<T>(value: T | undefined, what: string): T {
  assert.ok(value !== undefined, what)
  return value
}
