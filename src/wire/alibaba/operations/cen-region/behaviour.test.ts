import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'

test('a transit router can be in every zone of a region, and in none with multicast', async () => {
  await using caller = await openCaller()
  const ask = async (parameters: Parameters) => {
    const { RequestId: _, ...answer } = await caller.ok('ListTransitRouterAvailableResource', parameters)
    return answer
  }
  const all = (zones: readonly string[]) => ({
    AvailableZones: zones,
    MasterZones: zones,
    SlaveZones: zones,
    SupportMulticast: false,
  })
  assert.deepEqual(await ask({ RegionId: 'eu-west-1' }), all(['eu-west-1a', 'eu-west-1b']))
  assert.deepEqual(await ask({ RegionId: 'eu-west-1', SupportMulticast: false }), all(['eu-west-1a', 'eu-west-1b']))
  assert.deepEqual(await ask({ RegionId: 'eu-west-1', SupportMulticast: true }), all([]))
  await caller.refused('MissingParameter', 'ListTransitRouterAvailableResource', { RegionId: '' })
})

test('the transit router service is open, told as a boolean, and may be opened again', async () => {
  await using caller = await openCaller()
  const asked = { RegionId: '', ClientToken: 'token' }
  assert.equal(await caller.get('Enabled', 'CheckTransitRouterService', asked), true)
  const { RequestId: _, ...answer } = await caller.ok('OpenTransitRouterService', asked)
  assert.deepEqual(answer, {})
})

test('regions whose VPCs can be attached are all, and those of leased lines none', async () => {
  await using caller = await openCaller()
  const find = async (parameters: Parameters) =>
    (await caller.get('Regions.Region', 'DescribeChildInstanceRegions', {
      RegionId: '',
      ...parameters,
    })) as Parameters[]
  const regions = await find({ AcceptLanguage: 'en-US' })
  assert.deepEqual(regions, await find({ ProductType: 'VPC' }))
  assert.deepEqual(
    regions.find(({ RegionId }) => RegionId === 'eu-west-1'),
    { LocalName: 'UK (London)', RegionId: 'eu-west-1' },
  )
  assert.deepEqual(await find({ ProductType: 'VBR' }), [])
})
