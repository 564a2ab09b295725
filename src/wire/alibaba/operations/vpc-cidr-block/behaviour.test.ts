import assert from 'node:assert/strict'
import { test } from 'node:test'
import { desiredGateway } from '../../../../reconcile/desired.ts'
import { readGatewaySnapshot } from '../../../../reconcile/gateway-snapshot.ts'
import { type Caller, openCaller } from '../../testing/caller.ts'
import { connection, everything, router, vpc, vSwitch } from '../../testing/resources.ts'

const zone = 'cn-hangzhou-h'

async function desired(caller: Caller, root: string) {
  const snapshot = await caller.store.read((reader) => readGatewaySnapshot(reader, root))
  return snapshot && desiredGateway(snapshot, undefined)
}

const pendingAfter = (caller: Caller, ticket: number) => caller.store.read((reader) => reader.pending(ticket))

test('a secondary range is shown with its VPC, and vSwitches lie in it, until none does and it is taken away', async () => {
  await using caller = await openCaller()
  const VpcId = await vpc(caller)
  const range = { VpcId, SecondaryCidrBlock: '192.168.0.0/16' }
  const answer = await caller.ok('AssociateVpcCidrBlock', { ...range, IpVersion: 'IPV4' })
  assert.deepEqual([answer.CidrBlock, answer.IpVersion], ['192.168.0.0/16', 'IPV4'])
  const shown = async () => (await caller.ok('DescribeVpcAttribute', { VpcId })).SecondaryCidrBlocks
  assert.deepEqual(await shown(), { SecondaryCidrBlock: ['192.168.0.0/16'] })
  const VSwitchId = await vSwitch(caller, VpcId, '192.168.1.0/24')
  await caller.refused('OperationFailed.CidrInUse', 'UnassociateVpcCidrBlock', range)
  await caller.ok('DeleteVSwitch', { VSwitchId })
  await caller.ok('UnassociateVpcCidrBlock', range)
  assert.deepEqual(await shown(), { SecondaryCidrBlock: [] })
  const inside = { VpcId, CidrBlock: '192.168.1.0/24', ZoneId: zone }
  await caller.refused('InvalidParameter', 'CreateVSwitch', inside)
})

test('a secondary range is reached by gateways and routers, told to networks beside it, and no route leads into it', async () => {
  await using caller = await openCaller()
  const VpcId = await vpc(caller)
  const VSwitchId = await vSwitch(caller, VpcId)
  const VpnGatewayId = await caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10 })
  const other = await vpc(caller, '10.9.0.0/16')
  const TransitRouterId = await router(caller)
  const attach = (Vpc: string, vswitch: string) =>
    caller.make('CreateTransitRouterVpcAttachment', {
      ...{ TransitRouterId, VpcId: Vpc, AutoPublishRouteEnabled: true },
      ZoneMappings: [{ VSwitchId: vswitch, ZoneId: zone }],
    })
  await attach(VpcId, VSwitchId)
  await attach(other, await vSwitch(caller, other, '10.9.1.0/24'))
  await caller.settle()
  const NextHop = await connection(caller, { VpnGatewayId, ...everything })
  await caller.settle()
  const ticket = Math.max(...(await pendingAfter(caller, 0)).map((one) => one.ticket))
  const secondary = ['192.168.0.0/16']
  await caller.ok('AssociateVpcCidrBlock', { VpcId, SecondaryCidrBlock: secondary[0] })
  const asked = (await pendingAfter(caller, ticket)).map(({ root }) => root.id)
  assert.deepEqual(asked.toSorted(), [VpcId, VpnGatewayId, TransitRouterId].toSorted())
  const links = async (root: string) =>
    (await desired(caller, root))?.links.map(({ network, prefix, secondary: more, beyond }) => ({
      ...{ network, prefix, beyond },
      ...(more === undefined ? {} : { secondary: more }),
    }))
  assert.deepEqual(await links(VpnGatewayId), [{ network: VpcId, prefix: '10.0.0.0/16', secondary, beyond: [] }])
  assert.deepEqual(
    (await links(TransitRouterId))?.toSorted((a, b) => (a.prefix < b.prefix ? -1 : 1)),
    [
      { network: VpcId, prefix: '10.0.0.0/16', secondary, beyond: ['10.9.0.0/16'] },
      { network: other, prefix: '10.9.0.0/16', beyond: ['10.0.0.0/16', '192.168.0.0/16'] },
    ],
  )
  await caller.settle()
  const route = { VpnGatewayId, NextHop, RouteDest: '192.168.7.0/24', Weight: 100, PublishVpc: true }
  await caller.refused('VpnRouteEntry.Conflict', 'CreateVpnRouteEntry', route)
})
