import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { region } from '../../testing/client.ts'
import { openSite } from '../../testing/site.ts'

const site = await openSite()
after(() => site[Symbol.asyncDispose]())

const { ask, refusal } = site

type Shown = Readonly<Record<string, unknown>>

const tagged = async (parameters: Shown) => {
  const { TotalCount, Rows } = await ask('DescribeResourcesByTags', parameters)
  return [TotalCount, ...(Rows as Shown[]).map(({ ResourceId }) => ResourceId)]
}

test('a tag is given to a resource, changed and taken away, and each wants it to be there or not', async () => {
  const Resource = `qcs::vpc:${region}:uin/:vpngw/${site.gateway}`
  await ask('AddResourceTag', { Resource, TagKey: 'city', TagValue: 'beijing' })
  const again = { Resource, TagKey: 'city', TagValue: 'shanghai' }
  assert.equal(await refusal('AddResourceTag', again), 'ResourceInUse.TagKeyAttached')
  await ask('UpdateResourceTagValue', again)
  const { Rows } = await ask('DescribeResourcesByTags', { TagFilters: [{ TagKey: 'city', TagValue: ['shanghai'] }] })
  assert.deepEqual(Rows, [
    {
      ...{ ResourceRegion: region, ServiceType: 'vpc', ResourcePrefix: 'vpngw', ResourceId: site.gateway },
      Tags: [{ TagKey: 'city', TagValue: 'shanghai', Category: 'Custom' }],
    },
  ])
  await ask('DeleteResourceTag', { Resource, TagKey: 'city' })
  assert.equal((await site.stored('gateway', site.gateway))?.labels.tags.length, 0)
})

test('a tag is given to several resources, changed and taken away, of all of them or none', async () => {
  const peers = [site.peer, await site.makePeer('192.0.2.7')]
  const named = { ServiceType: 'vpc', ResourcePrefix: 'cgw', ResourceRegion: region, ResourceIds: peers }
  await ask('AttachResourcesTag', { ...named, TagKey: 'team', TagValue: 'a' })
  const filter = (...TagValue: string[]) => ({ TagFilters: [{ TagKey: 'team', TagValue }] })
  assert.equal((await tagged(filter('a')))[0], 2)
  assert.deepEqual(await tagged({ ...filter(), ResourceId: peers[1] }), [1, peers[1]])
  assert.deepEqual(await tagged({ ...filter(), ResourcePrefix: 'vpc' }), [0])
  assert.deepEqual(await tagged({ ...filter(), ServiceType: 'cam' }), [0])
  assert.deepEqual(await tagged({ ...filter(), ResourceRegion: 'ap-beijing' }), [0])
  assert.deepEqual((await tagged({ ...filter(), Offset: 1, Limit: 5 })).length, 2)
  await ask('ModifyResourcesTagValue', { ...named, TagKey: 'team', TagValue: 'b' })
  assert.deepEqual([await tagged(filter('a')), (await tagged(filter('b')))[0]], [[0], 2])
  const wrong = { ...named, ResourceIds: [...peers, 'cgw-00000000'], TagKey: 'team' }
  assert.equal(await refusal('DetachResourcesTag', wrong), 'InvalidParameterValue.ResourceDescriptionError')
  const { TotalCount } = await ask('DescribeResourceTags', { ResourcePrefix: 'cgw', ResourceRegion: region })
  assert.equal(TotalCount, 2)
  await ask('DetachResourcesTag', { ...named, TagKey: 'team' })
  assert.deepEqual(await tagged(filter()), [0])
  const elsewhere = { ...named, ServiceType: 'cam', TagKey: 'a', TagValue: '' }
  assert.equal(await refusal('AttachResourcesTag', elsewhere), 'InvalidParameterValue.ResourcePrefixInvalid')
  assert.equal(
    await refusal('AttachResourcesTag', { ...named, ResourceIds: [], TagKey: 'a', TagValue: '' }),
    'InvalidParameterValue.ResourceIdInvalid',
  )
})

test('resources are found by one of several tags with the union, and by all of them without', async () => {
  const Tags = (city: string, team: string) => [
    { Key: 'city', Value: city },
    { Key: 'team', Value: team },
  ]
  const first = await site.makePeer('192.0.2.41', { Tags: Tags('ulm', 'a') })
  const second = await site.makePeer('192.0.2.42', { Tags: Tags('bonn', 'b') })
  await site.makePeer('192.0.2.43', { Tags: Tags('rome', 'c') })
  // Keys and values that are asked for, and not together.
  await site.makePeer('192.0.2.44', { Tags: Tags('b', 'ulm') })
  const TagFilters = [
    { TagKey: 'city', TagValue: ['ulm'] },
    { TagKey: 'team', TagValue: ['b', 'd'] },
  ]
  const found = async (action: string, more: Shown = {}) => {
    const { TotalCount, Rows } = await ask(action, { TagFilters, ...more })
    return [TotalCount, ...(Rows as Shown[]).map(({ ResourceId }) => ResourceId)]
  }
  assert.deepEqual(await found('DescribeResourcesByTags'), [0])
  assert.deepEqual(await found('DescribeResourcesByTagsUnion'), [2, second, first])
  assert.deepEqual(await found('DescribeResourcesByTagsUnion', { Offset: 1, Limit: 1 }), [2, first])
  assert.deepEqual(await found('DescribeResourcesByTagsUnion', { ResourcePrefix: 'vpc' }), [0])
  const anyTeam = { TagFilters: [{ TagKey: 'none' }, { TagKey: 'team' }] }
  assert.equal((await found('DescribeResourcesByTagsUnion', anyTeam))[0], 4)
  const many = Array.from({ length: 7 }, () => ({ TagKey: 'city' }))
  for (const action of ['DescribeResourcesByTags', 'DescribeResourcesByTagsUnion']) {
    assert.equal(await refusal(action, { TagFilters: [] }), 'InvalidParameterValue.TagFilters')
    assert.equal(await refusal(action, { TagFilters: many }), 'InvalidParameterValue.TagFiltersLengthExceeded')
  }
})

test('a tag that a resource has already is given again where as many resources have it as may', async () => {
  const Resource = `qcs::vpc:${region}:uin/:vpngw/${site.gateway}`
  const again = { Resource, ReplaceTags: [{ TagKey: 'used', TagValue: 'once' }] }
  await ask('ModifyResourceTags', again)
  await site.set({ 'quota.resources-with-a-tag': 1 })
  await ask('ModifyResourceTags', again)
  const other = { ...again, Resource: `qcs::vpc:${region}:uin/:cgw/${site.peer}` }
  assert.equal(await refusal('ModifyResourceTags', other), 'LimitExceeded.Quota')
})
