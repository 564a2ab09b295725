import assert from 'node:assert/strict'
import type { Answer } from './caller.ts'
import type { Deployment } from './deployment.ts'
import {
  answered,
  callersOf,
  describeTencent,
  here,
  inside,
  makeAlibabaNetwork,
  proposals,
  tencentConnection,
  tencentPeer,
  there,
} from './two-clouds.ts'

const key = 'a-shared-key'
const beside = { prefix: '10.3.0.0/16', subnet: '10.3.1.0/24', host: '10.3.1.10' }
/** Both VPCs of the CCN. */
const both = '10.2.0.0/15'

type Callers = ReturnType<typeof callersOf>

async function makeVpc({ tencent }: Callers, { prefix, subnet }: typeof beside) {
  const VpcId = inside(await tencent('CreateVpc', { VpcName: 'ccn', CidrBlock: prefix }), 'Vpc', 'VpcId')
  const within = { VpcId, SubnetName: 'ccn', CidrBlock: subnet, Zone: 'ap-guangzhou-3' }
  const SubnetId = inside(await tencent('CreateSubnet', within), 'Subnet', 'SubnetId')
  return { vpc: String(VpcId), subnet: String(SubnetId) }
}

/** A gateway of type CCN, and a tunnel between it and a VPC of the other cloud that is up. */
async function connect(at: Deployment, callers: Callers) {
  const { tencent } = callers
  const input = { VpcId: '', VpnGatewayName: 'ccn', InternetMaxBandwidthOut: 200, Type: 'CCN' }
  const VpnGatewayId = String(inside(await tencent('CreateVpnGateway', input), 'VpnGateway', 'VpnGatewayId'))
  const look = async () =>
    inside(await tencent('DescribeVpnGateways', { VpnGatewayIds: [VpnGatewayId] }), 'VpnGatewaySet', '0') as Answer
  await at.until('the gateway', async () => (await look()).State === 'AVAILABLE')
  const far = await makeAlibabaNetwork(at, callers)
  const peer = await callers.vpc('CreateCustomerGateway', { IpAddress: String((await look()).PublicIpAddress) })
  const created = await callers.vpc('CreateVpnAttachment', {
    CustomerGatewayId: peer.CustomerGatewayId,
    LocalSubnet: here.prefix,
    RemoteSubnet: both,
    AutoConfigRoute: 'true',
    EffectImmediately: 'true',
    IkeConfig: JSON.stringify({ Psk: key, ...proposals.ike }),
    IpsecConfig: JSON.stringify(proposals.ipsec),
  })
  const VpnConnectionId = String(created.VpnConnectionId)
  await far.attach(VpnConnectionId)
  const described = await callers.vpc('DescribeVpnConnection', { VpnConnectionId })
  const connection = await tencentConnection(callers, {
    VpcId: '',
    VpnGatewayId,
    CustomerGatewayId: await tencentPeer(callers, String(described.InternetIp)),
    PreShareKey: key,
    RouteType: 'StaticRoute',
    ...proposals.tencent,
  })
  await at.until('the tunnel', async () => (await describeTencent(callers, connection)).NetStatus === 'AVAILABLE')
  return {
    gateway: VpnGatewayId,
    connection,
    farSubnet: far.subnet,
    ccnOf: async () => (await look()).NetworkInstanceId,
  }
}

const instance = (InstanceId: string) => ({
  InstanceId,
  InstanceType: InstanceId.startsWith('vpngw-') ? 'VPNGW' : 'VPC',
  InstanceRegion: 'ap-guangzhou',
})

/** Two VPCs of a CCN reach each other, and by the CCN's gateway what is behind its tunnel, for as long as routes are enabled. */
export async function cloudConnectNetwork(at: Deployment): Promise<void> {
  const callers = callersOf(at)
  const { tencent } = callers
  const { gateway, connection, farSubnet, ccnOf } = await connect(at, callers)
  const near = await makeVpc(callers, there)
  const next = await makeVpc(callers, beside)
  const host = await at.addHost(near.subnet, there.host)
  const neighbor = await at.addHost(next.subnet, beside.host)
  const far = await at.addHost(farSubnet, here.host)
  const CcnId = String(inside(await tencent('CreateCcn', { CcnName: 'ccn' }), 'Ccn', 'CcnId'))
  const attach = (...ids: string[]) => tencent('AttachCcnInstances', { CcnId, Instances: ids.map(instance) })
  const detach = (...ids: string[]) => tencent('DetachCcnInstances', { CcnId, Instances: ids.map(instance) })
  /** Which pings are answered: out through the tunnel, back through it, to the other VPC, and from there out. */
  const pings = () => answered(at, [host, here.host], [far, there.host], [host, beside.host], [neighbor, here.host])
  const until = (what: string, expected: string) => at.until(what, async () => (await pings()) === expected)
  const routed = { DestinationCidrBlock: here.prefix, InstanceType: 'VPNCONN', InstanceId: connection }
  const Routes = [{ ...routed, Priority: 0, Status: 'ENABLE' }]
  await tencent('CreateVpnGatewayRoutes', { VpnGatewayId: gateway, Routes })
  assert.equal(await pings(), '0,0,0,0')
  await attach(near.vpc, gateway)
  assert.equal(await ccnOf(), CcnId)
  await until('the one VPC to reach what is behind the tunnel', '3,3,0,0')
  await attach(next.vpc)
  await until('both VPCs to reach everything', '3,3,3,3')
  const routeTo = async (prefix: string) => {
    const Filters = [{ Name: 'cidr-block', Values: [prefix] }]
    return [inside(await tencent('DescribeCcnRoutes', { CcnId, Filters }), 'RouteSet', '0', 'RouteId')]
  }
  const ofNext = await routeTo(beside.subnet)
  await tencent('DisableCcnRoutes', { CcnId, RouteIds: ofNext })
  await until('the other VPC to be led to no more', '3,3,0,0')
  await tencent('EnableCcnRoutes', { CcnId, RouteIds: ofNext })
  await until('the other VPC to be led to again', '3,3,3,3')
  const ofGateway = await routeTo(here.prefix)
  await tencent('DisableCcnRoutes', { CcnId, RouteIds: ofGateway })
  await until('the gateway to be led to no more', '0,0,3,0')
  await tencent('EnableCcnRoutes', { CcnId, RouteIds: ofGateway })
  await until('the gateway to be led to again', '3,3,3,3')
  await detach(gateway)
  assert.equal(await ccnOf(), '')
  await until('the gateway to be away', '0,0,3,0')
  await detach(near.vpc, next.vpc)
  await tencent('DeleteCcn', { CcnId })
  assert.equal((await tencent('DescribeCcns', { CcnIds: [CcnId] })).TotalCount, 0)
  await until('nothing to be reached', '0,0,0,0')
}
