import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'

test('regions are listed without a RegionId, and zones of one', async () => {
  await using caller = await openCaller()
  const regions = (await caller.get('Regions.Region', 'DescribeRegions', { RegionId: '' })) as Parameters[]
  assert.deepEqual(
    regions.find(({ RegionId }) => RegionId === 'cn-hangzhou'),
    { LocalName: 'China (Hangzhou)', RegionEndpoint: 'vpc.aliyuncs.com', RegionId: 'cn-hangzhou' },
  )
  const zones = (await caller.get('Zones.Zone', 'DescribeZones', { RegionId: 'eu-central-1' })) as Parameters[]
  assert.deepEqual(zones[0], {
    LocalName: 'Germany (Frankfurt) Zone A',
    ZoneId: 'eu-central-1a',
    ZoneType: 'AvailabilityZone',
  })
  assert.deepEqual(await caller.get('Zones.Zone', 'DescribeZones', { ZoneType: 'EdgeZone' }), [])
})

test('zones of VPN gateways are all of a region, for a bandwidth that gateways have', async () => {
  await using caller = await openCaller()
  const { RequestId: _, ...answer } = await caller.ok('DescribeVpnGatewayAvailableZones', {
    RegionId: 'eu-west-1',
    Spec: '5M',
    AcceptLanguage: 'en-US',
  })
  assert.deepEqual(answer, {
    AvailableZoneIdList: [
      { ZoneId: 'eu-west-1a', ZoneName: 'UK (London) Zone A' },
      { ZoneId: 'eu-west-1b', ZoneName: 'UK (London) Zone B' },
    ],
    RegionId: 'eu-west-1',
  })
  const none = await caller.get('AvailableZoneIdList', 'DescribeVpnGatewayAvailableZones', { Spec: '7M' })
  assert.deepEqual(none, [])
  await caller.refused('InvalidParameter', 'DescribeVpnGatewayAvailableZones', { Spec: '10' })
})

test('every region has BGP', async () => {
  await using caller = await openCaller()
  assert.equal(await caller.get('BgpEnabled', 'CheckVpnBgpEnabled', { RegionId: 'eu-central-1' }), true)
})
