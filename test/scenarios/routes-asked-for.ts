import assert from 'node:assert/strict'
import type { Answer } from './caller.ts'
import type { Deployment } from './deployment.ts'
import {
  callersOf,
  here,
  makeAlibabaNetwork,
  makeTencentNetwork,
  proposals,
  tencentConnection,
  tencentPeer,
  there,
} from './two-clouds.ts'

const key = 'a-shared-key'

async function connect(at: Deployment) {
  const callers = callersOf(at)
  const near = await makeAlibabaNetwork(at, callers)
  const far = await makeTencentNetwork(at, callers)
  const peer = await callers.vpc('CreateCustomerGateway', { IpAddress: far.address })
  const created = await callers.vpc('CreateVpnAttachment', {
    CustomerGatewayId: peer.CustomerGatewayId,
    LocalSubnet: here.prefix,
    RemoteSubnet: there.prefix,
    AutoConfigRoute: 'false',
    EffectImmediately: 'true',
    IkeConfig: JSON.stringify({ Psk: key, ...proposals.ike }),
    IpsecConfig: JSON.stringify(proposals.ipsec),
  })
  const VpnConnectionId = String(created.VpnConnectionId)
  await near.attach(VpnConnectionId)
  const describe = () => callers.vpc('DescribeVpnConnection', { VpnConnectionId })
  await tencentConnection(callers, {
    VpcId: far.vpc,
    VpnGatewayId: far.gateway,
    CustomerGatewayId: await tencentPeer(callers, String((await describe()).InternetIp)),
    PreShareKey: key,
    RouteType: 'Policy',
    SecurityPolicyDatabases: [{ LocalCidrBlock: there.prefix, RemoteCidrBlock: [here.prefix] }],
    ...proposals.tencent,
  })
  await at.until('the tunnel', async () => (await describe()).Status === 'ipsec_sa_established')
  return { callers, near, far, VpnConnectionId }
}

/** A tunnel that is up carries what a route leads into it, be it asked for or automatic, for as long as there is one. */
export async function routesAskedFor(at: Deployment): Promise<void> {
  const { callers, near, far, VpnConnectionId } = await connect(at)
  const { vpc } = callers
  const host = await at.addHost(near.subnet, here.host)
  await at.addHost(far.subnet, there.host)
  const route = { VpnConnectionId, NextHop: VpnConnectionId, RouteDest: there.prefix, Weight: 100 }
  const listed = async () => {
    const { VcoRouteEntries } = await vpc('DescribeVcoRouteEntries', { VpnConnectionId })
    return (VcoRouteEntries as readonly Answer[]).map(({ RouteDest, State }) => `${RouteDest} ${State}`)
  }
  const published = [`${there.prefix} published`]
  const carries = (what: string) => at.until(what, async () => (await at.ping(host, there.host)) === 3)
  const carriesNothing = (what: string) => at.until(what, async () => (await at.ping(host, there.host)) === 0)
  assert.deepEqual([await listed(), await at.ping(host, there.host)], [[], 0])
  await vpc('CreateVcoRouteEntry', route)
  assert.deepEqual(await listed(), published)
  await carries('the route that was asked for')
  await vpc('DeleteVcoRouteEntry', route)
  await carriesNothing('the route to go')
  await vpc('ModifyVpnAttachmentAttribute', { VpnConnectionId, AutoConfigRoute: 'true' })
  assert.deepEqual(await listed(), published)
  await carries('the automatic route')
  await vpc('DeleteVcoRouteEntry', route)
  assert.deepEqual(await listed(), [])
  await carriesNothing('the automatic route to go')
  await vpc('CreateVcoRouteEntry', route)
  await carries('a route in its place')
}
