import assert from 'node:assert/strict'
import { alibabaCaller, alibabaRegion } from './caller.ts'
import type { Deployment } from './deployment.ts'
import { proposals } from './two-clouds.ts'

interface Place {
  readonly prefix: string
  /** Where the gateway has its address. */
  readonly outer: string
  readonly inner: string
  readonly host: string
}

const here: Place = { prefix: '10.1.0.0/16', outer: '10.1.1.0/24', inner: '10.1.2.0/24', host: '10.1.2.10' }
const there: Place = { prefix: '10.2.0.0/16', outer: '10.2.1.0/24', inner: '10.2.2.0/24', host: '10.2.2.10' }

async function makeEnd(at: Deployment, { prefix, outer, inner }: Place, NetworkType: 'private' | 'public') {
  const call = alibabaCaller(at)
  const VpcId = String((await call('CreateVpc', { CidrBlock: prefix })).VpcId)
  const vSwitch = async (CidrBlock: string) =>
    String((await call('CreateVSwitch', { VpcId, CidrBlock, ZoneId: `${alibabaRegion}-h` })).VSwitchId)
  const VSwitchId = await vSwitch(outer)
  const created = await call('CreateVpnGateway', { VpcId, VSwitchId, Bandwidth: '200', NetworkType })
  const VpnGatewayId = String(created.VpnGatewayId)
  const look = () => call('DescribeVpnGateway', { VpnGatewayId })
  await at.until('the gateway', async () => (await look()).Status === 'active')
  const address = String((await look()).InternetIp)
  const { CustomerGatewayId } = await call('CreateCustomerGateway', { IpAddress: address })
  return { subnet: await vSwitch(inner), gateway: VpnGatewayId, address, asPeer: String(CustomerGatewayId) }
}

async function connect(at: Deployment, gateway: string, peer: string, own: Place, other: Place) {
  const call = alibabaCaller(at)
  const { VpnConnectionId } = await call('CreateVpnConnection', {
    VpnGatewayId: gateway,
    CustomerGatewayId: peer,
    LocalSubnet: own.inner,
    RemoteSubnet: other.inner,
    EffectImmediately: 'true',
    IkeConfig: JSON.stringify({ Psk: 'the-key', ...proposals.ike }),
    IpsecConfig: JSON.stringify(proposals.ipsec),
  })
  return async () => String((await call('DescribeVpnConnection', { VpnConnectionId: String(VpnConnectionId) })).Status)
}

/** Two private gateways, whose addresses are their vSwitches' own, reach each other; a public one reaches neither. */
export async function privateGateways(at: Deployment): Promise<void> {
  const near = await makeEnd(at, here, 'private')
  const far = await makeEnd(at, there, 'private')
  assert.deepEqual([near.address, far.address], ['10.1.1.2', '10.2.1.2'])
  const up = await connect(at, near.gateway, far.asPeer, here, there)
  await connect(at, far.gateway, near.asPeer, there, here)
  const elsewhere: Place = { prefix: '10.3.0.0/16', outer: '10.3.1.0/24', inner: '10.3.2.0/24', host: '10.3.2.10' }
  const open = await makeEnd(at, elsewhere, 'public')
  const down = await connect(at, open.gateway, near.asPeer, elsewhere, here)
  await connect(at, near.gateway, open.asPeer, here, elsewhere)
  const host = await at.addHost(near.subnet, here.host)
  await at.addHost(far.subnet, there.host)
  await at.until('the private connection', async () => (await up()) === 'ipsec_sa_established')
  await at.until('pings', async () => (await at.ping(host, there.host)) === 3)
  assert.equal(await down(), 'ike_sa_not_established')
}
