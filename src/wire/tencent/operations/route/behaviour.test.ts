import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { routeTableOf } from '../../ids.ts'
import { at, openSite } from '../../testing/site.ts'

const site = await openSite()
after(() => site[Symbol.asyncDispose]())

const RouteTableId = routeTableOf(site.vpc)

type Shown = Readonly<Record<string, unknown>>

const to = (DestinationCidrBlock: string, more: object = {}) => ({
  DestinationCidrBlock,
  GatewayType: 'VPN',
  GatewayId: site.gateway,
  ...more,
})

const routes = async () => {
  const answer = await site.ask('DescribeRouteTables', { RouteTableIds: [RouteTableId] })
  return at(answer, 'RouteTableSet.0.RouteSet') as readonly Shown[]
}

const create = async (...Routes: object[]) => {
  const answer = await site.ask('CreateRoutes', { RouteTableId, Routes })
  assert.deepEqual([answer.TotalCount, (answer.RouteTableSet as unknown[]).length], [1, 1])
  return at(answer, 'RouteTableSet.0.RouteSet') as readonly Shown[]
}

test('a new route is answered alone in its table, and listed after those that were there', async () => {
  const [first] = await create(to('172.30.0.0/16', { RouteDescription: 'old' }))
  const made = await create(to('172.31.0.0/16', { RouteDescription: '', Enabled: true }))
  assert.equal(made.length, 1)
  const [route] = made
  assert.match(String(route?.RouteItemId), /^rti-[0-9a-z]{8}$/)
  assert.ok(Number.isSafeInteger(route?.RouteId) && Number(route?.RouteId) > 0)
  const { RouteId, RouteItemId, ...rest } = route ?? {}
  assert.deepEqual(rest, {
    ...to('172.31.0.0/16'),
    RouteDescription: '',
    Enabled: true,
    RouteType: 'USER',
    RouteTableId,
    DestinationIpv6CidrBlock: '',
    PublishedToVbc: false,
    CreatedTime: '2026-11-20 20:00:00',
    CdcId: '',
  })
  assert.deepEqual(await routes(), [first, route])
  const stored = await site.stored('route', String(RouteItemId))
  assert.deepEqual(stored?.spec.place, { kind: 'network', id: site.vpc })
  assert.deepEqual([stored?.spec.nextHop, stored?.spec.enabled], [site.gateway, true])
  assert.ok(RouteId)
})

test('a route is disabled and enabled by its number or its id, and by both at once not', async () => {
  const [route] = await routes()
  const enabled = async () => (await site.stored('route', String(route?.RouteItemId)))?.spec.enabled
  await site.ask('DisableRoutes', { RouteTableId, RouteIds: [route?.RouteId] })
  assert.deepEqual([await enabled(), (await routes())[0]?.Enabled], [false, false])
  await site.ask('EnableRoutes', { RouteTableId, RouteItemIds: [route?.RouteItemId] })
  assert.equal(await enabled(), true)
  const both = { RouteTableId, RouteIds: [route?.RouteId], RouteItemIds: [route?.RouteItemId] }
  assert.equal(await site.refusal('DisableRoutes', both), 'InvalidParameter.Coexist')
  assert.equal(await site.refusal('EnableRoutes', { RouteTableId }), 'MissingParameter')
  const many = { RouteTableId, RouteIds: Array.from({ length: 101 }, (_, index) => index) }
  assert.equal(await site.refusal('EnableRoutes', many), 'InvalidParameterValue.LimitExceeded')
})

test('a route that is replaced gives way to one with another destination, and both are answered', async () => {
  const [before] = await routes()
  const Routes = [to('172.29.0.0/16', { RouteId: before?.RouteId, Enabled: false })]
  const { OldRouteSet, NewRouteSet } = await site.ask('ReplaceRoutes', { RouteTableId, Routes })
  assert.deepEqual(OldRouteSet, [before])
  const [made] = NewRouteSet as Shown[]
  assert.deepEqual([made?.DestinationCidrBlock, made?.Enabled], ['172.29.0.0/16', false])
  assert.deepEqual((await routes()).map(({ RouteId }) => RouteId).includes(made?.RouteId), true)
  assert.equal(
    (await routes()).some(({ RouteId }) => RouteId === before?.RouteId),
    false,
  )
})

test('a route is deleted by its number alone and answered, and none where one of several is not there', async () => {
  const [first, second] = await routes()
  const missing = { RouteTableId, Routes: [{ RouteId: first?.RouteId }, { RouteId: 1 }] }
  assert.equal(await site.refusal('DeleteRoutes', missing), 'ResourceNotFound')
  const unnamed = { RouteTableId, Routes: [{ DestinationCidrBlock: '172.29.0.0/16' }] }
  assert.equal(await site.refusal('DeleteRoutes', unnamed), 'InvalidParameterValue.Malformed')
  const { RouteSet } = await site.ask('DeleteRoutes', { RouteTableId, Routes: [{ RouteId: first?.RouteId }] })
  assert.deepEqual(RouteSet, [first])
  assert.deepEqual(await routes(), [second])
})

test('a route to what there is nothing of, or with an IPv6 destination, is UnsupportedOperation', async () => {
  for (const more of [{ GatewayType: 'NAT' }, { DestinationIpv6CidrBlock: '2001:db8::/32' }, { CdcId: 'cluster-1' }]) {
    const refused = { RouteTableId, Routes: [to('172.16.0.0/16', more)] }
    assert.equal(await site.refusal('CreateRoutes', refused), 'UnsupportedOperation', JSON.stringify(more))
  }
  const malformed = { RouteTableId, Routes: [to('172.16.0.1/16')] }
  assert.equal(await site.refusal('CreateRoutes', malformed), 'InvalidParameterValue.Malformed')
  assert.equal(await site.refusal('CreateRoutes', { RouteTableId, Routes: [] }), 'InvalidParameterValue.LimitExceeded')
})

test('a table that is reset has the new name and these routes alone, or stays as it was where one of them is refused', async () => {
  const Routes = [to('172.27.0.0/16'), to('172.28.0.0/16', { RouteDescription: 'kept', Enabled: false })]
  await site.ask('ResetRoutes', { RouteTableId, RouteTableName: 'reset', Routes })
  const shown = async () => (await routes()).map(({ DestinationCidrBlock, Enabled }) => [DestinationCidrBlock, Enabled])
  const table = async () => {
    const { RouteTableSet } = await site.ask('DescribeRouteTables', { RouteTableIds: [RouteTableId] })
    return at({ RouteTableSet } as never, 'RouteTableSet.0.RouteTableName')
  }
  const reset = [
    ['172.27.0.0/16', true],
    ['172.28.0.0/16', false],
  ]
  assert.deepEqual([await shown(), await table()], [reset, 'reset'])
  const refused = { RouteTableId, RouteTableName: 'other', Routes: [to('172.26.0.0/16'), to('10.1.0.0/24')] }
  assert.equal(await site.refusal('ResetRoutes', refused), 'InvalidParameterValue.VpcCidrConflict')
  assert.deepEqual([await shown(), await table()], [reset, 'reset'])
  await site.ask('ResetRoutes', { RouteTableId, RouteTableName: 'empty', Routes: [] })
  assert.deepEqual(await shown(), [])
})

test('routes of every table of a VPC are listed page by page, and found by what they are', async () => {
  const custom = { VpcId: site.vpc, RouteTableName: 'custom' }
  const id = await site.make('CreateRouteTable', custom, 'RouteTable.RouteTableId')
  const [main] = await create(to('172.20.0.0/16', { RouteDescription: 'main' }))
  const other = to('172.21.0.0/16', { RouteDescription: 'other' })
  await site.ask('CreateRoutes', { RouteTableId: id, Routes: [other] })
  const list = async (parameters: Readonly<Record<string, unknown>>, action = 'DescribeRoutes') => {
    const { TotalCount, RouteSet } = await site.ask(action, parameters)
    return [TotalCount, ...(RouteSet as Shown[]).map(({ RouteDescription }) => RouteDescription)]
  }
  const by = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] })
  for (const action of ['DescribeRoutes', 'DescribeRouteList']) {
    assert.deepEqual(await list(by('vpc-id', site.vpc), action), [2, 'main', 'other'])
    assert.deepEqual(await list({ ...by('vpc-id', site.vpc), Offset: 1, Limit: 1 }, action), [2, 'other'])
  }
  assert.deepEqual(await list(by('route-table-id', id)), [1, 'other'])
  assert.deepEqual(await list(by('route-table-id', RouteTableId)), [1, 'main'])
  assert.deepEqual(await list(by('dest-cidr', '172.2')), [2, 'main', 'other'])
  assert.deepEqual(await list(by('dest-cidr', '172.21')), [1, 'other'])
  assert.deepEqual(await list(by('gateway-id', 'vpngw-00000000')), [0])
  const { RouteConflictSet } = await site.ask('DescribeRouteConflicts', {
    RouteTableId,
    DestinationCidrBlocks: [String(main?.DestinationCidrBlock)],
  })
  assert.deepEqual(RouteConflictSet, [])
})
