import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Prefix } from '../domain/address.ts'
import { type LabelChange, modifyLabels } from './labels.ts'
import { createNetwork } from './network.ts'
import { createInMemoryResources } from './testing/in-memory-resources.ts'

async function labelled() {
  const resources = createInMemoryResources()
  const labels = { tags: [{ key: 'a', value: '1' }], description: 'words', resourceGroup: 'group' }
  const network = { id: 'n', account: 'x', region: 'r', name: 'old', createdAt: 1, labels }
  await resources.run(createNetwork, { ...network, prefix: '10.0.0.0/16' as Ipv4Prefix })
  const command = modifyLabels('network', 'network-not-found')
  const change = async (input: LabelChange & { readonly mostTags?: number }, id = 'n') => {
    const done = await resources.run(command, { id, ...input })
    const [network] = resources.resources()
    return done.ok ? { name: network?.name, labels: network?.labels } : done.error.code
  }
  return { resources, change }
}

test('a label that is not given stays, an empty description is none, and the rest is as given', async () => {
  const { change } = await labelled()
  const tags = [{ key: 'a', value: '1' }]
  assert.deepEqual(await change({ name: 'new' }), {
    name: 'new',
    labels: { tags, description: 'words', resourceGroup: 'group' },
  })
  assert.deepEqual(await change({ description: '', resourceGroup: 'other' }), {
    name: 'new',
    labels: { tags, resourceGroup: 'other' },
  })
})

test('a tag that is set again gets the new value, and one that is unset goes', async () => {
  const { change } = await labelled()
  const tagsAfter = async (input: LabelChange) => {
    const done = await change(input)
    return typeof done === 'string' ? done : done.labels?.tags.map(({ key, value }) => `${key}=${value}`)
  }
  const set = [
    { key: 'b', value: '2' },
    { key: 'a', value: '3' },
  ]
  assert.deepEqual(await tagsAfter({ set }), ['a=3', 'b=2'])
  assert.deepEqual(await tagsAfter({ unset: ['a', 'none'] }), ['b=2'])
  assert.deepEqual(await tagsAfter({ unset: 'all' }), [])
})

test('more tags than a resource may have are tags-exhausted, and it keeps what it had', async () => {
  const { change, resources } = await labelled()
  const set = [{ key: 'b', value: '2' }]
  assert.equal(await change({ set, mostTags: 1 }), 'tags-exhausted')
  assert.deepEqual(resources.resources()[0]?.labels.tags, [{ key: 'a', value: '1' }])
  assert.deepEqual(await change({ set, unset: ['a'], mostTags: 1 }), {
    name: 'old',
    labels: { tags: set, description: 'words', resourceGroup: 'group' },
  })
})

test('a resource that is not there, or is being deleted, is not labelled', async () => {
  const { change } = await labelled()
  assert.equal(await change({ name: 'new' }, 'none'), 'network-not-found')
})
