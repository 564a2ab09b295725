import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alibabaRegion } from './caller.ts'
import { type Installation, openInstallation } from './installation.ts'
import {
  callersOf,
  here,
  makeTencentNetwork,
  present,
  proposals,
  tencentConnection,
  tencentPeer,
  there,
} from './two-clouds.ts'

const key = 'a-shared-key'
const asNumbers = { alibaba: 45104, tencent: 64551 }

async function makeGateway(at: Installation, { vpc }: ReturnType<typeof callersOf>) {
  const { VpcId } = await vpc('CreateVpc', { CidrBlock: here.prefix })
  const zone = { ZoneId: `${alibabaRegion}-h` }
  const { VSwitchId } = await vpc('CreateVSwitch', { VpcId: String(VpcId), CidrBlock: here.subnet, ...zone })
  const { VpnGatewayId } = await vpc('CreateVpnGateway', { VpcId: String(VpcId), Bandwidth: '10' })
  const id = String(VpnGatewayId)
  const describe = () => vpc('DescribeVpnGateway', { VpnGatewayId: id })
  await at.until('the gateway', async () => (await describe()).Status === 'active')
  const propagate = async (AutoPropagate: boolean) => {
    await vpc('ModifyVpnGatewayAttribute', { VpnGatewayId: id, AutoPropagate: String(AutoPropagate) })
    await at.until('the change', async () => (await describe()).Status === 'active')
    assert.equal((await describe()).AutoPropagate, AutoPropagate)
  }
  return { id, subnet: String(VSwitchId), address: String((await describe()).InternetIp), describe, propagate }
}

/** A connection with BGP on the gateway, as no operation of the dialect makes one yet. */
async function bind(at: Installation, gateway: string, parameters: Readonly<Record<string, string>>): Promise<void> {
  const { VpnConnectionId } = await callersOf(at).vpc('CreateVpnAttachment', {
    LocalSubnet: '0.0.0.0/0',
    RemoteSubnet: '0.0.0.0/0',
    EffectImmediately: 'true',
    IkeConfig: JSON.stringify({ Psk: key, ...proposals.ike }),
    IpsecConfig: JSON.stringify(proposals.ipsec),
    BgpConfig: JSON.stringify({ EnableBgp: true, TunnelCidr: '169.254.10.0/30', LocalBgpIp: '169.254.10.1' }),
    ...parameters,
  })
  await at.store.write(async (transaction) => {
    const loose = present(await transaction.get('connection', String(VpnConnectionId)), 'the connection')
    await transaction.put({ ...loose, id: 'vco-bound', spec: { ...loose.spec, gateway } })
  })
}

/** A gateway of each cloud, with a BGP session between them. */
async function join(at: Installation) {
  const callers = callersOf(at)
  const near = await makeGateway(at, callers)
  const far = await makeTencentNetwork(at, callers, { BgpAsn: asNumbers.tencent })
  const peer = { IpAddress: far.address, Asn: String(asNumbers.tencent) }
  const CustomerGatewayId = String((await callers.vpc('CreateCustomerGateway', peer)).CustomerGatewayId)
  await bind(at, near.id, { CustomerGatewayId })
  await tencentConnection(callers, {
    VpcId: far.vpc,
    VpnGatewayId: far.gateway,
    CustomerGatewayId: await tencentPeer(callers, near.address, { BgpAsn: asNumbers.alibaba }),
    PreShareKey: key,
    RouteType: 'Bgp',
    BgpConfig: { TunnelCidr: '169.254.10.0/30', LocalBgpIp: '169.254.10.2', RemoteBgpIp: '169.254.10.1' },
    ...proposals.tencent,
  })
  const session = async (gateway: string) => (await at.bgp(gateway))?.sessions[0]
  await at.until('the session', async () => (await session(near.id))?.state === 'established')
  return { callers, near, far, session, CustomerGatewayId }
}

test('a VPN gateway’s VPC and its BGP neighbors know of each other while AutoPropagate is on, over one session', async () => {
  await using at = await openInstallation()
  const { near, far, session } = await join(at)
  const host = await at.addHost(near.subnet, here.host)
  await at.addHost(far.subnet, there.host)
  assert.equal((await near.describe()).EnableBgp, true)
  const told = async () => (await session(far.gateway))?.received.map(({ prefix }) => prefix)
  const since = (await session(near.id))?.since
  await at.until('the far prefix', async () => (await session(near.id))?.received.length === 1)
  assert.deepEqual([await told(), await at.ping(host, there.host)], [[], 0])
  await near.propagate(true)
  await at.until('pings', async () => (await at.ping(host, there.host)) === 3)
  assert.deepEqual(await told(), [here.prefix])
  await near.propagate(false)
  await at.until('silence', async () => (await at.ping(host, there.host)) === 0)
  assert.deepEqual(await told(), [])
  assert.equal((await session(near.id))?.since, since)
})

test('an AuthKey that the neighbor does not have ends the BGP session', async () => {
  await using at = await openInstallation()
  const { callers, near, session, CustomerGatewayId } = await join(at)
  await callers.vpc('ModifyCustomerGatewayAttribute', { CustomerGatewayId, AuthKey: 'another' })
  await at.until('the session to fall', async () => (await session(near.id))?.failure !== undefined)
  assert.equal((await session(near.id))?.failure?.reason, 'authentication-failed')
})
