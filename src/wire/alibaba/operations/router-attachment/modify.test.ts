import assert from 'node:assert/strict'
import { test } from 'node:test'
import { desiredGateway } from '../../../../reconcile/desired.ts'
import { readGatewaySnapshot } from '../../../../reconcile/gateway-snapshot.ts'
import { type Caller, openCaller, type Parameters } from '../../testing/caller.ts'
import { attachedVpc, attachment, bgp, peer, vSwitch } from '../../testing/resources.ts'

const anywhere = { RegionId: '' }

async function shown(caller: Caller, action: string, id: string): Promise<Parameters> {
  const all = await caller.get('TransitRouterAttachments', action, { ...anywhere, TransitRouterAttachmentId: id })
  const [one] = all as Parameters[]
  assert.ok(one)
  return one
}

/** What the data plane is to hold for a router. */
async function desired(caller: Caller, router: string) {
  const snapshot = await caller.store.read((reader) => readGatewaySnapshot(reader, router))
  assert.ok(snapshot)
  const gateway = desiredGateway(snapshot, undefined)
  assert.ok(gateway)
  return gateway
}

test('the attachment of a VPC gets the router’s routes while it publishes them, and keeps what is not given', async () => {
  await using caller = await openCaller()
  const { id, request } = await attachedVpc(caller)
  const { TransitRouterId } = request
  const VpnId = await attachment(caller)
  await caller.ok('CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId })
  const beyond = async () => (await desired(caller, TransitRouterId)).links.map((link) => link.beyond)
  assert.deepEqual(await beyond(), [['172.16.0.0/12']])
  const action = 'UpdateTransitRouterVpcAttachmentAttribute'
  const update = (change: Parameters) => caller.ok(action, { ...anywhere, TransitRouterAttachmentId: id, ...change })
  await update({ AutoPublishRouteEnabled: false, TransitRouterAttachmentName: 'name', OrderType: 'PayByCenOwner' })
  assert.deepEqual(await beyond(), [[]])
  await update({ TransitRouterAttachmentDescription: 'words' })
  await caller.settle()
  const attached = await shown(caller, 'ListTransitRouterVpcAttachments', id)
  assert.equal(attached.AutoPublishRouteEnabled, false)
  assert.equal(attached.TransitRouterAttachmentName, 'name')
  assert.equal(attached.TransitRouterAttachmentDescription, 'words')
  assert.equal(attached.Status, 'Attached')
  await update({ AutoPublishRouteEnabled: true })
  assert.deepEqual(await beyond(), [['172.16.0.0/12']])
})

test('the neighbor of an attached connection is told of routes while its attachment publishes them', async () => {
  await using caller = await openCaller()
  const everywhere = { LocalSubnet: '0.0.0.0/0', RemoteSubnet: '0.0.0.0/0' }
  const speaks = bgp({ TunnelCidr: '169.254.10.0/30', LocalBgpIp: '169.254.10.1' })
  const CustomerGatewayId = await peer(caller, { Asn: '65001' })
  const VpnId = await caller.make('CreateVpnAttachment', { ...everywhere, ...speaks, CustomerGatewayId })
  const TransitRouterId = await caller.make('CreateTransitRouter', { CenId: await caller.make('CreateCen') })
  const id = await caller.make('CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId })
  const silent = async () => {
    const { bgp: speaking } = await desired(caller, TransitRouterId)
    return speaking?.neighbors.map(({ tellsNothing }) => tellsNothing === true)
  }
  const action = 'UpdateTransitRouterVpnAttachmentAttribute'
  const update = (change: Parameters) => caller.ok(action, { ...anywhere, TransitRouterAttachmentId: id, ...change })
  assert.deepEqual(await silent(), [false])
  await update({ AutoPublishRouteEnabled: false, TransitRouterAttachmentName: 'name' })
  assert.deepEqual(await silent(), [true])
  await update({ TransitRouterAttachmentDescription: 'words' })
  assert.deepEqual(await silent(), [true])
  const { AutoPublishRouteEnabled, TransitRouterAttachmentName, TransitRouterAttachmentDescription } = await shown(
    caller,
    'ListTransitRouterVpnAttachments',
    id,
  )
  assert.deepEqual(
    [AutoPublishRouteEnabled, TransitRouterAttachmentName, TransitRouterAttachmentDescription],
    [false, 'name', 'words'],
  )
})

test('vSwitches of an attached VPC come and go with their zones, and one that is let go of can be deleted', async () => {
  await using caller = await openCaller()
  const { id, request } = await attachedVpc(caller)
  const { VpcId, ZoneMappings } = request
  const [old] = ZoneMappings
  const ZoneId = 'cn-hangzhou-g'
  const VSwitchId = await caller.make('CreateVSwitch', { VpcId, CidrBlock: '10.0.2.0/24', ZoneId })
  const action = 'UpdateTransitRouterVpcAttachmentZones'
  const update = (change: Parameters) => ({ ...anywhere, TransitRouterAttachmentId: id, ...change })
  const mapped = async () => (await shown(caller, 'ListTransitRouterVpcAttachments', id)).ZoneMappings
  await caller.ok(action, update({ AddZoneMappings: [{ VSwitchId, ZoneId }] }))
  assert.deepEqual(await mapped(), [old, { VSwitchId, ZoneId }])
  await caller.refused('DependencyViolation', 'DeleteVSwitch', { VSwitchId: old?.VSwitchId })
  await caller.ok(action, update({ RemoveZoneMappings: ZoneMappings }))
  assert.deepEqual(await mapped(), [{ VSwitchId, ZoneId }])
  await caller.settle()
  await caller.ok('DeleteVSwitch', { VSwitchId: old?.VSwitchId })
  const third = await vSwitch(caller, VpcId, '10.0.3.0/24')
  const there = [{ VSwitchId, ZoneId }]
  const inH = (vSwitchId: string) => [{ VSwitchId: vSwitchId, ZoneId: 'cn-hangzhou-h' }]
  for (const change of [
    { RemoveZoneMappings: there },
    { AddZoneMappings: there },
    { AddZoneMappings: inH(VSwitchId) },
    { RemoveZoneMappings: inH(third) },
    { RemoveZoneMappings: inH(VSwitchId) },
  ]) {
    await caller.refused('IllegalParam.ZoneMappings', action, update(change))
  }
  await caller.refused('MissingParameter', action, update({}))
  const twice = [...there, ...there]
  await caller.refused('Duplicated.ZoneMapping', action, update({ AddZoneMappings: twice }))
})
