import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller, Parameters } from '../../testing/caller.ts'
import { openCaller } from '../../testing/caller.ts'

/** What the pages have, and how much each. */
async function pagesOf(caller: Caller, action: string, list: string, parameters: Parameters) {
  const rows: Parameters[] = []
  const sizes: number[] = []
  for (let NextToken: unknown; ; ) {
    const body = await caller.ok(action, { ...parameters, NextToken })
    const [outer = '', inner = ''] = list.split('.')
    const page = (body[outer] as Readonly<Record<string, readonly Parameters[]>>)[inner] ?? []
    rows.push(...page)
    sizes.push(page.length)
    NextToken = body.NextToken
    if (NextToken === undefined) return { rows, sizes }
  }
}

const tags = (count: number) => Array.from({ length: count }, (_, at) => ({ Key: `k${at}`, Value: `${count}` }))

test('ListTagResources: pages of each size hold every tag once, newest resource first', async () => {
  await using caller = await openCaller()
  const expected: string[] = []
  for (const count of [20, 0, 1, 7, 20, 13]) {
    const VpcId = await caller.make('CreateVpc', count === 0 ? {} : { Tag: tags(count) })
    expected.unshift(...tags(count).map(({ Key }) => `${VpcId} ${Key}`))
  }
  for (const MaxResults of [1, 7, 20, 50]) {
    const asked = { ResourceType: 'VPC', MaxResults }
    const { rows, sizes } = await pagesOf(caller, 'ListTagResources', 'TagResources.TagResource', asked)
    assert.deepEqual(
      rows.map(({ ResourceId, TagKey }) => `${ResourceId} ${TagKey}`),
      expected,
    )
    assert.ok(sizes.every((size) => size <= MaxResults))
    assert.equal(sizes.length, Math.ceil(expected.length / MaxResults))
  }
})

test('ListTagResources: more resources than one page looks at are all listed', async () => {
  await using caller = await openCaller({ settings: { 'quota.vpc_quota_instances_num': 53 } })
  const ids: string[] = []
  for (let at = 0; at < 53; at += 1) ids.unshift(await caller.make('CreateVpc', { Tag: [{ Key: 'k' }] }))
  for (const MaxResults of [20, 50]) {
    const asked = { ResourceType: 'VPC', MaxResults }
    const { rows } = await pagesOf(caller, 'ListTagResources', 'TagResources.TagResource', asked)
    assert.deepEqual(
      rows.map(({ ResourceId }) => ResourceId),
      ids,
    )
  }
})

test('DescribeTags and DescribeTagKeys: pages hold each tag and each key once, in order', async () => {
  await using caller = await openCaller()
  const first = await caller.make('CreateVpc', { Tag: tags(5) })
  await caller.make('CreateVpc', { Tag: tags(5) })
  await caller.make('CreateCustomerGateway', { IpAddress: '192.0.2.1', Tags: tags(7) })
  const named = { ResourceId: [first] }
  const fives = tags(5).map(({ Key }) => `${Key} 5`)
  const all = [...fives, ...tags(7).map(({ Key }) => `${Key} 7`)].sort()
  const asked: readonly (readonly [Parameters, readonly string[]])[] = [
    [{}, all],
    [{ ResourceType: 'vpc' }, fives],
    [named, fives],
    [{ Tag: [{ Key: 'k5' }] }, tags(7).map(({ Key }) => `${Key} 7`)],
  ]
  for (const MaxResult of [1, 3, 50]) {
    for (const [parameters, expected] of asked) {
      const given = { ...parameters, MaxResult }
      const found = await pagesOf(caller, 'DescribeTags', 'TagResources.TagResource', given)
      assert.deepEqual(
        found.rows.map(({ TagKey, TagValue }) => `${TagKey} ${TagValue}`),
        expected,
      )
      assert.equal(found.sizes.length, Math.ceil(expected.length / MaxResult))
      const { Tag: _, ...ofKeys } = given as Parameters
      const keys = await pagesOf(caller, 'DescribeTagKeys', 'TagKeys.TagKey', ofKeys)
      const known = [...new Set((parameters.Tag === undefined ? expected : all).map((text) => text.split(' ')[0]))]
      assert.deepEqual(
        keys.rows.map(({ TagKey }) => TagKey),
        known,
      )
    }
  }
  assert.deepEqual(await caller.get('TagKeys.TagKey', 'DescribeTagKeys', { Keyword: '6' }), [
    { TagKey: 'k6', Type: 'Custom' },
  ])
})

test('a token that no answer had is InvalidParameter', async () => {
  await using caller = await openCaller()
  for (const [action, NextToken] of [
    ['ListTagResources', 'none'],
    ['DescribeTags', Buffer.from('key alone').toString('base64url')],
    ['DescribeTagKeys', '%'],
  ] as const) {
    await caller.refused('InvalidParameter', action, { ResourceType: 'VPC', NextToken })
  }
})
