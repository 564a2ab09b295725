import assert from 'node:assert/strict'
import { type Answer, alibabaCaller, alibabaRegion, refusalOf } from './caller.ts'
import type { Deployment } from './deployment.ts'
import {
  answered,
  callersOf,
  flat,
  here,
  makeAlibabaNetwork,
  makeTencentNetwork,
  proposals,
  tencentConnection,
  tencentPeer,
  there,
} from './two-clouds.ts'

const key = 'a-shared-key'
const beside = { prefix: '10.3.0.0/16', subnet: '10.3.1.0/24', host: '10.3.1.10' }

/**
 * A router carries a VPC and an IPsec-VPN connection that another account grants: packets go between all of them, as long as
 * they are attached, and the grant cannot be taken back before.
 */
export async function twoAccounts(at: Deployment): Promise<void> {
  const callers = callersOf(at)
  const near = await makeAlibabaNetwork(at, callers)
  const far = await makeTencentNetwork(at, callers)
  const alibaba = await at.addAccount()
  const other = { clock: at.clock, handle: at.handle, credentials: { ...at.credentials, alibaba } }
  const [vpc, cen] = [alibabaCaller(other), alibabaCaller(other, '2017-09-12')]
  const VpcId = String((await vpc('CreateVpc', { CidrBlock: beside.prefix })).VpcId)
  const zone = `${alibabaRegion}-h`
  const { VSwitchId } = await vpc('CreateVSwitch', { VpcId, CidrBlock: beside.subnet, ZoneId: zone })
  const peer = await vpc('CreateCustomerGateway', { IpAddress: far.address })
  const created = await vpc('CreateVpnAttachment', {
    CustomerGatewayId: peer.CustomerGatewayId,
    LocalSubnet: [here.prefix, beside.prefix].join(),
    RemoteSubnet: there.prefix,
    EffectImmediately: 'true',
    IkeConfig: JSON.stringify({ Psk: key, ...proposals.ike }),
    IpsecConfig: JSON.stringify(proposals.ipsec),
  })
  const VpnId = String(created.VpnConnectionId)
  const to = { CenId: near.cen, CenOwnerId: at.credentials.alibaba.accountId }
  const grants = [
    { InstanceId: VpcId, InstanceType: 'VPC', ...to },
    { InstanceId: VpnId, InstanceType: 'VPN', ...to },
  ] as const
  const attachVpc = {
    TransitRouterId: near.router,
    VpcId,
    VpcOwnerId: alibaba.accountId,
    AutoPublishRouteEnabled: true,
    ...flat({ ZoneMappings: [{ ZoneId: zone, VSwitchId }] }),
  }
  const attached = () => callers.cen('CreateTransitRouterVpcAttachment', attachVpc)
  assert.equal(await refusalOf(attached()), 'InvalidOperation.InstanceNotGranted')
  for (const grant of grants) await cen('GrantInstanceToTransitRouter', grant)
  const { TransitRouterAttachmentId } = await attached()
  const attachVpn = { TransitRouterId: near.router, VpnId, VpnOwnerId: alibaba.accountId }
  await callers.cen('CreateTransitRouterVpnAttachment', attachVpn)
  const describe = (): Promise<Answer> => vpc('DescribeVpnConnection', { VpnConnectionId: VpnId })
  await at.until('the connection to be attached', async () => (await describe()).State === 'attached')
  await tencentConnection(callers, {
    VpcId: far.vpc,
    VpnGatewayId: far.gateway,
    CustomerGatewayId: await tencentPeer(callers, String((await describe()).InternetIp)),
    PreShareKey: key,
    RouteType: 'Policy',
    SecurityPolicyDatabases: [{ LocalCidrBlock: there.prefix, RemoteCidrBlock: [here.prefix, beside.prefix] }],
    ...proposals.tencent,
  })
  const [own, granted, distant] = [
    await at.addHost(near.subnet, here.host),
    await at.addHost(String(VSwitchId), beside.host),
    await at.addHost(far.subnet, there.host),
  ]
  const pings = () => answered(at, [own, beside.host], [granted, there.host], [distant, here.host])
  await at.until('pings between both accounts and beyond', async () => (await pings()) === '3,3,3')
  const [grant] = grants
  const revoke = () => refusalOf(cen('RevokeInstanceFromTransitRouter', grant))
  assert.equal(await revoke(), 'InvalidOperation.AttachedChildInstanceExist')
  await callers.cen('DeleteTransitRouterVpcAttachment', { TransitRouterAttachmentId })
  await at.until('the VPC to be reached no more', async () => (await pings()) === '0,0,3')
  await at.until('the grant to be free', async () => (await revoke()) === 'accepted')
}
