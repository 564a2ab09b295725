import assert from 'node:assert/strict'
import type { Answer } from './caller.ts'
import type { Deployment } from './deployment.ts'
import {
  answered,
  callersOf,
  describeTencent,
  flat,
  here,
  inside,
  makeAlibabaNetwork,
  makeTencentNetwork,
  present,
  proposals,
  tencentConnection,
  tencentPeer,
  there,
} from './two-clouds.ts'

const keys = ['the-first-key', 'the-second-key'] as const
const thirds = [10, 11] as const
const asNumbers = { alibaba: 45104, tencent: 64551 }

const tunnelOf = (CustomerGatewayId: string, index: 0 | 1) => ({
  CustomerGatewayId,
  TunnelIndex: index + 1,
  TunnelBgpConfig: { TunnelCidr: `169.254.${thirds[index]}.0/30` },
  TunnelIkeConfig: { Psk: keys[index], ...proposals.ike },
  TunnelIpsecConfig: proposals.ipsec,
})

/** An attachment with two tunnels to one gateway, where a connection of its own ends each of them; BGP over both. */
async function connect(at: Deployment) {
  const callers = callersOf(at)
  const near = await makeAlibabaNetwork(at, callers)
  const far = await makeTencentNetwork(at, callers, { BgpAsn: asNumbers.tencent })
  const peer = await callers.vpc('CreateCustomerGateway', { IpAddress: far.address, Asn: asNumbers.tencent })
  const both = ([0, 1] as const).map((index) => tunnelOf(String(peer.CustomerGatewayId), index))
  const created = await callers.vpc('CreateVpnAttachment', {
    LocalSubnet: '0.0.0.0/0',
    RemoteSubnet: '0.0.0.0/0',
    EffectImmediately: 'true',
    EnableTunnelsBgp: 'true',
    ...flat({ TunnelOptionsSpecification: both }),
  })
  const attachment = String(created.VpnConnectionId)
  await near.attach(attachment)
  const describe = async () => callers.vpc('DescribeVpnConnection', { VpnConnectionId: attachment })
  const tunnels = async () =>
    inside(await describe(), 'TunnelOptionsSpecification', 'TunnelOptions') as readonly Answer[]
  const connections: string[] = []
  for (const [index, tunnel] of (await tunnels()).entries()) {
    const more = { BgpAsn: asNumbers.alibaba }
    const third = thirds[index]
    connections.push(
      await tencentConnection(callers, {
        VpcId: far.vpc,
        VpnGatewayId: far.gateway,
        CustomerGatewayId: await tencentPeer(callers, String(tunnel.InternetIp), more),
        PreShareKey: keys[index],
        RouteType: 'Bgp',
        BgpConfig: {
          TunnelCidr: `169.254.${third}.0/30`,
          LocalBgpIp: `169.254.${third}.2`,
          RemoteBgpIp: `169.254.${third}.1`,
        },
        EnableHealthCheck: true,
        HealthCheckLocalIp: `169.254.${third}.2`,
        HealthCheckRemoteIp: `169.254.${third}.1`,
        HealthCheckConfig: { ProbeInterval: 1000, ProbeTimeout: 1000 },
        ...proposals.tencent,
      }),
    )
  }
  return { callers, near, far, tunnels, connections }
}

type Joined = Awaited<ReturnType<typeof connect>>

const sessions = async ({ tunnels }: Joined): Promise<readonly unknown[]> =>
  (await tunnels()).map((tunnel) => inside(tunnel, 'TunnelBgpConfig', 'BgpStatus'))

const checks = ({ callers, connections }: Joined): Promise<readonly unknown[]> =>
  Promise.all(connections.map(async (id) => (await describeTencent(callers, id)).HealthCheckStatus))

/** What each session of a gateway has told and been told. */
async function exchanged(at: Deployment, gateway: string): Promise<readonly (readonly string[])[]> {
  const bgp = present(await at.bgp(gateway), `${gateway} speaks BGP`)
  return bgp.sessions.map(({ advertised, received }) => [...advertised, ...received.map(({ prefix }) => prefix)])
}

const is = (wanted: readonly string[]) => (shown: readonly unknown[]) => String(shown) === String(wanted)

async function assertShown({ callers, connections, tunnels }: Joined): Promise<void> {
  const shown = (await tunnels()).map((tunnel) => inside(tunnel, 'TunnelBgpConfig'))
  const told = { BgpStatus: 'success', LocalAsn: 45104, PeerAsn: 64551 }
  assert.deepEqual(
    shown,
    thirds.map((third) => ({
      ...told,
      LocalBgpIp: `169.254.${third}.1`,
      PeerBgpIp: `169.254.${third}.2`,
      TunnelCidr: `169.254.${third}.0/30`,
    })),
  )
  const connection = await describeTencent(callers, present(connections[1], 'a second connection'))
  assert.deepEqual(connection.BgpConfig, {
    TunnelCidr: '169.254.11.0/30',
    LocalBgpIp: '169.254.11.2',
    RemoteBgpIp: '169.254.11.1',
    LocalBgpAsn: '64551',
    RemoteBgpAsn: '45104',
  })
  assert.deepEqual([connection.RouteType, connection.NetStatus], ['Bgp', 'AVAILABLE'])
}

/**
 * Sessions over both tunnels, prefixes and pings both ways; then one tunnel is kept from its peer, the other carries, and
 * both do again.
 */
export async function bgpOverTwoTunnels(at: Deployment): Promise<void> {
  const joined = await connect(at)
  const host = await at.addHost(joined.near.subnet, here.host)
  const other = await at.addHost(joined.far.subnet, there.host)
  const up = is(['success', 'success'])
  const passing = is(['AVAILABLE', 'AVAILABLE'])
  const both = async () => up(await sessions(joined)) && passing(await checks(joined))
  await at.until('both sessions and both health checks', both)
  await assertShown(joined)
  assert.deepEqual(await exchanged(at, joined.near.router), [
    [here.prefix, there.prefix],
    [here.prefix, there.prefix],
  ])
  assert.deepEqual(await exchanged(at, joined.far.gateway), [
    [there.prefix, here.prefix],
    [there.prefix, here.prefix],
  ])
  const pings = () => answered(at, [host, there.host], [other, here.host])
  await at.until('pings both ways', async () => (await pings()) === '3,3')
  const [first] = await joined.tunnels()
  await at.crash(String(present(first, 'a first tunnel').TunnelId), 10_000)
  await at.until('the first session to fall', async () => is(['false', 'success'])(await sessions(joined)))
  await at.until('pings by the second', async () => (await pings()) === '3,3')
  assert.deepEqual(await sessions(joined), ['false', 'success'], 'the first is still away')
  await at.until('the first check to fail', async () => is(['UNAVAILABLE', 'AVAILABLE'])(await checks(joined)))
  await at.until('both to be back', both)
  assert.equal(await pings(), '3,3')
}
