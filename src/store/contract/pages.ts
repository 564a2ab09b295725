import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Prefix } from '../../domain/address.ts'
import type { FacetName } from '../../domain/facets.ts'
import type { Condition, ConfigurationState, PageQuery } from '../../domain/page.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Kind, Resource, Tag } from '../../domain/resource.ts'
import type { Store } from '../port.ts'
import { type Make, withStore } from './fixture.ts'
import {
  address,
  attachment,
  connection,
  customerGateway,
  elsewhere,
  gateway,
  here,
  ids,
  network,
  next,
  others,
  route,
  router,
  subnet,
} from './samples.ts'

const putting = (store: Store, ...resources: readonly Resource[]) =>
  store.write(async (transaction) => {
    for (const resource of resources) await transaction.put(resource)
  })

type Sight = (scope: { account: string; region?: string }) => Promise<readonly string[]>

/** The ids of those that meet the conditions, checked to be as many as the page says. */
const found =
  (store: Store, kind: Kind, ...where: readonly Condition[]): Sight =>
  (scope) =>
    store.read(async (reader) => {
      const { items, total } = await reader.scoped(scope).page(kind, { where, limit: 100 })
      const one = await reader.scoped(scope).page(kind, { where, limit: 1 })
      assert.equal(total, items.length)
      assert.equal(one.total, total, 'the total is the same on every page')
      assert.deepEqual(ids(one.items), ids(items).slice(0, 1))
      return ids(items)
    })

const tagged = (...tags: readonly (readonly [string, string])[]): { readonly labels: { readonly tags: Tag[] } } => ({
  labels: { tags: tags.map(([key, value]) => ({ key, value })) },
})

export function pageContract(make: Make): void {
  paging(make)
  looking(make)
  tags(make)
  withoutFacet(make)
  progress(make)
  attached(make)
  routes(make)
}

function paging(make: Make): void {
  const five = ['a', 'b', 'c', 'd', 'e']
  test(
    'the total of a page counts what is marked for deletion, or not, as it is now',
    withStore(make, async (store) => {
      const [first, ...rest] = five.map((id) => network(id))
      assert.ok(first)
      await putting(store, first, ...rest)
      await putting(store, next(first, { deleting: true }))
      const total = (deleting: boolean) =>
        store.read(async (reader) => {
          const where: readonly Condition[] = [{ by: 'deleting', deleting }]
          return (await reader.scoped(here).page('network', { where, limit: 1, offset: 1 })).total
        })
      assert.deepEqual([await total(true), await total(false)], [1, 4])
      await store.write((transaction) => transaction.remove({ kind: 'network', id: first.id }))
      assert.deepEqual([await total(true), await total(false)], [0, 4])
    }),
  )
  test(
    'pages follow each other by offset and by marker, newest first, each with the total',
    withStore(make, async (store, fixture) => {
      for (const id of five) await putting(store, network(id))
      await putting(store, network('far', { scope: elsewhere }), customerGateway('other'))
      await fixture.nowAndReopened(async (opened) => {
        await opened.read(async (reader) => {
          const scoped = reader.scoped(here)
          const page = (query: PageQuery) => scoped.page('network', query)
          assert.deepEqual(ids((await page({ limit: 2, offset: 1 })).items), ['d', 'c'])
          assert.deepEqual(ids((await page({ limit: 2, offset: 4 })).items), ['a'])
          assert.deepEqual(await page({ limit: 2, offset: 9 }), { items: [], total: 5 })
          assert.deepEqual(await walk(scoped, {}), [['e', 'd'], ['c', 'b'], ['a']])
          assert.deepEqual(await walk(scoped, { where: [{ by: 'name', anyOf: ['sample'] }] }), [
            ['e', 'd'],
            ['c', 'b'],
            ['a'],
          ])
        })
      })
    }),
  )

  test(
    'a marker keeps its place when what was before it is removed and newer ones are made',
    withStore(make, async (store) => {
      for (const id of five) await putting(store, network(id))
      const first = await store.read((reader) => reader.scoped(here).page('network', { limit: 2 }))
      await store.write((transaction) => transaction.remove({ kind: 'network', id: 'd' }))
      await putting(store, network('f'))
      const after = first.next
      assert.ok(after !== undefined)
      const second = await store.read((reader) => reader.scoped(here).page('network', { limit: 2, after }))
      assert.deepEqual([ids(second.items), second.total], [['c', 'b'], 5])
    }),
  )

  test(
    'a scope without a region shows an account’s resources of all regions',
    withStore(make, async (store) => {
      await putting(store, network('a'), network('b', { scope: elsewhere }), network('c', { scope: others }))
      assert.deepEqual(await found(store, 'network')({ account: here.account }), ['b', 'a'])
      const region = { by: 'region', region: elsewhere.region } as const
      assert.deepEqual(await found(store, 'network', region)({ account: here.account }), ['b'])
      const everywhere = await store.read((reader) => reader.page('network', { limit: 1 }))
      assert.deepEqual([ids(everywhere.items), everywhere.total], [['c'], 3])
    }),
  )

  test(
    'a filtered page of all regions is newest first across them, by marker and by offset',
    withStore(make, async (store) => {
      const labels = { tags: [{ key: 'env', value: 'prod' }], resourceGroup: 'g' }
      const made = ['a', 'b', 'c', 'd', 'e'].map((id, at) =>
        network(id, { scope: at % 2 === 0 ? here : elsewhere, labels }),
      )
      await putting(store, ...made, network('x', { scope: elsewhere }), network('y', { scope: others, labels }))
      const filters: readonly Condition[] = [
        { by: 'facet', facet: 'resource-group', anyOf: ['g'] },
        { by: 'tag', keys: ['env'], values: ['prod'] },
      ]
      for (const filter of filters) {
        await store.read(async (reader) => {
          const account = reader.scoped({ account: here.account })
          assert.deepEqual(await walk(account, { where: [filter] }), [['e', 'd'], ['c', 'b'], ['a']])
          const { items, total } = await account.page('network', { where: [filter], limit: 2, offset: 1 })
          assert.deepEqual([ids(items), total], [['d', 'c'], 5])
        })
      }
    }),
  )
}

/** The ids of each page of two, by marker. */
async function walk(reader: Reader, query: Pick<PageQuery, 'where'>): Promise<readonly (readonly string[])[]> {
  const pages: (readonly string[])[] = []
  for (let after: number | undefined; ; ) {
    const page = await reader.page('network', { ...query, limit: 2, ...(after === undefined ? {} : { after }) })
    assert.equal(page.total, 5)
    pages.push(ids(page.items))
    if (page.next === undefined) return pages
    after = page.next
  }
}

function looking(make: Make): void {
  test(
    'resources are filtered by id, name, part of a name, reference and facet',
    withStore(make, async (store) => {
      const group = { labels: { tags: [], resourceGroup: 'g1' } }
      await putting(
        store,
        network('n1', { name: 'one' }),
        network('n2', { name: 'Twenty one', ...group }),
        subnet('s1', 'n1'),
        subnet('s2', 'n2'),
        gateway('g', [address(2), address(3)], { network: 'n1', subnets: ['s1'] }),
        customerGateway('c', group),
        customerGateway('theirs', { scope: others, ...group }),
      )
      const look = (kind: Kind, ...where: readonly Condition[]) => found(store, kind, ...where)(here)
      assert.deepEqual(await look('network', { by: 'id', anyOf: ['n1', 's1', 'no'] }), ['n1'])
      assert.deepEqual(await look('network', { by: 'id', anyOf: ['n1', 'n2', 'n2'] }), ['n2', 'n1'])
      assert.deepEqual(await look('network', { by: 'name', anyOf: ['one', 'none'] }), ['n1'])
      assert.deepEqual(await look('network', { by: 'name-part', anyOf: ['one'] }), ['n2', 'n1'])
      assert.deepEqual(await look('network', { by: 'name-part', anyOf: ['ONE', 'Twe'] }), ['n2'])
      assert.deepEqual(await look('network', { by: 'name-part', anyOf: ['%'] }), [])
      assert.deepEqual(await look('network', { by: 'name-part', anyOf: [''] }), ['n2', 'n1'])
      assert.deepEqual(await look('subnet', { by: 'refers-to', anyOf: ['n1'] }), ['s1'])
      assert.deepEqual(await look('subnet', { by: 'refers-to', anyOf: ['n1', 'n2'] }), ['s2', 's1'])
      assert.deepEqual(await look('gateway', { by: 'refers-to', anyOf: ['n1', 's1'] }), ['g'])
      assert.deepEqual(await look('network', { by: 'refers-to', anyOf: ['n1'] }), [])
      const facet = (name: FacetName, ...anyOf: readonly string[]) => ({ by: 'facet', facet: name, anyOf }) as const
      assert.deepEqual(await look('gateway', facet('address', address(2), address(3))), ['g'])
      assert.deepEqual(await look('customer-gateway', facet('address', '198.51.100.7')), ['c'])
      assert.deepEqual(await look('customer-gateway', facet('resource-group', 'g1')), ['c'])
      assert.deepEqual(await look('network', facet('prefix', '10.0.0.0/8')), ['n2', 'n1'])
      assert.deepEqual(
        await look('network', facet('prefix', '10.0.0.0/8'), facet('resource-group', 'g1')),
        ['n2'],
        'all conditions must hold',
      )
      assert.deepEqual(await look('subnet', facet('zone', 'a'), { by: 'refers-to', anyOf: ['n2'] }), ['s2'])
      assert.deepEqual(await look('network', { by: 'name', anyOf: [] }), [])
    }),
  )

  test(
    'a changed resource is filtered by its new values, and a removed one is not found',
    withStore(make, async (store, fixture) => {
      const first = network('n', { name: 'before' })
      await putting(store, first, network('gone', { name: 'before' }))
      const spec = { prefix: '10.9.0.0/16' as Ipv4Prefix }
      await putting(store, next(first, { name: 'after', deleting: true, spec }))
      await store.write((transaction) => transaction.remove({ kind: 'network', id: 'gone' }))
      await fixture.nowAndReopened(async (opened) => {
        const look = (...where: readonly Condition[]) => found(opened, 'network', ...where)(here)
        assert.deepEqual(await look(), ['n'])
        assert.deepEqual(await look({ by: 'name', anyOf: ['before'] }), [])
        assert.deepEqual(await look({ by: 'name', anyOf: ['after'] }), ['n'])
        assert.deepEqual(await look({ by: 'facet', facet: 'prefix', anyOf: ['10.0.0.0/8'] }), [])
        assert.deepEqual(await look({ by: 'facet', facet: 'prefix', anyOf: ['10.9.0.0/16'] }), ['n'])
        assert.deepEqual(await look({ by: 'deleting', deleting: false }), [])
        assert.deepEqual(await look({ by: 'deleting', deleting: true }), ['n'])
      })
    }),
  )
}

function tags(make: Make): void {
  test(
    'resources are filtered by a tag’s key and value, key alone and value alone',
    withStore(make, async (store) => {
      const first = network('a', tagged(['city', 'Ulm'], ['env', 'prod']))
      await putting(store, first, network('b', tagged(['city', 'Bonn'])), network('c', tagged(['town', 'Ulm'])))
      const look = (...where: readonly Condition[]) => found(store, 'network', ...where)(here)
      assert.deepEqual(await look({ by: 'tag', keys: ['city'], values: ['Ulm'] }), ['a'])
      assert.deepEqual(await look({ by: 'tag', keys: ['city'], values: ['Ulm', 'Bonn'] }), ['b', 'a'])
      assert.deepEqual(await look({ by: 'tag', keys: ['city'] }), ['b', 'a'])
      assert.deepEqual(await look({ by: 'tag', keys: ['city', 'env'] }), ['b', 'a'])
      assert.deepEqual(await look({ by: 'tag', values: ['Ulm'] }), ['c', 'a'])
      assert.deepEqual(await look({ by: 'tag' }), ['c', 'b', 'a'])
      assert.deepEqual(await look({ by: 'tag', keys: ['city'], values: [] }), [])
      const both = [{ by: 'tag', keys: ['city'] } as const, { by: 'tag', keys: ['env'], values: ['prod'] } as const]
      assert.deepEqual(await look(...both), ['a'])
      await putting(store, next(first, tagged(['env', 'test'])))
      assert.deepEqual(await look({ by: 'tag', keys: ['city'], values: ['Ulm'] }), [])
      assert.deepEqual(await look({ by: 'tag', keys: ['env'], values: ['test'] }), ['a'])
    }),
  )
}

function withoutFacet(make: Make): void {
  test(
    'resources are filtered by a facet’s value, or by having no such facet',
    withStore(make, async (store) => {
      const grouped = (resourceGroup: string) => ({ labels: { tags: [], resourceGroup } })
      await putting(store, network('a', grouped('rg-1')), network('b'), network('c', grouped('rg-2')))
      await putting(store, network('d', { scope: elsewhere }), network('e', { scope: others }))
      const none = { by: 'facet', facet: 'resource-group', anyOf: ['rg-1'], orNone: true } as const
      const look = found(store, 'network', none)
      assert.deepEqual(await look(here), ['b', 'a'])
      assert.deepEqual(await look({ account: here.account }), ['d', 'b', 'a'])
      assert.deepEqual(await found(store, 'network', { ...none, anyOf: [] })(here), ['b'])
      assert.deepEqual(await found(store, 'network', none, { by: 'name', anyOf: ['sample'] })(here), ['b', 'a'])
    }),
  )
}

function progress(make: Make): void {
  test(
    'resources are filtered by their configuration state',
    withStore(make, async (store) => {
      const [behind, going] = [network('behind'), network('going')]
      await putting(store, network('new'), behind, going, network('done'))
      await store.write(async (transaction) => {
        for (const id of ['behind', 'going', 'done']) await transaction.markApplied(id, 1, 0)
        await transaction.put(next(behind))
        await transaction.put(next(going, { deleting: true }))
      })
      const look = (...anyOf: readonly ConfigurationState[]) => found(store, 'network', { by: 'state', anyOf })(here)
      assert.deepEqual(await look('creating'), ['new'])
      assert.deepEqual(await look('updating'), ['behind'])
      assert.deepEqual(await look('ready'), ['done'])
      assert.deepEqual(await look('deleting'), ['going'])
      assert.deepEqual(await look('ready', 'creating'), ['done', 'new'])
      assert.deepEqual(await look(), [])
    }),
  )
}

function routes(make: Make): void {
  test(
    'routes are filtered by place, next hop, source, destination, and whether they are policy-based and published',
    withStore(make, async (store) => {
      const place = { kind: 'gateway', id: 'g' } as const
      const prefix = (text: string) => text as Ipv4Prefix
      const plain = route('plain', { place, nextHop: 'c1', published: true })
      await putting(
        store,
        plain,
        route('policy', { place, nextHop: 'c2', source: prefix('10.1.0.0/16') }),
        route('other', { place: { kind: 'connection', id: 'c1' }, destination: prefix('10.4.0.0/16') }),
        route('network', { place: { kind: 'network', id: 'n' }, nextHop: 'g' }),
        route('theirs', { place, nextHop: 'c1' }, { scope: others }),
      )
      const facet = (name: FacetName, ...anyOf: readonly string[]) => ({ by: 'facet', facet: name, anyOf }) as const
      const look = (...where: readonly Condition[]) => found(store, 'route', ...where)(here)
      assert.deepEqual(await look(facet('place', 'g')), ['policy', 'plain'])
      assert.deepEqual(await look(facet('place', 'g', 'n')), ['network', 'policy', 'plain'])
      assert.deepEqual(await look(facet('next-hop', 'c1')), ['other', 'plain'])
      assert.deepEqual(await look(facet('destination', '10.3.0.0/16')), ['network', 'policy', 'plain'])
      assert.deepEqual(await look(facet('source', '10.1.0.0/16')), ['policy'])
      assert.deepEqual(await look(facet('place', 'g'), facet('policy-based', 'no')), ['plain'])
      assert.deepEqual(await look(facet('published', 'yes')), ['plain'])
      assert.deepEqual(await look({ by: 'refers-to', anyOf: ['g'] }), ['network', 'policy', 'plain'])
      await putting(store, next(plain, { spec: { ...plain.spec, published: false } }))
      assert.deepEqual(await look(facet('published', 'yes')), [])
    }),
  )
}

function attached(make: Make): void {
  test(
    'a connection is filtered as attached while a router attachment refers to it',
    withStore(make, async (store, { reopen }) => {
      const kept = attachment('a1', { router: 'r', connection: 'c1' })
      await putting(store, router('r', 'group'))
      for (const id of ['c1', 'c2', 'c3']) await putting(store, connection(id, { peers: ['p'] }))
      await putting(store, attachment('a2', { router: 'r', connection: 'c2' }), kept)
      const opened = await reopen()
      const look = () => found(opened, 'connection', { by: 'facet', facet: 'attached', anyOf: ['yes'] })(here)
      assert.deepEqual(await look(), ['c2', 'c1'])
      await putting(opened, next(connection('c1', { peers: ['p'] }), { name: 'changed' }))
      await putting(opened, next(kept, { deleting: true }))
      assert.deepEqual(await look(), ['c2', 'c1'])
      await opened.write((transaction) => transaction.remove({ kind: 'router-attachment', id: 'a1' }))
      assert.deepEqual(await look(), ['c2'])
    }),
  )
}
