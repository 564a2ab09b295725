import assert from 'node:assert/strict'
import { type Answer, alibabaCaller, alibabaRegion } from './caller.ts'
import type { Deployment } from './deployment.ts'
import { answered, flat, here, inside, present, proposals, there } from './two-clouds.ts'

type Place = typeof here

const keys = ['the-first-key', 'the-second-key'] as const

interface End {
  readonly place: Place
  readonly subnet: string
  readonly gateway: string
  readonly addresses: readonly string[]
}

/** A VPC of two vSwitches in two zones, and a gateway with an address in each. */
async function makeEnd(at: Deployment, place: Place, second: string): Promise<End> {
  const call = alibabaCaller(at)
  const { VpcId } = await call('CreateVpc', { CidrBlock: place.prefix })
  const vSwitch = async (CidrBlock: string, zone: string) => {
    const where = { VpcId: String(VpcId), CidrBlock, ZoneId: `${alibabaRegion}-${zone}` }
    return String((await call('CreateVSwitch', where)).VSwitchId)
  }
  const VSwitchId = await vSwitch(place.subnet, 'h')
  const input = { VpcId: String(VpcId), VSwitchId, DisasterRecoveryVSwitchId: await vSwitch(second, 'g') }
  const VpnGatewayId = String((await call('CreateVpnGateway', { ...input, Bandwidth: '10' })).VpnGatewayId)
  const look = () => call('DescribeVpnGateway', { VpnGatewayId })
  await at.until('the gateway', async () => (await look()).Status === 'active')
  const { InternetIp, DisasterRecoveryInternetIp } = await look()
  const addresses = [String(InternetIp), String(DisasterRecoveryInternetIp)]
  return { place, subnet: VSwitchId, gateway: VpnGatewayId, addresses }
}

/** Each tunnel to the other end's tunnel of the same place. */
async function connect(at: Deployment, end: End, other: End) {
  const call = alibabaCaller(at)
  const tunnels: object[] = []
  for (const [index, IpAddress] of other.addresses.entries()) {
    const { CustomerGatewayId } = await call('CreateCustomerGateway', { IpAddress })
    const TunnelIkeConfig = { Psk: keys[index], ...proposals.ike }
    const Role = ['master', 'slave'][index]
    tunnels.push({ CustomerGatewayId, Role, TunnelIkeConfig, TunnelIpsecConfig: proposals.ipsec })
  }
  const created = await call('CreateVpnConnection', {
    VpnGatewayId: end.gateway,
    LocalSubnet: end.place.prefix,
    RemoteSubnet: other.place.prefix,
    EffectImmediately: 'true',
    ...flat({ TunnelOptionsSpecification: tunnels }),
  })
  const describe = () => call('DescribeVpnConnection', { VpnConnectionId: String(created.VpnConnectionId) })
  await at.until('the connection', async () => (await describe()).State === 'active')
  return async () => inside(await describe(), 'TunnelOptionsSpecification', 'TunnelOptions') as readonly Answer[]
}

/** Two gateways with two tunnels between them that are up, and a host behind each. */
export async function connectPair(at: Deployment) {
  const near = await makeEnd(at, here, '10.1.2.0/24')
  const far = await makeEnd(at, there, '10.2.2.0/24')
  const tunnels = await connect(at, near, far)
  await connect(at, far, near)
  const host = await at.addHost(near.subnet, here.host)
  const other = await at.addHost(far.subnet, there.host)
  const statuses = async () => (await tunnels()).map(({ Role, Status }) => `${Role} ${Status}`).join(', ')
  const up = 'ipsec_sa_established'
  await at.until('both tunnels', async () => (await statuses()) === `master ${up}, slave ${up}`)
  const pings = () => answered(at, [host, there.host], [other, here.host])
  await at.until('pings both ways', async () => (await pings()) === '3,3')
  return { near, far, tunnels, statuses, pings, host, other, up }
}

/** The master carries; kept from its peer, it leaves the traffic to the slave, and has it back when it is up again. */
export async function twoTunnelsOnGateways(at: Deployment): Promise<void> {
  const { tunnels, statuses, pings, up } = await connectPair(at)
  const [master] = await tunnels()
  await at.crash(String(present(master, 'a master').TunnelId), 12_000)
  await at.until('the master to be down', async () => !(await statuses()).startsWith(`master ${up}`))
  await at.until('pings by the slave', async () => (await pings()) === '3,3')
  assert.match(await statuses(), new RegExp(`^master ike_sa_not_established, slave ${up}$`), 'the master is still away')
  await at.until('both to be back', async () => (await statuses()) === `master ${up}, slave ${up}`)
  await at.until('pings again', async () => (await pings()) === '3,3')
}
