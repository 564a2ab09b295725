import assert from 'node:assert/strict'
import type { Deployment } from './deployment.ts'
import {
  callersOf,
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

export async function connectProbed(at: Deployment) {
  const callers = callersOf(at)
  const near = await makeAlibabaNetwork(at, callers)
  const far = await makeTencentNetwork(at, callers)
  const peer = await callers.vpc('CreateCustomerGateway', { IpAddress: far.address })
  const created = await callers.vpc('CreateVpnAttachment', {
    CustomerGatewayId: peer.CustomerGatewayId,
    LocalSubnet: here.prefix,
    RemoteSubnet: there.prefix,
    EffectImmediately: 'true',
    IkeConfig: JSON.stringify({ Psk: key, ...proposals.ike }),
    IpsecConfig: JSON.stringify(proposals.ipsec),
    HealthCheckConfig: JSON.stringify({ enable: true, sip: here.host, dip: there.host, interval: 1, retry: 3 }),
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
  return { callers, near, far, describe }
}

/** A host that the probes ask goes and comes back: the status and the traffic follow, and no SA ends. */
export async function failingHealthCheck(at: Deployment): Promise<void> {
  const { near, far, describe } = await connectProbed(at)
  const host = await at.addHost(near.subnet, here.host)
  const probed = await at.addHost(far.subnet, there.host)
  const another = '10.2.1.11'
  await at.addHost(far.subnet, another)
  const status = async () => inside(await describe(), 'VcoHealthCheck', 'Status')
  await at.until('the check to pass', async () => (await status()) === 'success')
  await at.until('pings', async () => (await at.ping(host, another)) === 3)
  await at.removeHost(probed)
  await at.until('the check to fail', async () => (await status()) === 'failed')
  await at.until('the routes to be withdrawn', async () => (await at.ping(host, another)) === 0)
  assert.equal((await describe()).Status, 'ipsec_sa_established')
  await at.addHost(far.subnet, there.host)
  await at.until('the check to pass again', async () => (await status()) === 'success')
  await at.until('pings again', async () => (await at.ping(host, another)) === 3)
}
