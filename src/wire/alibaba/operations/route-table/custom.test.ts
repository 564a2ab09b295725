import assert from 'node:assert/strict'
import { test } from 'node:test'
import { desiredRouting } from '../../../http/testing/desired-routing.ts'
import { type Caller, openCaller, type Parameters } from '../../testing/caller.ts'
import { vpc, vSwitch } from '../../testing/resources.ts'

const destination = '172.20.0.0/16'

/** A VPC with two vSwitches, a VPN gateway, and a route table beside the system's. */
async function place(caller: Caller) {
  const VpcId = await vpc(caller)
  const vSwitches = [await vSwitch(caller, VpcId), await vSwitch(caller, VpcId, '10.0.2.0/24')] as const
  const gateway = await caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10 })
  const named = { RouteTableName: 'custom', Description: 'words', Tag: [{ Key: 'env', Value: 'test' }] }
  const RouteTableId = String((await caller.ok('CreateRouteTable', { VpcId, ...named })).RouteTableId)
  const system = VpcId.replace('vpc-', 'vtb-')
  return { VpcId, vSwitches, gateway, RouteTableId, system, entry: entryOf(RouteTableId, gateway) }
}

const entryOf = (RouteTableId: string, NextHopId: string) => ({
  ...{ RouteTableId, NextHopId },
  ...{ DestinationCidrBlock: destination, NextHopType: 'VpnGateway' },
})

const tables = async (caller: Caller, parameters: Parameters) =>
  (await caller.get('RouterTableList.RouterTableListType', 'DescribeRouteTableList', parameters)) as Parameters[]

const entries = async (caller: Caller, RouteTableId: string) =>
  ((await caller.get('RouteEntrys.RouteEntry', 'DescribeRouteEntryList', { RouteTableId })) as Parameters[]).map(
    ({ DestinationCidrBlock, Type, RouteTableId: of }) => `${Type} ${DestinationCidrBlock} ${of === RouteTableId}`,
  )

const desired = (caller: Caller, vpcId: string, gateway: string) => desiredRouting(caller.store, vpcId, gateway)

test('a route table that somebody made is shown beside the system’s, with what it was given and its vSwitches', async () => {
  await using caller = await openCaller()
  const { VpcId, vSwitches, RouteTableId, system } = await place(caller)
  const [one, other] = vSwitches
  await caller.ok('AssociateRouteTable', { RouteTableId, VSwitchId: one })
  const shown = (await tables(caller, { VpcId })).map((table) => ({
    ...{ id: table.RouteTableId, type: table.RouteTableType, name: table.RouteTableName, words: table.Description },
    ...{ routed: table.VSwitchIds, told: table.RoutePropagationEnable },
  }))
  assert.deepEqual(
    shown.toSorted((a, b) => (String(a.type) < String(b.type) ? -1 : 1)),
    [
      { id: RouteTableId, type: 'Custom', name: 'custom', words: 'words', routed: { VSwitchId: [one] }, told: false },
      { id: system, type: 'System', name: '', words: '', routed: { VSwitchId: [other] }, told: true },
    ],
  )
  const found = async (parameters: Parameters) => (await tables(caller, parameters)).map((table) => table.RouteTableId)
  assert.deepEqual(await found({ RouteTableName: 'custom' }), [RouteTableId])
  assert.deepEqual(await found({ RouteTableType: 'System' }), [system])
  assert.deepEqual(await found({ RouteTableId }), [RouteTableId])
  assert.deepEqual(await found({ Tag: [{ Key: 'env', Value: 'test' }] }), [RouteTableId])
  const listed = (RouteTable: string) =>
    caller.get('VSwitches.VSwitch.1.VSwitchId', 'DescribeVSwitches', { RouteTableId: RouteTable })
  assert.deepEqual([await listed(RouteTableId), await listed(system)], [one, other])
  const table = await caller.get('RouteTable', 'DescribeVSwitchAttributes', { VSwitchId: one })
  assert.deepEqual(table, { RouteTableId, RouteTableType: 'Custom' })
  const ids = await caller.get('Vpcs.Vpc.1.RouterTableIds', 'DescribeVpcs')
  assert.deepEqual(ids, { RouterTableIds: [system, RouteTableId] })
})

test('an entry of a route table leads the vSwitches that are associated with it into the gateway, and no others', async () => {
  await using caller = await openCaller()
  const { VpcId, vSwitches, gateway, RouteTableId, system, entry } = await place(caller)
  const [VSwitchId] = vSwitches
  const RouteEntryId = await caller.make('CreateRouteEntry', entry)
  await caller.ok('AssociateRouteTable', { RouteTableId, VSwitchId })
  const leads = {
    routed: [[VSwitchId, RouteTableId]],
    beyond: [],
    tables: [{ table: RouteTableId, beyond: [destination] }],
  }
  assert.deepEqual(await desired(caller, VpcId, gateway), leads)
  const subnets = ['System 10.0.1.0/24 true', 'System 10.0.2.0/24 true']
  assert.deepEqual(await entries(caller, RouteTableId), [...subnets, `Custom ${destination} true`])
  assert.deepEqual(await entries(caller, system), subnets)
  await caller.ok('CreateRouteEntry', entryOf(system, gateway))
  assert.deepEqual(await desired(caller, VpcId, gateway), { ...leads, beyond: [destination] })
  const counted = await caller.get('RouteEntrySummarys', 'GetVpcRouteEntrySummary', { VpcId, RouteEntryType: 'Custom' })
  assert.deepEqual(
    (counted as Parameters[]).map((each) => each.RouteTableId),
    [system, RouteTableId],
  )
  await caller.ok('DeleteRouteEntry', { RouteTableId, DestinationCidrBlock: destination })
  await caller.ok('UnassociateRouteTable', { RouteTableId, VSwitchId })
  assert.deepEqual(await desired(caller, VpcId, gateway), { routed: [], beyond: [destination], tables: undefined })
  await caller.refused('InvalidRouteEntry.NotFound', 'DeleteRouteEntry', { RouteEntryId })
})

test('an entry of a route table leads into another gateway of the VPC once it is modified, by its id alone', async () => {
  await using caller = await openCaller()
  const { VpcId, gateway, RouteTableId, entry } = await place(caller)
  const RouteEntryId = await caller.make('CreateRouteEntry', entry)
  const NewNextHopId = await caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10 })
  const change = { NewNextHopId, NewNextHopType: 'VpnGateway', RouteEntryName: 'renamed' }
  await caller.ok('ModifyRouteEntry', { RouteEntryId, ...change })
  assert.equal((await desired(caller, VpcId, gateway)).tables, undefined)
  const led = [{ table: RouteTableId, beyond: [destination] }]
  assert.deepEqual((await desired(caller, VpcId, NewNextHopId)).tables, led)
})

test('a route table that somebody made is renamed, and takes no routes that gateways or routers tell', async () => {
  await using caller = await openCaller()
  const { RouteTableId } = await place(caller)
  const change = { RouteTableId, RouteTableName: 'renamed', RoutePropagationEnable: false }
  await caller.ok('ModifyRouteTableAttributes', change)
  const [table] = await tables(caller, { RouteTableId })
  assert.deepEqual([table?.RouteTableName, table?.Description], ['renamed', 'words'])
})
