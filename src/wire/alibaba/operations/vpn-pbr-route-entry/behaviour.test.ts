import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Caller, openCaller, type Parameters } from '../../testing/caller.ts'
import { connectionOn, gateway } from '../../testing/resources.ts'
import { intoAnother, namingOf, newRoute } from '../../testing/route-provocations.ts'
import { destinationBased, policyBased } from '../../testing/routes.ts'

const create = 'CreateVpnPbrRouteEntry'
const RouteSource = '10.0.1.0/24'
const destination = '172.20.0.0/16'

const newPolicy = (caller: Caller, differs: Parameters = {}) => newRoute(caller, { RouteSource, ...differs })

const publicationOf = ({ VpnGatewayId, NextHop, RouteDest }: Parameters) => ({ VpnGatewayId, NextHop, RouteDest })

test('a policy-based route that names no priority has 10, is echoed and listed, and not among the others', async () => {
  await using caller = await openCaller()
  const route = await newPolicy(caller)
  const { RequestId: _, ...made } = await caller.ok(create, route)
  const shown = {
    CreateTime: caller.now,
    NextHop: route.NextHop,
    Priority: 10,
    RouteDest: destination,
    RouteSource,
    State: 'published',
    VpnInstanceId: route.VpnGatewayId,
    Weight: 100,
  }
  assert.deepEqual(made, { ...shown, Description: '', OverlayMode: 'Ipsec' })
  assert.deepEqual(await policyBased(caller, route.VpnGatewayId), [shown])
  assert.deepEqual(await destinationBased(caller, route.VpnGatewayId), [])
})

test('a weight and a priority change alone or together, and the old ones name no route any more', async () => {
  await using caller = await openCaller()
  const route = namingOf(await newPolicy(caller, { Priority: 20 }))
  await caller.ok(create, { ...route, PublishVpc: false })
  const ranks = async () => {
    const [entry] = await policyBased(caller, route.VpnGatewayId)
    return [entry?.Weight, entry?.Priority]
  }
  await caller.ok('ModifyVpnPbrRouteEntryWeight', { ...route, NewWeight: 0 })
  assert.deepEqual(await ranks(), [0, 20])
  await caller.refused('InvalidRouteEntry.NotFound', 'ModifyVpnPbrRouteEntryPriority', { ...route, NewPriority: 30 })
  const standby = { ...route, Weight: 0 }
  await caller.ok('ModifyVpnPbrRouteEntryPriority', { ...standby, Priority: undefined, NewPriority: 30 })
  assert.deepEqual(await ranks(), [0, 30])
  await caller.refused('InvalidRouteEntry.NotFound', 'DeleteVpnPbrRouteEntry', standby)
  const both = { ...standby, Priority: 30 }
  await caller.ok('ModifyVpnPbrRouteEntryAttribute', { ...both, NewWeight: 100, NewPriority: 1 })
  assert.deepEqual(await ranks(), [100, 1])
  await caller.ok('ModifyVpnPbrRouteEntryAttribute', { ...route, Priority: 1, NewPriority: 100 })
  assert.deepEqual(await ranks(), [100, 100])
  await caller.ok('DeleteVpnPbrRouteEntry', { ...route, Priority: undefined })
  assert.deepEqual(await policyBased(caller, route.VpnGatewayId), [])
})

test('a priority outside of 1 to 100 is refused, and the bounds are taken', async () => {
  await using caller = await openCaller()
  const route = await newPolicy(caller)
  for (const Priority of [0, 101]) await caller.refused('InvalidParameter', create, { ...route, Priority })
  await caller.ok(create, { ...route, Priority: 1 })
  await caller.ok(create, { ...route, RouteSource: '10.0.2.0/24', Priority: 100 })
})

test('policies of two sources and one destination are two routes, and RouteSource says which is published', async () => {
  await using caller = await openCaller()
  const route = await newPolicy(caller)
  await caller.ok(create, route)
  await caller.ok(create, { ...route, RouteSource: '10.0.2.0/24' })
  const publish = { ...publicationOf(route), RouteType: 'pbr' }
  const states = async () =>
    (await policyBased(caller, route.VpnGatewayId)).map((entry) => `${entry.RouteSource} ${entry.State}`)
  await caller.ok('PublishVpnRouteEntry', { ...publish, RouteSource, PublishVpc: false })
  assert.deepEqual(await states(), ['10.0.2.0/24 published', '10.0.1.0/24 normal'])
  await caller.ok('PublishVpnRouteEntry', { ...publish, PublishVpc: false })
  assert.deepEqual(await states(), ['10.0.2.0/24 normal', '10.0.1.0/24 normal'])
  await caller.ok('PublishVpnRouteEntry', { ...publish, PublishVpc: true })
  assert.deepEqual(await states(), ['10.0.2.0/24 published', '10.0.1.0/24 published'])
})

test('withdrawing a policy-based route withdraws the destination-based one of its next hop, and not the reverse', async () => {
  await using caller = await openCaller()
  const route = await newPolicy(caller)
  await caller.ok(create, route)
  const { RouteSource: _, ...plain } = route
  await caller.ok('CreateVpnRouteEntry', plain)
  const states = async () => {
    const all = [
      ...(await policyBased(caller, route.VpnGatewayId)),
      ...(await destinationBased(caller, route.VpnGatewayId)),
    ]
    return all.map(({ State }) => State)
  }
  const publish = publicationOf(route)
  await caller.ok('PublishVpnRouteEntry', { ...publish, RouteType: 'dbr', PublishVpc: false })
  assert.deepEqual(await states(), ['published', 'normal'])
  await caller.ok('PublishVpnRouteEntry', { ...publish, RouteType: 'dbr', PublishVpc: true })
  await caller.ok('PublishVpnRouteEntry', { ...publish, RouteType: 'pbr', PublishVpc: false })
  assert.deepEqual(await states(), ['normal', 'normal'])
  await caller.ok('PublishVpnRouteEntry', { ...publish, RouteType: 'pbr', PublishVpc: true })
  assert.deepEqual(await states(), ['published', 'normal'])
})

/** A gateway with a connection of two local prefixes and one remote one. */
async function automatic(caller: Caller) {
  const VpnGatewayId = await gateway(caller)
  const subnets = { LocalSubnet: '10.0.1.0/24,10.0.2.0/24', RemoteSubnet: destination }
  const ikev2 = { IkeConfig: JSON.stringify({ IkeVersion: 'ikev2' }) }
  const NextHop = await connectionOn(caller, VpnGatewayId, { ...subnets, ...ikev2 })
  await caller.settle()
  return { VpnGatewayId, NextHop, RouteDest: destination, RouteSource, Weight: 100 }
}

const spelled = async (caller: Caller, VpnGatewayId: string) =>
  (await policyBased(caller, VpnGatewayId)).map(
    (entry) => `${entry.RouteSource} ${entry.Weight} ${entry.Priority} ${entry.State}`,
  )

test('a connection has a published policy of weight 100 and priority 10 for each pair of its subnets, unless told not to', async () => {
  await using caller = await openCaller()
  const { VpnGatewayId } = await automatic(caller)
  assert.deepEqual(await spelled(caller, VpnGatewayId), [
    '10.0.1.0/24 100 10 published',
    '10.0.2.0/24 100 10 published',
  ])
  const other = await gateway(caller)
  await connectionOn(caller, other, { AutoConfigRoute: false })
  assert.deepEqual(await policyBased(caller, other), [])
})

test('a policy that a connection has by itself is changed, withdrawn and deleted like any other', async () => {
  await using caller = await openCaller()
  const route = await automatic(caller)
  const { VpnGatewayId } = route
  const untouched = '10.0.2.0/24 100 10 published'
  await caller.refused('VpnRouteEntry.AlreadyExists', create, { ...route, PublishVpc: true })
  await caller.ok('ModifyVpnPbrRouteEntryPriority', { ...route, NewPriority: 7 })
  assert.deepEqual(await spelled(caller, VpnGatewayId), ['10.0.1.0/24 100 7 published', untouched])
  const publish = { ...publicationOf(route), RouteSource, RouteType: 'pbr' }
  await caller.ok('PublishVpnRouteEntry', { ...publish, PublishVpc: false })
  await caller.ok('ModifyVpnPbrRouteEntryWeight', { ...route, NewWeight: 0 })
  assert.deepEqual(await spelled(caller, VpnGatewayId), ['10.0.1.0/24 0 7 normal', untouched])
  await caller.ok('DeleteVpnPbrRouteEntry', { ...route, Weight: 0 })
  await caller.ok('DeleteVpnPbrRouteEntry', { ...route, RouteSource: '10.0.2.0/24' })
  assert.deepEqual(await spelled(caller, VpnGatewayId), [])
  await caller.refused('InvalidRouteEntry.NotFound', 'DeleteVpnPbrRouteEntry', route)
  await caller.ok(create, { ...route, PublishVpc: false })
  assert.deepEqual(await spelled(caller, VpnGatewayId), ['10.0.1.0/24 100 10 normal'])
})

test('a policy that was changed or deleted is as the connection has it again, once that has let go of it and taken it up', async () => {
  await using caller = await openCaller()
  const route = await automatic(caller)
  const { VpnGatewayId, NextHop: VpnConnectionId } = route
  const before = await spelled(caller, VpnGatewayId)
  const modify = async (change: object) => {
    await caller.ok('ModifyVpnConnectionAttribute', { VpnConnectionId, ...change })
    await caller.settle()
    return spelled(caller, VpnGatewayId)
  }
  const touch = async () => {
    await caller.ok('ModifyVpnPbrRouteEntryWeight', { ...route, NewWeight: 0 })
    await caller.ok('DeleteVpnPbrRouteEntry', { ...route, RouteSource: '10.0.2.0/24' })
  }
  await touch()
  assert.deepEqual(await modify({ EffectImmediately: true }), ['10.0.1.0/24 0 10 published'])
  assert.deepEqual(await modify({ AutoConfigRoute: false }), [])
  assert.deepEqual(await modify({ AutoConfigRoute: true }), before)
  await touch()
  const elsewhere = await modify({ RemoteSubnet: '172.30.0.0/16' })
  assert.deepEqual(elsewhere, before)
  assert.deepEqual(await modify({ RemoteSubnet: destination }), before)
})

test('an entry that was asked for stays when its connection comes to have the same by itself, and has it no more', async () => {
  await using caller = await openCaller()
  const route = await automatic(caller)
  const { VpnGatewayId, NextHop: VpnConnectionId } = route
  const modify = async (AutoConfigRoute: boolean) => {
    await caller.ok('ModifyVpnConnectionAttribute', { VpnConnectionId, AutoConfigRoute })
    await caller.settle()
  }
  await modify(false)
  await caller.ok(create, { ...route, PublishVpc: false })
  const asked = ['10.0.1.0/24 100 10 normal']
  assert.deepEqual(await spelled(caller, VpnGatewayId), asked)
  await modify(true)
  await modify(false)
  assert.deepEqual(await spelled(caller, VpnGatewayId), asked)
})

test('beside a policy that a connection has by itself another has room for a standby, and for no second active one', async () => {
  await using caller = await openCaller()
  const route = { ...(await automatic(caller)), PublishVpc: false }
  const another = await intoAnother(caller, route)
  await caller.refused('VpnRouteEntry.BackupRoute', create, another)
  await caller.ok(create, { ...another, Weight: 0 })
  const demote = { ...namingOf(route), NewWeight: 0 }
  await caller.refused('VpnRouteEntry.BackupRoute', 'ModifyVpnPbrRouteEntryWeight', demote)
  const promote = { ...namingOf(another), Weight: 0, NewWeight: 100 }
  await caller.refused('VpnRouteEntry.BackupRoute', 'ModifyVpnPbrRouteEntryWeight', promote)
  await caller.ok('DeleteVpnPbrRouteEntry', namingOf(route))
  await caller.ok('ModifyVpnPbrRouteEntryWeight', promote)
})
