import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openSite } from '../../testing/site.ts'

const site = await openSite({ Tags: [{ Key: 'city', Value: 'shanghai' }] })
after(() => site[Symbol.asyncDispose]())

type Shown = Readonly<Record<string, unknown>>

const { ask, refusal } = site

const kept = { TagKey: 'city', TagValue: 'beijing' }

const tags = async (parameters: Shown = {}) => {
  const answer = await ask('DescribeTags', parameters)
  return (answer.Tags as Shown[]).map(({ TagKey, TagValue, CanDelete }) => [TagKey, TagValue, CanDelete])
}

test('a tag that nothing has stays until it is deleted, and is listed beside those that resources have', async () => {
  await ask('CreateTag', kept)
  assert.equal(await refusal('CreateTag', kept), 'ResourceInUse.TagDuplicate')
  const both = [
    ['city', 'beijing', 1],
    ['city', 'shanghai', 0],
  ]
  assert.deepEqual([await tags(), await tags({ TagKey: 'city' }), await tags({ TagKeys: ['x'] })], [both, both, []])
  assert.deepEqual(await tags(kept), [['city', 'beijing', 1]])
  assert.deepEqual(await tags({ Offset: 1, Limit: 1 }), [['city', 'shanghai', 0]])
  assert.deepEqual((await ask('DescribeTagKeys', {})).Tags, ['city'])
  const values = (await ask('DescribeTagValues', { TagKeys: ['city'] })).Tags as Shown[]
  assert.deepEqual(
    values.map(({ TagValue }) => TagValue),
    ['beijing', 'shanghai'],
  )
  const { ResourceTagMappingList } = await ask('GetResources', { TagFilters: [{ TagKey: 'city' }] })
  assert.equal((ResourceTagMappingList as unknown[]).length, 1)
  await ask('DeleteTag', kept)
  assert.deepEqual(await tags(), [['city', 'shanghai', 0]])
})

test('tags, their keys and values are told page after page, and a token that none was is refused', async () => {
  const more = { TagKey: 'area', TagValue: 'north' }
  await ask('CreateTag', more)
  const pages = async (action: string, list: string, parameters: Shown = {}) => {
    const found: unknown[] = []
    for (let PaginationToken = ''; ; ) {
      const answer = await ask(action, { ...parameters, PaginationToken, MaxResults: 1 })
      const page = answer[list] as readonly unknown[]
      assert.ok(page.length <= 1)
      found.push(
        ...page.map((one) => (typeof one === 'string' ? one : `${(one as Shown).TagKey}:${(one as Shown).TagValue}`)),
      )
      PaginationToken = String(answer.PaginationToken)
      if (PaginationToken === '') return found
    }
  }
  assert.deepEqual(await pages('GetTags', 'Tags'), ['area:north', 'city:shanghai'])
  assert.deepEqual(await pages('GetTags', 'Tags', { TagKeys: ['city'] }), ['city:shanghai'])
  assert.deepEqual(await pages('GetTagKeys', 'TagKeys'), ['area', 'city'])
  assert.deepEqual(await pages('GetTagValues', 'Tags', { TagKeys: ['area'] }), ['area:north'])
  for (const PaginationToken of ['x', 'WzFd']) {
    assert.equal(await refusal('GetTags', { PaginationToken }), 'InvalidParameter.PaginationTokenInvalid')
  }
  await ask('DeleteTag', more)
})

test('a tag that a resource was given and has no more is gone, unless it was kept', async () => {
  await ask('CreateTag', kept)
  const Resource = `qcs::vpc:ap-guangzhou:uin/:vpc/${site.vpc}`
  for (const TagKey of ['city', 'team']) {
    await ask('AddResourceTag', { Resource, TagKey, TagValue: 'beijing' })
    assert.equal(await refusal('DeleteTag', { TagKey, TagValue: 'beijing' }), 'FailedOperation.TagAttachedResource')
    await ask('DeleteResourceTag', { Resource, TagKey })
  }
  assert.deepEqual(await tags({ TagKeys: ['city', 'team'] }), [
    ['city', 'beijing', 1],
    ['city', 'shanghai', 0],
  ])
})

test('several tags are made and deleted, all of them or none, and no tag twice', async () => {
  const one = { TagKey: 'stage', TagValue: 'test' }
  const other = { TagKey: 'stage', TagValue: 'live' }
  await ask('CreateTags', { Tags: [one, other] })
  const made = [
    ['stage', 'live', 1],
    ['stage', 'test', 1],
  ]
  assert.deepEqual(await tags({ TagKeys: ['stage'] }), made)
  const added = { TagKey: 'stage', TagValue: 'new' }
  assert.equal(await refusal('CreateTags', { Tags: [added, one] }), 'ResourceInUse.TagDuplicate')
  assert.equal(await refusal('DeleteTags', { Tags: [one, added] }), 'ResourceNotFound.TagNonExist')
  assert.deepEqual(await tags({ TagKeys: ['stage'] }), made)
  await ask('DeleteTags', { Tags: [one, other] })
  assert.deepEqual(await tags({ TagKeys: ['stage'] }), [])
  const many = Array.from({ length: 11 }, (_, at) => ({ TagKey: `k${at}`, TagValue: '' }))
  for (const [action, code] of [
    ['CreateTags', 'InvalidParameter.Tag'],
    ['DeleteTags', 'InvalidParameter'],
  ] as const) {
    assert.equal(await refusal(action, { Tags: many }), code)
    assert.equal(await refusal(action, { Tags: [one, one] }), code)
    assert.equal(await refusal(action, { Tags: [] }), 'InvalidParameter')
    assert.equal(await refusal(action, { Tags: [{ TagKey: '', TagValue: '' }] }), 'InvalidParameterValue.TagKeyEmpty')
  }
})

test('DescribeTagsSeq tells tags as DescribeTags does, and begins where a page does', async () => {
  const { RequestId: _, ...plain } = await ask('DescribeTags', {})
  const { RequestId, ...inOrder } = await ask('DescribeTagsSeq', {})
  assert.deepEqual([typeof RequestId, inOrder], ['string', plain])
  assert.equal(await refusal('DescribeTagsSeq', { Offset: 1, Limit: 2 }), 'InvalidParameterValue.OffsetInvalid')
})
