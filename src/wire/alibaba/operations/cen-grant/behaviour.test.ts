import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Caller, openCaller, type Parameters } from '../../testing/caller.ts'
import { grantedConnection, grantedVpc, grantee, otherAccount } from '../../testing/grants.ts'
import { bgp, peer, single, vpc, vSwitch } from '../../testing/resources.ts'
import { cen } from '../shared/service.ts'

const rulesOfCen = { service: cen.service, action: 'DescribeGrantRulesToCen' }
const list = 'ListTransitRouterVpcAttachments'

test('a VPC of another account is attached once it is granted, and told of with its owner', async () => {
  await using caller = await openCaller()
  const { attach, grant, other } = await grantedVpc(caller)
  const attached = () => caller.get('TransitRouterAttachments', list, { TransitRouterId: attach.TransitRouterId })
  await other.caller.ok('RevokeInstanceFromTransitRouter', grant)
  await caller.refused('InvalidOperation.InstanceNotGranted', 'CreateTransitRouterVpcAttachment', attach)
  assert.deepEqual(await attached(), [])
  await other.caller.ok('GrantInstanceToTransitRouter', grant)
  await caller.ok('CreateTransitRouterVpcAttachment', attach)
  const [shown] = (await attached()) as Parameters[]
  assert.deepEqual([shown?.VpcId, shown?.VpcOwnerId], [attach.VpcId, Number(other.id)])
  // Without its owner's name it is one of the caller's, of which there is none.
  const { VpcOwnerId: _, ...unnamed } = attach
  await caller.refused('InvalidVpcId.NotFound', 'CreateTransitRouterVpcAttachment', unnamed)
})

test('whoever has not been granted a VPC is told the same whether or not there is one', async () => {
  await using caller = await openCaller()
  const { attach } = await grantedVpc(caller)
  const TransitRouterId = (await grantee(caller)).TransitRouterId
  for (const VpcId of [attach.VpcId, 'vpc-none']) {
    const asked = { ...attach, TransitRouterId, VpcId }
    await caller.refused('InvalidOperation.InstanceNotGranted', 'CreateTransitRouterVpcAttachment', asked)
  }
})

test('what is granted to one CEN instance cannot be attached by another account’s of the same installation', async () => {
  await using caller = await openCaller()
  const { attach } = await grantedVpc(caller)
  const third = await otherAccount(caller, '1111111111111111')
  const CenId = await third.caller.make('CreateCen')
  const TransitRouterId = await third.caller.make('CreateTransitRouter', { CenId })
  const asked = { ...attach, TransitRouterId }
  await third.caller.refused('InvalidOperation.InstanceNotGranted', 'CreateTransitRouterVpcAttachment', asked)
})

test('a VPC and its vSwitches that another account’s router is attached to cannot be deleted, nor attached again', async () => {
  await using caller = await openCaller()
  const { attach, other, grant } = await grantedVpc(caller)
  const TransitRouterAttachmentId = await caller.make('CreateTransitRouterVpcAttachment', attach)
  const { VpcId, ZoneMappings } = attach
  await other.caller.refused('DependencyViolation', 'DeleteVSwitch', { VSwitchId: ZoneMappings[0]?.VSwitchId })
  await other.caller.refused('DependencyViolation', 'DeleteVpc', { VpcId })
  const own = await other.caller.make('CreateTransitRouter', { CenId: await other.caller.make('CreateCen') })
  const { VpcOwnerId: _, ...again } = { ...attach, TransitRouterId: own }
  await other.caller.refused('QuotaFull.ChildInstanceRelatedCen', 'CreateTransitRouterVpcAttachment', again)
  await caller.ok('DeleteTransitRouterVpcAttachment', { TransitRouterAttachmentId })
  await caller.settle()
  await other.caller.ok('DeleteVSwitch', { VSwitchId: ZoneMappings[0]?.VSwitchId })
  await other.caller.ok('DeleteVpc', { VpcId })
  await caller.settle()
  // The grant has gone with the VPC.
  assert.equal(await caller.get('TotalCount', rulesOfCen, { CenId: grant.CenId, ProductType: 'VPC' }), 0)
})

test('a grant that a router attaches by is revoked once that has let go', async () => {
  await using caller = await openCaller()
  const { attach, other, grant } = await grantedVpc(caller)
  const TransitRouterAttachmentId = await caller.make('CreateTransitRouterVpcAttachment', attach)
  const revoke = 'RevokeInstanceFromTransitRouter'
  await other.caller.refused('InvalidOperation.AttachedChildInstanceExist', revoke, grant)
  await caller.ok('DeleteTransitRouterVpcAttachment', { TransitRouterAttachmentId })
  await other.caller.refused('InvalidOperation.AttachedChildInstanceExist', revoke, grant)
  await caller.settle()
  await other.caller.ok(revoke, grant)
  await other.caller.refused('InvalidInstanceId.NotFound', revoke, grant)
})

test('what an account’s own router attaches needs no grant, and does not hold one', async () => {
  await using caller = await openCaller()
  const { to, TransitRouterId } = await grantee(caller)
  const VpcId = await vpc(caller)
  const ZoneMappings = [{ VSwitchId: await vSwitch(caller, VpcId), ZoneId: 'cn-hangzhou-h' }]
  await caller.ok('CreateTransitRouterVpcAttachment', { TransitRouterId, VpcId, ZoneMappings })
  const grant = { InstanceId: VpcId, InstanceType: 'VPC', ...to }
  await caller.ok('GrantInstanceToTransitRouter', grant)
  await caller.ok('RevokeInstanceFromTransitRouter', grant)
})

test('a VPC that is granted is attached in its own region alone, and by vSwitches in the zones that they are in', async () => {
  await using caller = await openCaller()
  const { attach, grant } = await grantedVpc(caller)
  const elsewhere = { CenId: grant.CenId, RegionId: 'cn-beijing', TransitRouterId: undefined }
  await caller.ok('CreateTransitRouter', { CenId: grant.CenId, RegionId: 'cn-beijing' })
  await caller.refused('InvalidVpcId.NotFound', 'CreateTransitRouterVpcAttachment', { ...attach, ...elsewhere })
  const [mapping] = attach.ZoneMappings
  const misplaced = { ...attach, ZoneMappings: [{ ...mapping, ZoneId: 'cn-hangzhou-g' }] }
  await caller.refused('IllegalParam.ZoneMappings', 'CreateTransitRouterVpcAttachment', misplaced)
})

test('the owner of a VPC sees the routes that another account’s router publishes to it', async () => {
  await using caller = await openCaller()
  const { attach, other } = await grantedVpc(caller)
  const VpcId = await vpc(caller, '192.168.0.0/16')
  const VSwitchId = await vSwitch(caller, VpcId, '192.168.1.0/24')
  const { TransitRouterId } = attach
  const ZoneMappings = [{ VSwitchId, ZoneId: 'cn-hangzhou-h' }]
  await caller.ok('CreateTransitRouterVpcAttachment', { TransitRouterId, VpcId, ZoneMappings })
  await caller.ok('CreateTransitRouterVpcAttachment', { ...attach, AutoPublishRouteEnabled: true })
  const RouteTableId = attach.VpcId.replace(/^vpc-/, 'vtb-')
  const routes = await other.caller.get('RouteEntrys.RouteEntry', 'DescribeRouteEntryList', { RouteTableId })
  const told = (routes as Parameters[]).filter(({ Type }) => Type !== 'System')
  assert.deepEqual(
    told.map(({ DestinationCidrBlock }) => DestinationCidrBlock),
    ['192.168.0.0/16'],
  )
})

test('an IPsec-VPN connection of another account is carried, and its owner sees by what', async () => {
  await using caller = await openCaller()
  const { attach, other, grant } = await grantedConnection(caller)
  const { VpnId: VpnConnectionId } = attach
  const seen = async () => {
    const { AttachType, AttachInstanceId, CrossAccountAuthorized } = await other.caller.ok('DescribeVpnConnection', {
      VpnConnectionId,
    })
    return { AttachType, AttachInstanceId, CrossAccountAuthorized }
  }
  const granted = { AttachType: 'NO_ASSOCIATED', AttachInstanceId: '', CrossAccountAuthorized: true }
  assert.deepEqual(await seen(), granted)
  await caller.ok('CreateTransitRouterVpnAttachment', attach)
  assert.deepEqual(await seen(), { ...granted, AttachType: 'CEN', AttachInstanceId: grant.CenId })
  const [listed] = (await caller.get('TransitRouterAttachments', 'ListTransitRouterVpnAttachments')) as Parameters[]
  assert.equal(listed?.VpnOwnerId, Number(other.id))
  await other.caller.refused('IncorrectStatus.VpnConnection', 'DeleteVpnAttachment', { VpnConnectionId })
})

test('a connection that another account’s router carries is held to what else that carries', async () => {
  await using caller = await openCaller()
  const { attach, other } = await grantedConnection(caller)
  const VpcId = await vpc(caller, '192.168.0.0/16')
  const VSwitchId = await vSwitch(caller, VpcId, '192.168.1.0/24')
  const { TransitRouterId } = attach
  const ZoneMappings = [{ VSwitchId, ZoneId: 'cn-hangzhou-h' }]
  await caller.ok('CreateTransitRouterVpcAttachment', { TransitRouterId, VpcId, ZoneMappings })
  await caller.ok('CreateTransitRouterVpnAttachment', attach)
  await caller.settle()
  const inside = { VpnConnectionId: attach.VpnId, RemoteSubnet: '192.168.1.0/24', LocalSubnet: '10.0.0.0/16' }
  const { body } = await other.caller.refused('VpnRouteEntry.Conflict', 'ModifyVpnAttachmentAttribute', inside)
  // Whose it is, and not which.
  assert.match(String(body.Message), /of a network of another account, which/)
  const NextHop = attach.VpnId
  const route = { VpnConnectionId: NextHop, NextHop, RouteDest: '192.168.1.0/24', Weight: 100 }
  const refused = await other.caller.refused('VpnRouteEntry.Conflict', 'CreateVcoRouteEntry', route)
  assert.match(String(refused.body.Message), /of a network of another account, which/)
})

test('a /30 of BGP that another account’s connection has on the same router is refused without its tunnel’s id', async () => {
  await using caller = await openCaller()
  const { attach, other } = await grantedConnection(caller)
  const speaking = async (by: Caller) => ({
    CustomerGatewayId: await peer(by, { Asn: 65000 }),
    ...bgp({ TunnelCidr: '169.254.10.0/30' }),
  })
  const VpnId = await caller.make('CreateVpnAttachment', await single(caller, await speaking(caller)))
  await caller.ok('CreateTransitRouterVpnAttachment', { TransitRouterId: attach.TransitRouterId, VpnId })
  await caller.ok('CreateTransitRouterVpnAttachment', attach)
  await caller.settle()
  const taken = { VpnConnectionId: attach.VpnId, ...(await speaking(other.caller)) }
  const { body } = await other.caller.refused('IllegalParam.TunnelCidr', 'ModifyVpnAttachmentAttribute', taken)
  assert.match(String(body.Message), /tunnel of another account has 169\.254\.10\.0\/30/)
})

test('a VPC that its own account’s router carries is refused to another account without the ids of the first', async () => {
  await using caller = await openCaller()
  const { attach, other } = await grantedVpc(caller)
  const TransitRouterId = await other.caller.make('CreateTransitRouter', {
    CenId: await other.caller.make('CreateCen'),
  })
  await other.caller.ok('CreateTransitRouterVpcAttachment', { ...attach, TransitRouterId })
  const { body } = await caller.refused('QuotaFull.ChildInstanceRelatedCen', 'CreateTransitRouterVpcAttachment', attach)
  assert.doesNotMatch(String(body.Message), /tr-/)
})

test('a further range of a VPC is held to those that another account’s CEN instance has on the level FULL', async () => {
  await using caller = await openCaller()
  const { attach, other, grant } = await grantedVpc(caller)
  const { CenId } = grant
  await caller.ok('ModifyCenAttribute', { CenId, ProtectionLevel: 'FULL' })
  const VpcId = await vpc(caller, '192.168.0.0/16')
  const VSwitchId = await vSwitch(caller, VpcId, '192.168.1.0/24')
  const ZoneMappings = [{ VSwitchId, ZoneId: 'cn-hangzhou-h' }]
  await caller.ok('CreateTransitRouterVpcAttachment', { TransitRouterId: attach.TransitRouterId, VpcId, ZoneMappings })
  await caller.ok('CreateTransitRouterVpcAttachment', attach)
  const { body } = await other.caller.refused('InvalidOperation.CidrConflict', 'AssociateVpcCidrBlock', {
    VpcId: attach.VpcId,
    SecondaryCidrBlock: '192.168.0.0/17',
  })
  assert.match(String(body.Message), /overlaps a network of another account/)
})

test('who pays is as the grant says, of what is attached too, until the attachment is told otherwise', async () => {
  await using caller = await openCaller()
  const { attach, other, grant } = await grantedVpc(caller, { OrderType: 'PayByResourceOwner' })
  const TransitRouterAttachmentId = await caller.make('CreateTransitRouterVpcAttachment', attach)
  const found = (OrderType: string) => caller.get('TotalCount', list, { OrderType })
  assert.deepEqual([await found('PayByResourceOwner'), await found('PayByCenOwner')], [1, 0])
  const { InstanceId, CenId } = grant
  const OrderType = 'PayByCenOwner'
  await other.caller.ok('ModifyGrantInstanceToTransitRouter', { InstanceId, CenId, OrderType })
  assert.deepEqual([await found('PayByResourceOwner'), await found('PayByCenOwner')], [0, 1])
  const update = 'UpdateTransitRouterVpcAttachmentAttribute'
  await caller.settle()
  await caller.ok(update, { TransitRouterAttachmentId, OrderType: 'PayByResourceOwner' })
  assert.deepEqual([await found('PayByResourceOwner'), await found('PayByCenOwner')], [1, 0])
})

const shared = await openCaller()
after(() => shared[Symbol.asyncDispose]())
const granting = await grantedVpc(shared)

test('grants to a CEN instance are shown to its account, and to no other', async () => {
  const { grant, other } = granting
  const asked = { CenId: grant.CenId, ProductType: 'VPC' }
  const [rule] = (await shared.get('GrantRules.GrantRule', rulesOfCen, asked)) as Parameters[]
  const { CreateTime: _, ...told } = rule ?? {}
  assert.deepEqual(told, {
    EffectiveOrderType: 'PayByCenOwner',
    OrderType: 'PayByCenOwner',
    CenId: grant.CenId,
    CenOwnerId: Number(shared.account.id),
    ChildInstanceId: grant.InstanceId,
    ChildInstanceOwnerId: Number(other.id),
    ChildInstanceRegionId: 'cn-hangzhou',
    ChildInstanceType: 'VPC',
  })
  assert.equal(await other.caller.get('TotalCount', rulesOfCen, asked), 0)
})

test('grants to a CEN instance are found by what was granted, whose it is, its kind and its region', async () => {
  const { grant, other } = granting
  const total = (filter: Parameters) =>
    shared.get('TotalCount', rulesOfCen, { CenId: grant.CenId, ProductType: 'VPC', RegionId: undefined, ...filter })
  const hits = [{}, { ChildInstanceId: grant.InstanceId }, { ChildInstanceOwnerId: other.id }]
  for (const filter of [...hits, { RegionId: 'cn-hangzhou' }]) assert.equal(await total(filter), 1)
  const misses = [{ ChildInstanceId: 'vpc-none' }, { ChildInstanceOwnerId: '1' }, { RegionId: 'cn-beijing' }]
  for (const filter of [...misses, { ProductType: 'VPN' }, { ProductType: 'VBR' }]) assert.equal(await total(filter), 0)
})

test('the vSwitches of a VPC are listed to whose CEN instance it is granted, and to nobody else', async () => {
  const { grant, attach, other } = granting
  const asked = { CenId: grant.CenId, VpcId: grant.InstanceId }
  const action = 'ListGrantVSwitchesToCen'
  const [vswitch] = (await shared.get('VSwitches', action, asked)) as Parameters[]
  assert.equal(vswitch?.VSwitchId, attach.ZoneMappings[0]?.VSwitchId)
  assert.equal(await shared.get('TotalCount', action, { ...asked, ZoneId: 'cn-hangzhou-g' }), 0)
  const ungranted = await shared.make('CreateCen')
  assert.equal(await shared.get('TotalCount', action, { ...asked, CenId: ungranted }), 0)
  assert.equal(await other.caller.get('TotalCount', action, asked), 0)
})

test('a CEN instance that is deleted takes what was granted to it along', async () => {
  await using caller = await openCaller()
  const { other, grant, attach } = await grantedVpc(caller)
  await caller.ok('DeleteTransitRouter', { TransitRouterId: attach.TransitRouterId })
  await caller.settle()
  await caller.ok('DeleteCen', { CenId: grant.CenId })
  const asked = { ResourceId: grant.InstanceId, ProductType: 'VPC' }
  assert.equal(await other.caller.get('TotalCount', 'DescribeGrantRulesToResource', asked), 0)
})
