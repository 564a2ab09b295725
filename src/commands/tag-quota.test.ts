import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Tag } from '../domain/resource.ts'
import { createAccountTag } from './account-tag.ts'
import { createNetwork } from './network.ts'
import { admitTags, type TagQuotas } from './tag-quota.ts'
import { createInMemoryResources } from './testing/in-memory-resources.ts'
import { accepted, newResource, prefix } from './testing/site.ts'

const ample: TagQuotas = { keys: 10, values: 10 }

/** Of an account with two tags under one key, one under another, and two networks with the first. */
async function outcome(tags: readonly Tag[], quotas: Partial<TagQuotas>): Promise<string> {
  const world = createInMemoryResources()
  const present: readonly (readonly Tag[])[] = [
    [tag('city', 'Ulm')],
    [tag('city', 'Ulm'), tag('town', '')],
    [tag('city', 'Bonn')],
  ]
  for (const [index, labelled] of present.entries()) {
    const made = { ...newResource(`n${index}`), labels: { tags: labelled } }
    await accepted(world, createNetwork, { ...made, prefix: prefix('10.1.0.0/16') })
  }
  const decided = await world.run(admitTags, { kinds: ['subnet', 'network'], tags, quotas: { ...ample, ...quotas } })
  return decided.ok ? 'admitted' : decided.error.code
}

const tag = (key: string, value: string): Tag => ({ key, value })

test('a new key is refused once the account has as many as it may, and one that is there is not', async () => {
  assert.equal(await outcome([tag('env', 'a')], { keys: 2 }), 'tag-keys-exhausted')
  assert.equal(await outcome([tag('env', 'a')], { keys: 3 }), 'admitted')
  assert.equal(await outcome([tag('city', 'Rome')], { keys: 2 }), 'admitted')
})

test('a new value is refused once its key has as many as it may, and the empty value is none', async () => {
  assert.equal(await outcome([tag('city', 'Rome')], { values: 2 }), 'tag-values-exhausted')
  assert.equal(await outcome([tag('city', 'Rome')], { values: 3 }), 'admitted')
  assert.equal(await outcome([tag('city', 'Ulm')], { values: 2 }), 'admitted')
  assert.equal(await outcome([tag('city', '')], { values: 2 }), 'admitted')
  assert.equal(await outcome([tag('town', 'x')], { values: 1 }), 'admitted')
})

test('a new tag is refused once the account has as many as it may, each counted once', async () => {
  assert.equal(await outcome([tag('city', 'Rome')], { tags: 3 }), 'account-tags-exhausted')
  assert.equal(await outcome([tag('city', 'Rome')], { tags: 4 }), 'admitted')
  assert.equal(await outcome([tag('city', 'Bonn')], { tags: 3 }), 'admitted')
})

test('a tag is refused once as many resources have it as may', async () => {
  assert.equal(await outcome([tag('city', 'Ulm')], { uses: 2 }), 'tag-uses-exhausted')
  assert.equal(await outcome([tag('city', 'Ulm')], { uses: 3 }), 'admitted')
  assert.equal(await outcome([tag('city', 'Bonn')], { uses: 2 }), 'admitted')
})

test('a tag that is kept without a resource counts as a key, a value and a tag, and as no resource', async () => {
  const world = createInMemoryResources()
  await accepted(world, createAccountTag, { ...newResource('t1'), tag: tag('city', 'Ulm'), kinds: ['network'] })
  const admission = async (given: Tag, quotas: Partial<TagQuotas>) => {
    const decided = await world.run(admitTags, { kinds: ['network'], tags: [given], quotas: { ...ample, ...quotas } })
    return decided.ok ? 'admitted' : decided.error.code
  }
  assert.equal(await admission(tag('env', 'a'), { keys: 1 }), 'tag-keys-exhausted')
  assert.equal(await admission(tag('city', 'Rome'), { values: 1 }), 'tag-values-exhausted')
  assert.equal(await admission(tag('city', 'Rome'), { tags: 1 }), 'account-tags-exhausted')
  assert.equal(await admission(tag('city', 'Ulm'), { tags: 1, uses: 1 }), 'admitted')
})
