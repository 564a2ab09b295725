import assert from 'node:assert/strict'
import { test } from 'node:test'
import { globalRegion } from '../../regions.ts'
import { openCaller, type Parameters } from '../../testing/caller.ts'
import { secondVpc } from '../../testing/resources.ts'

const anywhere = { RegionId: '' }

test('a CEN instance belongs to no region, and is created and found with any RegionId and without', async () => {
  await using caller = await openCaller()
  const CenId = await caller.make('CreateCen', {
    ...anywhere,
    Name: 'net',
    Description: 'words',
    Tag: [{ Key: 'k', Value: 'v' }],
  })
  assert.match(CenId, /^cen-[0-9a-z]{21}$/)
  const cen = {
    CenBandwidthPackageIds: { CenBandwidthPackageId: [] },
    CenId,
    CreationTime: '2025-01-02T03:04Z',
    Description: 'words',
    Ipv6Level: 'DISABLED',
    Name: 'net',
    ProtectionLevel: 'REDUCED',
    ResourceGroupId: 'rg-acfm1234567890123456',
    Status: 'Active',
    Tags: { Tag: [{ Key: 'k', Value: 'v' }] },
  }
  for (const RegionId of ['', 'cn-beijing']) {
    const Filter = [{ Key: 'CenId', Value: [CenId, 'cen-other'] }]
    assert.deepEqual(await caller.get('Cens.Cen', 'DescribeCens', { RegionId, Filter }), [cen])
  }
  assert.deepEqual(await caller.get('Cens.Cen', 'DescribeCens', { Filter: [{ Key: 'Name', Value: ['other'] }] }), [])
  assert.deepEqual(await caller.get('Cens.Cen', 'DescribeCens', { Tag: [{ Key: 'other' }] }), [])
  const stored = await caller.store.read((reader) => reader.get('router-group', CenId))
  assert.equal(stored?.region, globalRegion)
  await caller.ok('DeleteCen', { ...anywhere, CenId })
  assert.deepEqual(await caller.get('Cens.Cen', 'DescribeCens'), [])
})

test('a CEN instance is named and described anew, with any RegionId and without, and what is not given stays', async () => {
  await using caller = await openCaller()
  const CenId = await caller.make('CreateCen', { Name: 'net', Description: 'words' })
  const shown = async () => {
    const [{ Name, Description, ProtectionLevel } = {}] = (await caller.get('Cens.Cen', 'DescribeCens')) as Parameters[]
    return { Name, Description, ProtectionLevel }
  }
  await caller.ok('ModifyCenAttribute', { ...anywhere, CenId, Name: 'other', ProtectionLevel: 'REDUCED' })
  assert.deepEqual(await shown(), { Name: 'other', Description: 'words', ProtectionLevel: 'REDUCED' })
  await caller.ok('ModifyCenAttribute', { RegionId: 'cn-beijing', CenId, Description: 'other words' })
  assert.deepEqual(await shown(), { Name: 'other', Description: 'other words', ProtectionLevel: 'REDUCED' })
  await caller.ok('ModifyCenAttribute', { CenId, Name: '', Description: '', ProtectionLevel: 'FULL' })
  assert.deepEqual(await shown(), { Name: 'other', Description: '', ProtectionLevel: 'FULL' })
})

test('the level FULL is refused with both of the VPCs whose ranges overlap', async () => {
  await using caller = await openCaller()
  const { CenId, request } = await secondVpc(caller, 'REDUCED')
  await caller.ok('CreateTransitRouterVpcAttachment', request)
  const full = { CenId, ProtectionLevel: 'FULL' }
  const { body } = await caller.refused('InvalidOperation.CidrConflict', 'ModifyCenAttribute', full)
  assert.match(String(body.Message), /10\.0\.0\.0\/16 of vpc-\w+ overlaps vpc-\w+/)
})

test('a CEN instance is not visible to another account', async () => {
  await using caller = await openCaller()
  const CenId = await caller.make('CreateCen')
  const own = await caller.store.read((reader) => reader.get('router-group', CenId))
  assert.ok(own)
  await caller.store.write((transaction) => transaction.putAccount({ ...caller.account, id: '1999999999999999' }))
  await caller.put({ ...own, id: 'cen-foreign', account: '1999999999999999' })
  assert.equal(await caller.get('TotalCount', 'DescribeCens'), 1)
  await caller.refused('ParameterCenInstanceId', 'DeleteCen', { CenId: 'cen-foreign' })
  await caller.refused('InvalidCenId.NotFound', 'CreateTransitRouter', { CenId: 'cen-foreign' })
})
