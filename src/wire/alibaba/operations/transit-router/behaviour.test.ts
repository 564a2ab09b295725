import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'

const anywhere = { RegionId: '' }

test('a transit router belongs to a region, and a CEN instance has one in each', async () => {
  await using caller = await openCaller()
  const CenId = await caller.make('CreateCen')
  const TransitRouterId = await caller.make('CreateTransitRouter', {
    CenId,
    TransitRouterName: 'hub',
    Tag: [{ Key: 'k' }],
  })
  assert.match(TransitRouterId, /^tr-bp1/)
  const router = {
    AliUid: 1234567890123456,
    CenId,
    CreationTime: '2025-01-02T03:04Z',
    RegionId: 'cn-hangzhou',
    Status: 'Creating',
    SupportMulticast: false,
    Tags: [{ Key: 'k', Value: '' }],
    TransitRouterCidrList: [],
    TransitRouterDescription: '',
    TransitRouterId,
    TransitRouterName: 'hub',
    Type: 'Enterprise',
  }
  const list = (parameters: Parameters) =>
    caller.get('TransitRouters', 'ListTransitRouters', { ...anywhere, ...parameters })
  assert.deepEqual(await list({ CenId }), [router])
  await caller.settle()
  assert.deepEqual(await list({ TransitRouterId }), [{ ...router, Status: 'Active' }])
  const elsewhere = await caller.make('CreateTransitRouter', { CenId, RegionId: 'cn-beijing' })
  assert.match(elsewhere, /^tr-2ze/)
  assert.equal(((await list({ CenId })) as unknown[]).length, 2)
  assert.equal(((await list({ CenId, RegionId: 'cn-beijing' })) as unknown[]).length, 1)
  await caller.settle()
  await caller.ok('DeleteTransitRouter', { ...anywhere, TransitRouterId: elsewhere })
  assert.equal(((await list({ TransitRouterId: elsewhere })) as Parameters[])[0]?.Status, 'Deleting')
  await caller.settle()
  assert.deepEqual(await list({ TransitRouterId: elsewhere }), [])
  await caller.refused('InvalidOperation.CenInstanceStatus', 'DeleteCen', { CenId })
  await caller.ok('DeleteTransitRouter', { TransitRouterId })
  await caller.settle()
  await caller.ok('DeleteCen', { CenId })
})

test('a transit router is named and described anew, in whatever region it is, and what is not given stays', async () => {
  await using caller = await openCaller()
  const CenId = await caller.make('CreateCen')
  const there = { RegionId: 'cn-beijing' }
  const words = { TransitRouterName: 'hub', TransitRouterDescription: 'words' }
  const TransitRouterId = await caller.make('CreateTransitRouter', { ...there, CenId, ...words })
  await caller.settle()
  const shown = async () => {
    const [router = {}] = (await caller.get('TransitRouters', 'ListTransitRouters', there)) as Parameters[]
    return [router.TransitRouterName, router.TransitRouterDescription, router.Status]
  }
  await caller.ok('UpdateTransitRouter', { ...there, TransitRouterId, TransitRouterName: 'other' })
  assert.deepEqual(await shown(), ['other', 'words', 'Modifying'])
  await caller.settle()
  await caller.ok('UpdateTransitRouter', { ...anywhere, TransitRouterId, TransitRouterDescription: 'other words' })
  await caller.settle()
  assert.deepEqual(await shown(), ['other', 'other words', 'Active'])
})

test('transit routers are found by their status, edition and features', async () => {
  await using caller = await openCaller()
  const CenId = await caller.make('CreateCen')
  await caller.make('CreateTransitRouter', { CenId })
  await caller.settle()
  const TransitRouterId = await caller.make('CreateTransitRouter', { CenId, RegionId: 'cn-beijing' })
  const count = (parameters: Parameters) =>
    caller.get('TotalCount', 'ListTransitRouters', { ...anywhere, ...parameters })
  const multicast = (...Value: readonly string[]) => ({ FeatureFilter: [{ Key: 'Multicast', Value }] })
  assert.deepEqual([await count({ Status: 'Creating' }), await count({ Status: 'Active' })], [1, 1])
  assert.deepEqual([await count({ Type: 'Enterprise' }), await count({ Type: 'Basic' })], [2, 0])
  assert.deepEqual([await count(multicast('Disabled')), await count(multicast('Enabled'))], [2, 0])
  await caller.settle()
  await caller.ok('UpdateTransitRouter', { TransitRouterId, TransitRouterName: 'hub' })
  assert.deepEqual([await count({ Status: 'Modifying' }), await count({ Status: 'Upgrading' })], [1, 0])
})
