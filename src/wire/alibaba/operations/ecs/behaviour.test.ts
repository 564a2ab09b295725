import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'
import { ecs } from '../shared/service.ts'

const of = (action: string) => ({ service: ecs.service, action })

test('the zones that Terraform’s provider looks for are available, and have instance types and disk categories', async () => {
  await using caller = await openCaller()
  const asked = {
    RegionId: 'eu-west-1',
    DestinationResource: 'Zone',
    InstanceChargeType: 'PostPaid',
    IoOptimized: 'optimized',
    SpotStrategy: 'NoSpot',
  }
  const available = await caller.get('AvailableZones.AvailableZone', of('DescribeAvailableResource'), asked)
  const free = { RegionId: 'eu-west-1', Status: 'Available', StatusCategory: 'WithStock' }
  assert.deepEqual(available, [
    { ...free, ZoneId: 'eu-west-1a' },
    { ...free, ZoneId: 'eu-west-1b' },
  ])
  const { DestinationResource: _, IoOptimized: __, ...ofZones } = asked
  const zones = (await caller.get('Zones.Zone', of('DescribeZones'), ofZones)) as Parameters[]
  assert.deepEqual(
    zones.map(({ ZoneId, LocalName }) => [ZoneId, LocalName]),
    [
      ['eu-west-1a', 'UK (London) Zone A'],
      ['eu-west-1b', 'UK (London) Zone B'],
    ],
  )
  for (const { AvailableInstanceTypes, AvailableDiskCategories, AvailableResourceCreation } of zones) {
    const lists = [AvailableInstanceTypes, AvailableDiskCategories, AvailableResourceCreation] as Parameters[]
    for (const list of lists) assert.ok(Object.values(list).flat().length > 0)
  }
})

test('one zone is asked for by its id, and of instances and disks there are none', async () => {
  await using caller = await openCaller()
  const find = async (parameters: Parameters) =>
    (
      (await caller.get('AvailableZones.AvailableZone', of('DescribeAvailableResource'), parameters)) as Parameters[]
    ).map(({ ZoneId }) => ZoneId)
  const ofZones = { DestinationResource: 'Zone' }
  assert.deepEqual(await find({ ...ofZones, ZoneId: 'cn-hangzhou-h' }), ['cn-hangzhou-h'])
  assert.deepEqual(await find({ ...ofZones, ZoneId: 'eu-west-1a' }), [])
  assert.deepEqual(await find({ DestinationResource: 'InstanceType' }), [])
  await caller.refused('MissingParameter', of('DescribeZones'), { RegionId: '' })
})

test('regions are listed without a RegionId, at the host that was asked', async () => {
  await using caller = await openCaller()
  const regions = (await caller.get('Regions.Region', of('DescribeRegions'), { RegionId: '' })) as Parameters[]
  assert.deepEqual(
    regions.find(({ RegionId }) => RegionId === 'me-east-1'),
    { LocalName: 'UAE (Dubai)', RegionEndpoint: 'vpc.aliyuncs.com', RegionId: 'me-east-1' },
  )
})

test('a zone without VPN gateways is sold out, as Terraform’s provider puts networks in the first that is not', async () => {
  await using caller = await openCaller()
  const find = async () => {
    const zones = await caller.get('AvailableZones.AvailableZone', of('DescribeAvailableResource'), {
      DestinationResource: 'Zone',
    })
    const available = (zones as Parameters[]).filter(({ Status }) => Status === 'Available')
    return available.map(({ ZoneId }) => String(ZoneId).replace('cn-hangzhou-', '')).join('')
  }
  assert.equal(await find(), 'ghijk')
  await caller.set({ 'region.cn-hangzhou.no-inventory': ['cn-hangzhou-g'] })
  assert.equal(await find(), 'hijk')
  await caller.set({ 'region.cn-hangzhou.vpn-zones': [] })
  assert.equal(await find(), 'befghijk')
})
