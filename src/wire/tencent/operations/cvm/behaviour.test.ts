import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { answerTo, openTestClient, tc3Request } from '../../testing/client.ts'
import { services } from '../shared/service.ts'

const client = await openTestClient()
after(() => client[Symbol.asyncDispose]())

const ask = (product: keyof typeof services, action: string, parameters: object, region?: string) => {
  const version = services[product].split(' ')[1] ?? ''
  return answerTo(client.installation, tc3Request(client.installation, { action, parameters, version, region }))
}

test('cvm, api and region tell the same zones of the region that is asked, by product and version', async () => {
  const zone = { Zone: 'ap-guangzhou-3', ZoneName: 'Guangzhou Zone 3', ZoneId: '100003', ZoneState: 'AVAILABLE' }
  const own = await ask('cvm', 'DescribeZones', {}, 'ap-guangzhou')
  assert.equal(own.TotalCount, 4)
  assert.deepEqual((own.ZoneSet as object[])[0], zone)
  const api = await ask('api', 'DescribeZones', { Product: 'vpc' }, 'ap-guangzhou')
  assert.deepEqual(api.ZoneSet, own.ZoneSet)
  const { ZoneSet } = await ask('region', 'DescribeZones', { Product: 'vpc' }, 'ap-guangzhou')
  assert.deepEqual((ZoneSet as object[])[0], {
    ...zone,
    ParentZone: '',
    ParentZoneId: '',
    ParentZoneName: '',
    ZoneType: '',
    MachineRoomTypeMC: '',
    ZoneIdMC: '',
  })
  const tokyo = await ask('cvm', 'DescribeZones', {}, 'ap-tokyo')
  assert.equal((tokyo.ZoneSet as { Zone: string }[])[0]?.Zone, 'ap-tokyo-1')
})

test('the regions are told without a region, and cvm’s zones are not', async () => {
  const { RegionSet, TotalCount } = await ask('cvm', 'DescribeRegions', {})
  const guangzhou = { Region: 'ap-guangzhou', RegionName: 'South China (Guangzhou)', RegionState: 'AVAILABLE' }
  const set = RegionSet as { Region: string }[]
  assert.deepEqual([set.length, set.find(({ Region }) => Region === 'ap-guangzhou')], [TotalCount, guangzhou])
  assert.equal((await ask('api', 'DescribeRegions', { Product: 'cvm' })).TotalCount, TotalCount)
  assert.equal((await ask('cvm', 'DescribeZones', {})).Error?.Code, 'MissingParameter')
})

test('a product that is not here is InvalidParameter, and DescribeProducts tells which are', async () => {
  const { Products, TotalCount } = await ask('region', 'DescribeProducts', { Offset: 1, Limit: 2 })
  assert.deepEqual([Products, TotalCount], [[{ Name: 'cam' }, { Name: 'cvm' }], 7])
  assert.equal((await ask('region', 'DescribeRegions', { Product: 'gpu' })).Error?.Code, 'InvalidParameter')
})
