import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'

test('regions are listed without a RegionId, and zones of one', async () => {
  await using caller = await openCaller()
  const regions = (await caller.get('Regions.Region', 'DescribeRegions', { RegionId: '' })) as Parameters[]
  assert.deepEqual(
    regions.find(({ RegionId }) => RegionId === 'cn-hangzhou'),
    { LocalName: 'China (Hangzhou)', RegionId: 'cn-hangzhou' },
  )
  const zones = (await caller.get('Zones.Zone', 'DescribeZones', { RegionId: 'eu-central-1' })) as Parameters[]
  assert.deepEqual(zones[0], {
    LocalName: 'Germany (Frankfurt) Zone A',
    ZoneId: 'eu-central-1a',
    ZoneType: 'AvailabilityZone',
  })
  assert.deepEqual(await caller.get('Zones.Zone', 'DescribeZones', { ZoneType: 'EdgeZone' }), [])
})
