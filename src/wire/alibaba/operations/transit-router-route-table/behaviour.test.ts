import assert from 'node:assert/strict'
import { test } from 'node:test'
import { desiredGateway } from '../../../../reconcile/desired.ts'
import { readGatewaySnapshot } from '../../../../reconcile/gateway-snapshot.ts'
import { type Caller, openCaller, type Parameters } from '../../testing/caller.ts'
import { attachment, router, vpc, vSwitch } from '../../testing/resources.ts'

const anywhere = { RegionId: '' }

const listed = async (caller: Caller, parameters: Parameters) =>
  (await caller.get('TransitRouterRouteTables', 'ListTransitRouterRouteTables', {
    ...anywhere,
    ...parameters,
  })) as Parameters[]

test('a transit router has the system’s route table and those that were made, each found by its id, name and type', async () => {
  await using caller = await openCaller()
  const TransitRouterId = await router(caller)
  const TransitRouterRouteTableId = await caller.make('CreateTransitRouterRouteTable', {
    ...anywhere,
    TransitRouterId,
    TransitRouterRouteTableName: 'apart',
    TransitRouterRouteTableDescription: 'words',
    Tag: [{ Key: 'k', Value: 'v' }],
  })
  assert.match(TransitRouterRouteTableId, /^vtb-bp1/)
  const custom = {
    CreateTime: '2025-01-02T03:04Z',
    RegionId: 'cn-hangzhou',
    RouteTableOptions: { MultiRegionECMP: 'disable' },
    Tags: [{ Key: 'k', Value: 'v' }],
    TransitRouterId,
    TransitRouterRouteTableDescription: 'words',
    TransitRouterRouteTableId,
    TransitRouterRouteTableName: 'apart',
    TransitRouterRouteTableStatus: 'Active',
    TransitRouterRouteTableType: 'Custom',
  }
  const byId = { TransitRouterId, TransitRouterRouteTableIds: [TransitRouterRouteTableId] }
  assert.deepEqual(await listed(caller, byId), [custom])
  const [system = {}] = await listed(caller, { TransitRouterId, TransitRouterRouteTableType: 'System' })
  assert.deepEqual(await listed(caller, { TransitRouterRouteTableIds: [system.TransitRouterRouteTableId] }), [system])
  assert.deepEqual(await listed(caller, {}), [custom, system])
  assert.deepEqual(await listed(caller, { TransitRouterRouteTableNames: ['apart'] }), [custom])
  assert.deepEqual(await listed(caller, { TransitRouterRouteTableStatus: 'Creating' }), [])
  const update = { ...anywhere, TransitRouterRouteTableId, TransitRouterRouteTableName: 'other' }
  await caller.ok('UpdateTransitRouterRouteTable', update)
  assert.deepEqual(await listed(caller, byId), [{ ...custom, TransitRouterRouteTableName: 'other' }])
  await caller.ok('DeleteTransitRouterRouteTable', { ...anywhere, TransitRouterRouteTableId })
  assert.deepEqual(await listed(caller, byId), [])
})

/** A router that a VPC and a connection are attached to. */
async function attachedBoth(caller: Caller) {
  const TransitRouterId = await router(caller)
  const VpcId = await vpc(caller)
  const ZoneMappings = [{ VSwitchId: await vSwitch(caller, VpcId), ZoneId: 'cn-hangzhou-h' }]
  const told = { TransitRouterId, VpcId, ZoneMappings, AutoPublishRouteEnabled: true }
  const vpcId = await caller.make('CreateTransitRouterVpcAttachment', told)
  const VpnId = await attachment(caller)
  const vpnId = await caller.make('CreateTransitRouterVpnAttachment', { TransitRouterId, VpnId })
  await caller.settle()
  const [tunnel] = (await caller.store.read((reader) => reader.get('connection', VpnId)))?.spec.tunnels ?? []
  return { TransitRouterId, VpcId, VpnId, vpcId, vpnId, tunnel: tunnel?.id }
}

async function desired(caller: Caller, TransitRouterId: string) {
  const snapshot = await caller.store.read((reader) => readGatewaySnapshot(reader, TransitRouterId))
  const gateway = snapshot && desiredGateway(snapshot, undefined)
  return { gates: gateway?.gates ?? [], beyond: gateway?.links[0]?.beyond }
}

test('an attachment is routed by the table that it is associated with, which holds what is propagated into it', async () => {
  await using caller = await openCaller()
  const { TransitRouterId, VpcId, vpcId, vpnId, tunnel } = await attachedBoth(caller)
  assert.deepEqual(await desired(caller, TransitRouterId), { gates: [], beyond: ['172.16.0.0/12'] })
  const TransitRouterRouteTableId = await caller.make('CreateTransitRouterRouteTable', { TransitRouterId })
  const pair = (TransitRouterAttachmentId: string) => ({
    ...anywhere,
    TransitRouterAttachmentId,
    TransitRouterRouteTableId,
  })
  await caller.ok('AssociateTransitRouterAttachmentWithRouteTable', pair(vpcId))
  const fromVpc = { from: { network: VpcId }, admitted: [], refused: ['172.16.0.0/12'] }
  assert.deepEqual(await desired(caller, TransitRouterId), { gates: [fromVpc], beyond: [] })
  await caller.ok('EnableTransitRouterRouteTablePropagation', pair(vpnId))
  assert.deepEqual(await desired(caller, TransitRouterId), { gates: [], beyond: ['172.16.0.0/12'] })
  await caller.ok('ReplaceTransitRouterRouteTableAssociation', pair(vpnId))
  const fromVpn = { from: { tunnel }, admitted: [], refused: ['10.0.0.0/16'] }
  assert.deepEqual((await desired(caller, TransitRouterId)).gates, [fromVpn])
  await caller.ok('DisableTransitRouterRouteTablePropagation', pair(vpnId))
  await caller.ok('DissociateTransitRouterAttachmentFromRouteTable', pair(vpcId))
  assert.deepEqual((await desired(caller, TransitRouterId)).gates, [fromVpc, fromVpn])
})

test('associations and propagations are listed by attachment and table, and become active with the data plane', async () => {
  await using caller = await openCaller()
  const { TransitRouterId, VpcId, vpcId, vpnId } = await attachedBoth(caller)
  const TransitRouterRouteTableId = await caller.make('CreateTransitRouterRouteTable', { TransitRouterId })
  const pair = { ...anywhere, TransitRouterAttachmentId: vpcId, TransitRouterRouteTableId }
  const [system = {}] = await listed(caller, { TransitRouterRouteTableType: 'System' })
  const own = { TransitRouterRouteTableId: system.TransitRouterRouteTableId }
  const associations = (parameters: Parameters) =>
    caller.get('TransitRouterAssociations', 'ListTransitRouterRouteTableAssociations', { ...anywhere, ...parameters })
  const propagations = (parameters: Parameters) =>
    caller.get('TransitRouterPropagations', 'ListTransitRouterRouteTablePropagations', { ...anywhere, ...parameters })
  const shown = {
    ResourceId: VpcId,
    ResourceType: 'VPC',
    TransitRouterAttachmentId: vpcId,
    TransitRouterRouteTableId,
  }
  assert.deepEqual(await associations(pair), [])
  assert.deepEqual(
    ((await associations(own)) as Parameters[]).map((one) => one.Status),
    ['Active', 'Active'],
  )
  await caller.ok('AssociateTransitRouterAttachmentWithRouteTable', pair)
  await caller.ok('EnableTransitRouterRouteTablePropagation', pair)
  assert.deepEqual(await associations(pair), [{ ...shown, Status: 'Associating' }])
  assert.deepEqual(await propagations(pair), [{ ...shown, Status: 'Enabling' }])
  assert.deepEqual(await associations({ ...pair, Status: 'Active' }), [])
  await caller.settle()
  assert.deepEqual(await associations(pair), [{ ...shown, Status: 'Active' }])
  assert.deepEqual(await propagations(pair), [{ ...shown, Status: 'Active' }])
  assert.equal(((await propagations({ TransitRouterAttachmentId: vpcId })) as Parameters[]).length, 2)
  const kinds = async (parameters: Parameters) =>
    ((await associations(parameters)) as Parameters[]).map(({ ResourceType }) => ResourceType)
  assert.deepEqual(await kinds({ TransitRouterAttachmentResourceType: 'VPN' }), ['VPN'])
  assert.deepEqual(await kinds({ TransitRouterAttachmentResourceId: VpcId }), ['VPC'])
  assert.deepEqual(await kinds({ TransitRouterAttachmentResourceType: 'VBR' }), [])
  await caller.ok('DissociateTransitRouterAttachmentFromRouteTable', pair)
  assert.deepEqual(await associations({ TransitRouterAttachmentId: vpcId }), [])
  assert.deepEqual(await kinds({ TransitRouterAttachmentId: vpnId }), ['VPN'])
})

test('an attachment in a route table that was made is detached when that is forced', async () => {
  await using caller = await openCaller()
  const { TransitRouterId, vpcId } = await attachedBoth(caller)
  const TransitRouterRouteTableId = await caller.make('CreateTransitRouterRouteTable', { TransitRouterId })
  const TransitRouterAttachmentId = vpcId
  const pair = { TransitRouterAttachmentId, TransitRouterRouteTableId }
  await caller.ok('AssociateTransitRouterAttachmentWithRouteTable', pair)
  const code = 'OperationFailed.RouteTableAssociationExist'
  await caller.refused(code, 'DeleteTransitRouterVpcAttachment', { TransitRouterAttachmentId })
  await caller.ok('DeleteTransitRouterVpcAttachment', { TransitRouterAttachmentId, Force: true })
  await caller.settle()
  await caller.ok('DeleteTransitRouterRouteTable', { TransitRouterRouteTableId })
})
