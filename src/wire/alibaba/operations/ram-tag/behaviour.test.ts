import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'
import { allowing, trusting } from '../../testing/ram.ts'
import { ram } from '../shared/service.ts'

const of = (action: string) => ({ service: ram.service, action })

test('policies and roles are tagged, listed and untagged by their names, written as lists or as JSON', async () => {
  await using caller = await openCaller()
  await caller.ok('CreatePolicy', { PolicyName: 'look', PolicyDocument: allowing('vpc:Describe*') })
  await caller.ok('CreateRole', { RoleName: 'Look', AssumeRolePolicyDocument: trusting('1234567890123456') })
  const Tag = [{ Key: 'stage', Value: 'v'.repeat(256) }, { Key: 'team' }]
  for (const [ResourceType, name] of [
    ['policy', 'look'],
    ['role', 'Look'],
  ] as const) {
    for (const written of [(value: unknown) => value, (value: unknown) => JSON.stringify(value)]) {
      const named = { RegionId: '', ResourceType, ResourceNames: written([name]) }
      const list = () => caller.get('TagResources', of('ListTagResources'), named)
      await caller.ok(of('TagResources'), { ...named, Tag: written(Tag) })
      const row = { ResourceName: name, ResourceType }
      assert.deepEqual(await list(), [
        { ...row, TagKey: 'stage', TagValue: 'v'.repeat(256) },
        { ...row, TagKey: 'team', TagValue: '' },
      ])
      await caller.ok(of('UntagResources'), { ...named, TagKeys: written(['stage']) })
      assert.deepEqual(await list(), [{ ...row, TagKey: 'team', TagValue: '' }])
      const both = { TagKeys: written(['team']), TagKey: ['team', 'stage'] }
      await caller.ok(of('UntagResources'), { ...named, ...both })
      assert.deepEqual(await list(), [])
      await caller.ok(of('TagResources'), { ...named, Tag: written(Tag) })
      await caller.ok(of('UntagResources'), { ...named, All: true })
      assert.deepEqual(await list(), [])
    }
  }
  const unsaid = { ResourceType: 'role', ResourceNames: ['Look'] }
  await caller.refused('MissingParameter', of('UntagResources'), unsaid)
})

test('of two names of which one is nobody’s none is tagged, and tags of nobody are none', async () => {
  await using caller = await openCaller()
  await caller.ok('CreatePolicy', { PolicyName: 'look', PolicyDocument: allowing('vpc:Describe*') })
  const both = { ResourceType: 'policy', ResourceNames: ['look', 'none'] }
  const { status } = await caller.refused('EntityNotExist.Policy', of('TagResources'), { ...both, Tag: [{ Key: 'k' }] })
  assert.equal(status, 404)
  assert.deepEqual(await caller.get('TagResources', of('ListTagResources'), both), [])
  const none = { ResourceType: 'policy', ResourceNames: ['none'] }
  assert.deepEqual(await caller.get('TagResources', of('ListTagResources'), none), [])
  await caller.refused('InvalidInstanceType.NotFound', of('ListTagResources'), { ...none, ResourceType: 'user' })
})

test('pages of tags follow each other by token', async () => {
  await using caller = await openCaller()
  const Tag = ['a', 'b', 'c'].map((Key) => ({ Key }))
  await caller.ok('CreatePolicy', { PolicyName: 'look', PolicyDocument: allowing('vpc:Describe*'), Tag })
  const named = { ResourceType: 'policy', ResourceNames: ['look'] }
  const keysOf = ({ TagResources }: Parameters) => (TagResources as Parameters[]).map(({ TagKey }) => TagKey)
  const first = await caller.ok(of('ListTagResources'), { ...named, PageSize: 2 })
  const second = await caller.ok(of('ListTagResources'), { ...named, PageSize: 2, NextToken: first.NextToken })
  assert.deepEqual([keysOf(first), keysOf(second), second.NextToken], [['a', 'b'], ['c'], undefined])
})
