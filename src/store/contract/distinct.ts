import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DistinctQuery } from '../../domain/page.ts'
import type { Resource } from '../../domain/resource.ts'
import { distinctOf } from '../../domain/testing/meets.ts'
import { type Make, withStore } from './fixture.ts'
import { customerGateway, elsewhere, here, network, others, subnet } from './samples.ts'

const labelled = (resourceGroup: string | undefined, ...tags: readonly (readonly [string, string])[]) => ({
  labels: {
    tags: tags.map(([key, value]) => ({ key, value })),
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
  },
})

const sample: readonly Resource[] = [
  network('a', labelled('rg-2', ['city', 'Ulm'], ['env', 'prod'])),
  network('b', labelled('rg-1', ['city', 'Bonn'])),
  network('c', labelled(undefined, ['town', 'Ulm'])),
  network('d', labelled('rg-2', ['city', 'Ulm'], ['City', '\u{1F3F0}'])),
  network('e', labelled(undefined, ['City', '\uFFFD'])),
  subnet('s', 'a', labelled('rg-3', ['city', 'Aalen'], ['env', 'prod'])),
  customerGateway('p', labelled(undefined, ['peer', ''])),
  network('f', { scope: elsewhere, ...labelled('rg-4', ['city', 'Rome']) }),
  network('g', { scope: others, ...labelled('rg-5', ['city', 'Oslo']) }),
]

const kinds = ['network', 'subnet'] as const

const queries: readonly DistinctQuery[] = [
  { of: 'tag', kinds, limit: 100 },
  { of: 'tag', kinds: ['network', 'subnet', 'customer-gateway'], limit: 100 },
  { of: 'tag', kinds: ['gateway'], limit: 100 },
  { of: 'tag', kinds, limit: 3 },
  { of: 'tag', kinds, limit: 3, after: ['city', 'Bonn'] },
  { of: 'tag', kinds, limit: 100, after: ['City', '\uFFFD'] },
  { of: 'tag', kinds, limit: 100, where: [{ by: 'tag', keys: ['env'], values: ['prod'] }] },
  { of: 'tag', kinds, limit: 100, where: [{ by: 'tag', keys: ['city'], values: [] }] },
  { of: 'tag', kinds, tag: { key: 'city' }, limit: 100 },
  { of: 'tag', kinds, tag: { key: 'city' }, limit: 2 },
  { of: 'tag-key', kinds, tag: { key: 'city', value: 'Ulm' }, limit: 1 },
  { of: 'tag-key', kinds, tag: { key: 'city', value: 'nowhere' }, limit: 1 },
  { of: 'tag-key', kinds, limit: 100 },
  { of: 'tag-key', kinds, limit: 1, after: ['City'] },
  { of: 'tag-key', kinds, limit: 100, part: 'it' },
  { of: 'tag-key', kinds, limit: 100, part: 'IT' },
  { of: { facet: 'resource-group' }, kinds, limit: 100 },
  { of: { facet: 'resource-group' }, kinds, limit: 1, after: ['rg-1'] },
]

export function distinctContract(make: Make): void {
  test(
    'what resources have of tags, their keys and facets is told once each, in its order, of those in sight',
    withStore(make, async (store) => {
      await store.write(async (transaction) => {
        for (const resource of sample) await transaction.put(resource)
      })
      for (const sight of [here, elsewhere, others, { account: here.account }, { account: 'nobody' }]) {
        const resources = sample.filter(
          ({ account, region }) => account === sight.account && (!('region' in sight) || region === sight.region),
        )
        for (const query of queries) {
          const found = await store.read((reader) => reader.scoped(sight).distinct(query))
          assert.deepEqual(found, distinctOf(query, { resources, applied: new Map() }), JSON.stringify([sight, query]))
        }
      }
      const groups = { of: { facet: 'resource-group' }, kinds, limit: 100 } as const
      const found = await store.read((reader) => reader.scoped({ account: here.account }).distinct(groups))
      assert.deepEqual(found.flat(), ['rg-1', 'rg-2', 'rg-3', 'rg-4'])
    }),
  )
}
