import type { Answer } from './caller.ts'
import type { Deployment } from './deployment.ts'
import {
  callersOf,
  describeTencent,
  here,
  inside,
  makeAlibabaNetwork,
  makeTencentNetwork,
  proposals,
  tencentConnection,
  tencentPeer,
  there,
} from './two-clouds.ts'

const key = 'a-shared-key'

/** A tunnel that is up, and that nothing leads the VPC's packets into. */
async function connect(at: Deployment) {
  const callers = callersOf(at)
  const far = await makeAlibabaNetwork(at, callers)
  const near = await makeTencentNetwork(at, callers)
  const peer = await callers.vpc('CreateCustomerGateway', { IpAddress: near.address })
  const created = await callers.vpc('CreateVpnAttachment', {
    CustomerGatewayId: peer.CustomerGatewayId,
    LocalSubnet: here.prefix,
    RemoteSubnet: there.prefix,
    AutoConfigRoute: 'true',
    EffectImmediately: 'true',
    IkeConfig: JSON.stringify({ Psk: key, ...proposals.ike }),
    IpsecConfig: JSON.stringify(proposals.ipsec),
  })
  const VpnConnectionId = String(created.VpnConnectionId)
  await far.attach(VpnConnectionId)
  const described = await callers.vpc('DescribeVpnConnection', { VpnConnectionId })
  const connection = await tencentConnection(callers, {
    VpcId: near.vpc,
    VpnGatewayId: near.gateway,
    CustomerGatewayId: await tencentPeer(callers, String(described.InternetIp)),
    PreShareKey: key,
    RouteType: 'StaticRoute',
    ...proposals.tencent,
  })
  const isUp = async () => (await describeTencent(callers, connection)).NetStatus === 'AVAILABLE'
  await at.until('the tunnel', isUp)
  return { callers, near, far, connection, isUp }
}

/** What a VPC has a route for goes to its gateway, and what that has a route for into the tunnel; a reset only interrupts. */
export async function routesOfAVpc(at: Deployment): Promise<void> {
  const { callers, near, far, connection, isUp } = await connect(at)
  const { tencent } = callers
  const host = await at.addHost(near.subnet, there.host)
  await at.addHost(far.subnet, here.host)
  const carries = (what: string) => at.until(what, async () => (await at.ping(host, here.host)) === 3)
  const carriesNothing = (what: string) => at.until(what, async () => (await at.ping(host, here.host)) === 0)
  const { VpnGatewayId, DestinationCidrBlock } = { VpnGatewayId: near.gateway, DestinationCidrBlock: here.prefix }
  const tables = await tencent('DescribeRouteTables', { Filters: [{ Name: 'vpc-id', Values: [near.vpc] }] })
  const RouteTableId = inside(tables, 'RouteTableSet', '0', 'RouteTableId')
  const routed = {
    DestinationCidrBlock,
    InstanceType: 'VPNCONN',
    InstanceId: connection,
    Priority: 0,
    Status: 'ENABLE',
  }
  const made = await tencent('CreateVpnGatewayRoutes', { VpnGatewayId, Routes: [routed] })
  await carriesNothing('a gateway’s route alone to carry nothing')
  const Routes = [{ DestinationCidrBlock, GatewayType: 'VPN', GatewayId: VpnGatewayId }]
  const created = await tencent('CreateRoutes', { RouteTableId, Routes })
  await carries('both routes')
  const RouteIds = [(inside(created, 'RouteTableSet', '0', 'RouteSet', '0') as Answer).RouteId]
  await tencent('DisableRoutes', { RouteTableId, RouteIds })
  await carriesNothing('the VPC’s route to be disabled')
  await tencent('EnableRoutes', { RouteTableId, RouteIds })
  await carries('the VPC’s route to be enabled')
  const table = await tencent('CreateRouteTable', { VpcId: near.vpc, RouteTableName: 'own' })
  const own = inside(table, 'RouteTable', 'RouteTableId')
  const rerouted = (id: unknown) => tencent('ReplaceRouteTableAssociation', { RouteTableId: id, SubnetId: near.subnet })
  await rerouted(own)
  await carriesNothing('a table without routes to route the subnet')
  await tencent('CreateRoutes', { RouteTableId: own, Routes })
  await carries('the table’s own route')
  await tencent('DisableRoutes', { RouteTableId, RouteIds })
  await carries('the table’s route without that of the main one')
  await rerouted(RouteTableId)
  await carriesNothing('the main table to route the subnet again')
  await tencent('EnableRoutes', { RouteTableId, RouteIds })
  await carries('the VPC’s route to be enabled again')
  await tencent('ResetVpnConnection', { VpnGatewayId, VpnConnectionId: connection })
  await at.until('the tunnel to be there again', isUp)
  await carries('the tunnel after a reset')
  const RouteId = inside(made, 'Routes', '0', 'RouteId')
  await tencent('ModifyVpnGatewayRoutes', { VpnGatewayId, Routes: [{ RouteId, Status: 'DISABLE' }] })
  await carriesNothing('the gateway’s route to be disabled')
}
