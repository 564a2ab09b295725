import assert from 'node:assert/strict'
import { test } from 'node:test'
import { desiredGateway } from '../../../../reconcile/desired.ts'
import { readGatewaySnapshot } from '../../../../reconcile/gateway-snapshot.ts'
import { type Caller, openCaller, type Parameters } from '../../testing/caller.ts'
import { attachment, router, vpc, vSwitch } from '../../testing/resources.ts'
import { systemTableId } from '../transit-router-route-table/view.ts'

/** A router that a VPC 10.0.0.0/16 and a connection to 172.16.0.0/12 are attached to. */
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
  const TransitRouterRouteTableId = systemTableId(TransitRouterId)
  return { TransitRouterId, TransitRouterRouteTableId, VpcId, VpnId, vpcId, vpnId, tunnel: String(tunnel?.id) }
}

const create = (caller: Caller, TransitRouterRouteTableId: string, to: string, hop?: string) =>
  caller.make('CreateTransitRouterRouteEntry', {
    TransitRouterRouteTableId,
    TransitRouterRouteEntryDestinationCidrBlock: to,
    TransitRouterRouteEntryNextHopType: hop === undefined ? 'BlackHole' : 'Attachment',
    ...(hop === undefined ? {} : { TransitRouterRouteEntryNextHopId: hop }),
  })

const list = async (caller: Caller, TransitRouterRouteTableId: string, parameters: Parameters = {}) =>
  (await caller.get('TransitRouterRouteEntries', 'ListTransitRouterRouteEntries', {
    TransitRouterRouteTableId,
    ...parameters,
  })) as Parameters[]

/** Type, destination, next hop and status. */
const told = async (caller: Caller, table: string, parameters: Parameters = {}) =>
  (await list(caller, table, parameters)).map((entry) =>
    ['Type', 'DestinationCidrBlock', 'NextHopId', 'Status']
      .map((name) => entry[`TransitRouterRouteEntry${name}`])
      .join(' '),
  )

/** What the data plane is to have of the router. */
async function world(caller: Caller, TransitRouterId: string) {
  const snapshot = await caller.store.read((reader) => readGatewaySnapshot(reader, TransitRouterId))
  return { gates: (snapshot && desiredGateway(snapshot, undefined))?.gates ?? [] }
}

test('a table has what attachments propagate, and an entry that was made comes before what is propagated', async () => {
  await using caller = await openCaller()
  const { TransitRouterRouteTableId: table, vpcId, vpnId, VpnId } = await attachedBoth(caller)
  const propagated = [`Propagated 172.16.0.0/12 ${vpnId} Active`, `Propagated 10.0.0.0/16 ${vpcId} Active`]
  assert.deepEqual((await told(caller, table)).toSorted(), propagated.toSorted())
  const id = await create(caller, table, '172.16.0.0/12')
  assert.deepEqual(await told(caller, table, { TransitRouterRouteEntryIds: [id] }), ['Static 172.16.0.0/12  Creating'])
  await caller.settle()
  assert.deepEqual(await told(caller, table), [
    'Static 172.16.0.0/12  Active',
    `Propagated 10.0.0.0/16 ${vpcId} Active`,
  ])
  const candidate = { TransitRouterRouteEntryStatus: 'Candidate' }
  assert.deepEqual(await told(caller, table, candidate), [`Propagated 172.16.0.0/12 ${vpnId} Candidate`])
  assert.equal((await told(caller, table, { TransitRouterRouteEntryStatus: 'All' })).length, 3)
  const [entry = {}] = await list(caller, table, candidate)
  const { PathAttributes, CreateTime: _, TransitRouterRouteEntryId: __, ...shown } = entry
  assert.deepEqual(PathAttributes, {
    AsPaths: [],
    Communities: [],
    OriginInstanceId: VpnId,
    OriginInstanceType: 'VPN',
    OriginRouteType: 'System',
    Preference: 50,
  })
  const text = (of: object) =>
    Object.fromEntries(Object.entries(of).map(([name, value]) => [`TransitRouterRouteEntry${name}`, value]))
  assert.deepEqual(shown, {
    ...{ OperationalMode: false, PrefixListId: '', Tag: '' },
    ...text({ Description: '', DestinationCidrBlock: '172.16.0.0/12', Name: '', NextHopId: vpnId }),
    ...text({ NextHopResourceId: VpnId, NextHopResourceType: 'VPN', NextHopType: 'Attachment' }),
    ...text({ OriginResourceId: VpnId, OriginResourceType: 'VPN', Status: 'Candidate', Type: 'Propagated' }),
  })
})

test('entries are found by what they are, and by prefixes that they are, lie in, hold, or hold best', async () => {
  await using caller = await openCaller()
  const { TransitRouterRouteTableId: table, VpcId, vpnId, vpcId } = await attachedBoth(caller)
  await create(caller, table, '172.20.0.0/16', vpnId)
  await create(caller, table, '172.20.1.0/24')
  const found = async (parameters: Parameters) =>
    (await list(caller, table, parameters))
      .map((entry) => entry.TransitRouterRouteEntryDestinationCidrBlock)
      .toSorted()
      .join(' ')
  const by = (name: string, value: unknown) => found({ [`TransitRouterRouteEntry${name}`]: value })
  assert.equal(await by('Type', 'Static'), '172.20.0.0/16 172.20.1.0/24')
  assert.equal(await by('NextHopType', 'BlackHole'), '172.20.1.0/24')
  assert.equal(await by('NextHopId', vpnId), '172.16.0.0/12 172.20.0.0/16')
  assert.equal(await by('NextHopResourceId', VpcId), '10.0.0.0/16')
  assert.equal(await by('NextHopResourceType', 'VPC'), '10.0.0.0/16')
  assert.equal(await by('OriginResourceType', 'VPN'), '172.16.0.0/12')
  assert.equal(await by('OriginResourceId', VpcId), '10.0.0.0/16')
  assert.equal(await by('DestinationCidrBlock', '10.0.0.0/16'), '10.0.0.0/16')
  assert.equal(await by('Names', ['none']), '')
  const filter = (Key: string, ...Value: string[]) => found({ RouteFilter: [{ Key, Value }] })
  assert.equal(await filter('PrefixExactMatchCidrs', '172.20.0.0/16', '10.0.0.0/16'), '10.0.0.0/16 172.20.0.0/16')
  assert.equal(await filter('SubnetOfMatchCidrs', '172.20.0.0/16'), '172.20.0.0/16 172.20.1.0/24')
  assert.equal(await filter('SupernetOfMatchCidrs', '172.20.1.0/24'), '172.16.0.0/12 172.20.0.0/16 172.20.1.0/24')
  assert.equal(await filter('PrefixLongestMatchCidrs', '172.20.9.0/24'), '172.20.0.0/16')
  assert.deepEqual(await told(caller, table, { MaxResults: 1, TransitRouterRouteEntryNextHopId: vpcId }), [
    `Propagated 10.0.0.0/16 ${vpcId} Active`,
  ])
})

test('packets are led and dropped by the entries of the table that their attachment is associated with', async () => {
  await using caller = await openCaller()
  const { TransitRouterId, TransitRouterRouteTableId: table, VpcId, vpnId, tunnel } = await attachedBoth(caller)
  assert.deepEqual(await world(caller, TransitRouterId), { gates: [] })
  const made = await caller.make('CreateTransitRouterRouteTable', { TransitRouterId })
  await create(caller, made, '172.20.0.0/16')
  assert.deepEqual(await world(caller, TransitRouterId), { gates: [] })
  const hole = await create(caller, table, '172.20.0.0/16')
  const id = await create(caller, table, '192.168.0.0/16', vpnId)
  const fromVpc = { from: { network: VpcId }, admitted: ['172.16.0.0/12'] }
  const lead = { prefix: '192.168.0.0/16', tunnels: [[tunnel]] }
  // What leads back to where packets come from drops them.
  const fromVpn = { from: { tunnel }, admitted: ['10.0.0.0/16'], refused: ['172.20.0.0/16', '192.168.0.0/16'] }
  assert.deepEqual(await world(caller, TransitRouterId), {
    gates: [{ ...fromVpc, refused: ['172.20.0.0/16'], leads: [lead] }, fromVpn],
  })
  await caller.ok('DeleteTransitRouterRouteEntry', { TransitRouterRouteEntryId: hole })
  await caller.ok('DeleteTransitRouterRouteEntry', {
    TransitRouterRouteTableId: table,
    TransitRouterRouteEntryDestinationCidrBlock: '192.168.0.0/16',
    TransitRouterRouteEntryNextHopId: vpnId,
  })
  await caller.refused('IllegalParam.TransitRouterRouteEntryId', 'UpdateTransitRouterRouteEntry', {
    TransitRouterRouteEntryId: id,
  })
  assert.deepEqual(await world(caller, TransitRouterId), { gates: [] })
})

test('an entry is not deleted by what it is not, and holds its table and its next hop', async () => {
  await using caller = await openCaller()
  const { TransitRouterId, vpcId, vpnId } = await attachedBoth(caller)
  const table = await caller.make('CreateTransitRouterRouteTable', { TransitRouterId })
  const TransitRouterRouteEntryId = await create(caller, table, '192.168.0.0/16', vpnId)
  for (const said of [
    { TransitRouterRouteEntryNextHopId: vpcId },
    { TransitRouterRouteEntryNextHopType: 'BlackHole' },
    { TransitRouterRouteEntryDestinationCidrBlock: '192.168.0.0/17' },
  ]) {
    const request = { TransitRouterRouteEntryId, ...said }
    await caller.refused('IllegalParam.TransitRouterRouteEntryId', 'DeleteTransitRouterRouteEntry', request)
  }
  const code = 'IncorrectStatus.TransitRouterRouteTable'
  await caller.refused(code, 'DeleteTransitRouterRouteTable', { TransitRouterRouteTableId: table })
  const gone = { TransitRouterAttachmentId: vpnId }
  await caller.refused('OperationFailed.RouteEntryExist', 'DeleteTransitRouterVpnAttachment', gone)
  await caller.ok('DeleteTransitRouterVpnAttachment', { ...gone, Force: true })
  assert.deepEqual(await told(caller, table), [])
  await caller.ok('DeleteTransitRouterRouteTable', { TransitRouterRouteTableId: table })
})
