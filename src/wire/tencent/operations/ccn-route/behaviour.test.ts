import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import type { Ipv4Prefix } from '../../../../domain/address.ts'
import { attach, instanceOf, makeCcn, makeCcnGateway, makeVpc, routesOf, tableOf } from '../../testing/ccn.ts'
import { at, openSite, type Site, speaking } from '../../testing/site.ts'

const opened: Site[] = []
afterEach(async () => {
  for (const site of opened.splice(0)) await site[Symbol.asyncDispose]()
})

async function openCcn() {
  const site = await openSite({}, { BgpAsn: 65001 })
  opened.push(site)
  const CcnId = await makeCcn(site)
  const enable = async (isEnabled: boolean, ...prefixes: readonly string[]) => {
    const routes = await routesOf(site, CcnId)
    const RouteIds = routes.flatMap((route) => (prefixes.includes(route.DestinationCidrBlock) ? [route.RouteId] : []))
    await site.ask(isEnabled ? 'EnableCcnRoutes' : 'DisableCcnRoutes', { CcnId, RouteIds })
  }
  return { ...site, site, CcnId, enable, table: () => tableOf(site, CcnId) }
}

test('a CCN has each subnet of a VPC, or its whole range where EnableRouteVpcPublish says so', async () => {
  const { site, ask, CcnId, table } = await openCcn()
  const vpc = await makeVpc(site, '10.2.0.0/16', '10.2.3.0/24')
  await attach(site, CcnId, vpc)
  assert.deepEqual(await table(), ['10.2.3.0/24 enabled'])
  const more = { VpcId: vpc, SubnetName: 's', CidrBlock: '10.2.4.0/24', Zone: 'ap-guangzhou-3' }
  const { Subnet } = await ask('CreateSubnet', more)
  assert.deepEqual((await table()).toSorted(), ['10.2.3.0/24 enabled', '10.2.4.0/24 enabled'])
  await ask('DeleteSubnet', { SubnetId: (Subnet as { SubnetId: string }).SubnetId })
  assert.deepEqual(await table(), ['10.2.3.0/24 enabled'])
  await ask('ModifyVpcAttribute', { VpcId: vpc, EnableRouteVpcPublish: true })
  assert.deepEqual(await table(), ['10.2.0.0/16 enabled'])
})

test('a range that a VPC gets, or offers, later than another VPC’s route overlaps it is disabled', async () => {
  const { site, ask, CcnId, installation, table } = await openCcn()
  const offering = await makeVpc(site, '10.5.0.0/16')
  await ask('ModifyVpcAttribute', { VpcId: offering, EnableRouteVpcPublish: true })
  const switched = await makeVpc(site, '10.2.0.0/16', '10.2.3.0/24')
  await attach(site, CcnId, offering)
  await attach(site, CcnId, switched)
  installation.now += 1000
  await attach(site, CcnId, await makeVpc(site, '172.17.0.0/16', '172.17.1.0/24'))
  await attach(site, CcnId, await makeVpc(site, '10.2.0.0/16', '10.2.4.0/24'))
  installation.now += 1000
  await ask('CreateAssistantCidr', { VpcId: offering, CidrBlocks: ['172.17.1.0/24'] })
  await ask('ModifyVpcAttribute', { VpcId: switched, EnableRouteVpcPublish: true })
  const earlier = ['10.2.4.0/24 enabled', '10.5.0.0/16 enabled', '172.17.1.0/24 enabled']
  assert.deepEqual(
    (await table()).toSorted(),
    ['10.2.0.0/16 disabled', ...earlier, '172.17.1.0/24 disabled'].toSorted(),
  )
  await ask('DeleteAssistantCidr', { VpcId: offering, CidrBlocks: ['172.17.1.0/24'] })
  assert.deepEqual((await table()).toSorted(), ['10.2.0.0/16 disabled', ...earlier].toSorted())
})

test('of routes that overlap the later is disabled until somebody exchanges them', async () => {
  const { site, CcnId, installation, enable, table } = await openCcn()
  await attach(site, CcnId, await makeVpc(site, '10.2.0.0/16'))
  installation.now += 1000
  const second = await makeVpc(site, '10.2.0.0/16', '10.2.3.0/24')
  await attach(site, CcnId, second)
  assert.deepEqual(await table(), ['10.2.0.0/16 enabled', '10.2.3.0/24 disabled'])
  await enable(false, '10.2.0.0/16')
  assert.deepEqual(await table(), ['10.2.0.0/16 disabled', '10.2.3.0/24 disabled'])
  await enable(true, '10.2.3.0/24')
  assert.deepEqual(await table(), ['10.2.0.0/16 disabled', '10.2.3.0/24 enabled'])
  await site.ask('DetachCcnInstances', { CcnId, Instances: [instanceOf(second)] })
  assert.deepEqual(await table(), ['10.2.0.0/16 disabled'])
})

test('a route that another’s stood before is enabled once that is gone', async () => {
  const { site, CcnId, installation, table } = await openCcn()
  const first = await makeVpc(site, '10.2.0.0/16')
  await attach(site, CcnId, first)
  installation.now += 1000
  await attach(site, CcnId, await makeVpc(site, '10.2.0.0/16'))
  assert.deepEqual(await table(), ['10.2.0.0/16 enabled', '10.2.0.0/16 disabled'])
  await site.ask('DetachCcnInstances', { CcnId, Instances: [instanceOf(first)] })
  assert.deepEqual(await table(), ['10.2.0.0/16 enabled'])
})

test('with RouteOverlapFlag routes exclude one another only where they are of the same prefix', async () => {
  const { site, ask, refusal, CcnId, installation, table } = await openCcn()
  await ask('ModifyCcnAttribute', { CcnId, RouteOverlapFlag: true })
  for (const subnet of [undefined, '10.2.3.0/24', '10.2.3.0/24']) {
    await attach(site, CcnId, await makeVpc(site, '10.2.0.0/16', subnet))
    installation.now += 1000
  }
  assert.deepEqual(await table(), ['10.2.0.0/16 enabled', '10.2.3.0/24 enabled', '10.2.3.0/24 disabled'])
  const RouteIds = (await routesOf(site, CcnId)).flatMap(({ Enabled, RouteId }) => (Enabled ? [] : [RouteId]))
  assert.equal(await refusal('EnableCcnRoutes', { CcnId, RouteIds }), 'UnsupportedOperation.Ecmp')
})

test('routes of a gateway are the CCN’s while they are enabled, and what its neighbor tells is too', async () => {
  const { site, ask, CcnId, connect, stored, installation, enable, table } = await openCcn()
  const gateway = await makeCcnGateway(site)
  await attach(site, CcnId, gateway)
  const connection = await connect({ VpnGatewayId: gateway, ...speaking })
  const route = { InstanceType: 'VPNCONN', InstanceId: connection, Priority: 0, Status: 'ENABLE' }
  const Routes = [{ ...route, DestinationCidrBlock: '172.16.0.0/16' }]
  const made = await ask('CreateVpnGatewayRoutes', { VpnGatewayId: gateway, Routes })
  assert.deepEqual(await table(), ['172.16.0.0/16 enabled'])
  const RouteId = at(made, 'Routes.0.RouteId')
  await ask('ModifyVpnGatewayRoutes', { VpnGatewayId: gateway, Routes: [{ RouteId, Status: 'DISABLE' }] })
  assert.deepEqual(await table(), [])
  const tunnel = (await stored('connection', connection))?.spec.tunnels[0]?.id ?? ''
  const received = [{ prefix: '172.20.0.0/16' as Ipv4Prefix, asPath: [65_001, 65_002], selected: true }]
  const session = { tunnel, state: 'established', since: installation.now, received }
  const nothing = { id: gateway, links: [], policies: [], routes: [], tunnels: [] }
  const bgp = { sessions: [session], installed: [] } as never
  installation.observed.record(gateway, { ...nothing, bgp }, installation.now)
  const { RouteSet } = await ask('DescribeCcnRoutes', { CcnId })
  const { IsBgp, AsPath } = (RouteSet as { IsBgp: boolean; AsPath: string }[])[0] ?? {}
  assert.deepEqual([IsBgp, AsPath], [true, '65001/65002'])
  await enable(false, '172.20.0.0/16')
  assert.deepEqual(await table(), ['172.20.0.0/16 disabled'])
})

test('a gateway has what its CCN leads to among its routes, which nobody can change', async () => {
  const { site, ask, refusal, CcnId, enable } = await openCcn()
  const VpnGatewayId = await makeCcnGateway(site)
  await attach(site, CcnId, VpnGatewayId, await makeVpc(site, '10.2.0.0/16'), await makeVpc(site, '10.3.0.0/16'))
  await enable(false, '10.3.0.0/16')
  const Filters = [{ Name: 'InstanceType', Values: ['CCN'] }]
  const { Routes, TotalCount } = await ask('DescribeVpnGatewayRoutes', { VpnGatewayId, Filters })
  const [route] = Routes as { RouteId: string }[]
  const { RouteId, ...rest } = route ?? { RouteId: '' }
  assert.equal(TotalCount, 1)
  assert.deepEqual(rest, {
    DestinationCidrBlock: '10.2.0.0/16',
    InstanceType: 'CCN',
    InstanceId: CcnId,
    Priority: 0,
    Status: 'ENABLE',
    Type: 'CCN',
    CreateTime: '2026-11-20 20:00:00',
    UpdateTime: '2026-11-20 20:00:00',
    Description: '',
  })
  const change = { VpnGatewayId, Routes: [{ RouteId, Status: 'DISABLE' }] }
  assert.equal(await refusal('ModifyVpnGatewayRoutes', change), 'UnsupportedOperation')
})

test('a CCN’s route is in the way of a VPC’s own, and told as a conflict', async () => {
  const { site, ask, refusal, CcnId, enable } = await openCcn()
  await attach(site, CcnId, site.vpc, await makeVpc(site, '10.2.0.0/16'))
  const RouteTableId = site.vpc.replace('vpc-', 'rtb-')
  const DestinationCidrBlocks = ['10.2.0.0/16', '10.9.0.0/16']
  const conflicts = async () =>
    (await ask('DescribeRouteConflicts', { RouteTableId, DestinationCidrBlocks })).RouteConflictSet
  const [conflict, ...others] = (await conflicts()) as { DestinationCidrBlock: string; ConflictSet: object[] }[]
  assert.deepEqual([conflict?.DestinationCidrBlock, others], ['10.2.0.0/16', []])
  const { GatewayType, GatewayId, RouteType } = (conflict?.ConflictSet[0] ?? {}) as Readonly<Record<string, string>>
  assert.deepEqual([GatewayType, GatewayId, RouteType], ['CCN', CcnId, 'CCN'])
  const Routes = [{ DestinationCidrBlock: '10.2.0.0/16', GatewayType: 'VPN', GatewayId: site.gateway }]
  assert.equal(await refusal('CreateRoutes', { RouteTableId, Routes }), 'UnsupportedOperation.EcmpWithCcnRoute')
  await enable(false, '10.2.0.0/16')
  assert.deepEqual(await conflicts(), [])
  await ask('CreateRoutes', { RouteTableId, Routes })
})

test('routes are found by their ids, or by filters', async () => {
  const { site, ask, refusal, CcnId } = await openCcn()
  const [one, other] = [await makeVpc(site, '10.2.0.0/16'), await makeVpc(site, '10.3.0.0/16')]
  await attach(site, CcnId, one, other)
  const all = await routesOf(site, CcnId)
  const found = async (parameters: object) =>
    (at(await ask('DescribeCcnRoutes', { CcnId, ...parameters }), 'RouteSet') as { InstanceId: string }[]).map(
      ({ InstanceId }) => InstanceId,
    )
  const RouteIds = all.flatMap(({ InstanceId, RouteId }) => (InstanceId === other ? [RouteId] : []))
  assert.deepEqual(await found({ RouteIds }), [other])
  for (const [Name, value, expected] of [
    ['route-id', RouteIds[0], other],
    ['cidr-block', '10.2.0.0/16', one],
    ['instance-id', other, other],
  ]) {
    assert.deepEqual(await found({ Filters: [{ Name, Values: [value] }] }), [expected])
  }
  assert.deepEqual(await found({ Filters: [{ Name: 'instance-type', Values: ['VPNGW'] }] }), [])
  const ofTable = [{ Name: 'route-table-id', Values: [CcnId.replace('ccn-', 'ccnrtb-')] }]
  assert.equal((await found({ Filters: ofTable })).length, 2)
  assert.equal((await found({ Offset: 1, Limit: 5 })).length, 1)
  assert.equal(await refusal('DescribeCcnRoutes', { CcnId, RouteIds, Filters: ofTable }), 'InvalidParameter.Coexist')
})
