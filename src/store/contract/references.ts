import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Store } from '../port.ts'
import { type Make, withStore } from './fixture.ts'
import { address, connection, gateway, here, ids, network, next, others, subnet } from './samples.ts'

export function referenceContract(make: Make): void {
  references(make)
  progress(make)
  delays(make)
}

function delays(make: Make): void {
  test(
    'what was put off last counts, of a resource that is there, and goes with it',
    withStore(make, async (store, fixture) => {
      await store.write(async (transaction) => {
        await transaction.put(network('n'))
        await transaction.put(network('m'))
        await transaction.delay('n', 5)
        await transaction.delay('none', 5)
      })
      await store.write((transaction) => transaction.delay('n', 3))
      const of = (opened: Store) => opened.read((reader) => reader.delays(['m', 'n', 'none']))
      assert.deepEqual(await of(store), new Map([['n', 3]]))
      await store.write(async (transaction) => {
        await transaction.remove({ kind: 'network', id: 'n' })
        await transaction.put(network('n'))
        await transaction.delay('m', 4)
      })
      await fixture.nowAndReopened(async (opened) => assert.deepEqual(await of(opened), new Map([['m', 4]])))
    }),
  )
}

function references(make: Make): void {
  test(
    'references to an id are listed newest first and by kind, with resources that are being deleted',
    withStore(make, async (store) => {
      await store.write(async (transaction) => {
        await transaction.put(connection('c1', { gateway: 'g', peers: ['p', 'p'] }))
        await transaction.put(connection('c2', { gateway: 'g', peers: ['q', 'p'] }))
        await transaction.put(connection('c3', { peers: ['q'] }, { scope: others }))
        await transaction.put(gateway('g', [address(2)], { network: 'n', subnets: ['s', 's'] }))
        await transaction.put(subnet('s', 'n'))
        await transaction.put(network('n'))
      })
      const first = connection('c1', { gateway: 'g', peers: ['p', 'p'] })
      await store.write((transaction) => transaction.put(next(first, { deleting: true })))
      await store.read(async (reader) => {
        assert.deepEqual(ids(await reader.referencing('g', 'connection')), ['c2', 'c1'])
        assert.deepEqual(ids(await reader.referencing('p', 'connection')), ['c2', 'c1'])
        assert.deepEqual(ids(await reader.referencing('q', 'connection')), ['c3', 'c2'])
        assert.deepEqual(ids(await reader.scoped(here).referencing('q', 'connection')), ['c2'])
        assert.deepEqual(ids(await reader.scoped(others).referencing('q', 'connection')), ['c3'])
        const { unscoped } = reader.scoped(here)
        assert.deepEqual(ids(await unscoped.referencing('q', 'connection')), ['c3', 'c2'])
        assert.equal((await unscoped.get('connection', 'c3'))?.account, others.account)
        assert.equal((await unscoped.page('connection', { limit: 1 })).total, 3)
        assert.deepEqual(ids(await reader.referencing('n', 'gateway')), ['g'])
        assert.deepEqual(ids(await reader.referencing('n', 'subnet')), ['s'])
        assert.deepEqual(ids(await reader.referencing('n', 'connection')), [])
        assert.deepEqual((await reader.referencing('s', 'gateway'))[0]?.spec.subnets, ['s', 's'])
      })
    }),
  )

  test(
    'references of a new generation replace those before, and a removed resource has none',
    withStore(make, async (store, fixture) => {
      const first = connection('c', { gateway: 'g', peers: ['p'] })
      await store.write((transaction) => transaction.put(first))
      const { spec } = connection('c', { gateway: 'g', peers: ['q'] })
      await store.write((transaction) => transaction.put(next(first, { spec })))
      await fixture.nowAndReopened(async (opened) => {
        await opened.read(async (reader) => {
          assert.deepEqual(ids(await reader.referencing('p', 'connection')), [])
          assert.deepEqual(ids(await reader.referencing('q', 'connection')), ['c'])
          assert.deepEqual(ids(await reader.referencing('g', 'connection')), ['c'])
        })
      })
    }),
  )

  test(
    'references of a removed resource are gone, also when its id is used again',
    withStore(make, async (store) => {
      await store.write((transaction) => transaction.put(connection('c', { gateway: 'g', peers: ['p'] })))
      await store.write((transaction) => transaction.remove({ kind: 'connection', id: 'c' }))
      await store.write((transaction) => transaction.put(connection('c', { peers: ['q'] })))
      assert.deepEqual(ids(await store.read((reader) => reader.referencing('p', 'connection'))), [])
    }),
  )
}

function progress(make: Make): void {
  test(
    'the applied generation is noted and never lowered',
    withStore(make, async (store, fixture) => {
      await store.write(async (transaction) => {
        await transaction.put(network('a'))
        await transaction.put(network('b'))
      })
      assert.deepEqual(await store.read((reader) => reader.applied(['a', 'b'])), new Map())
      assert.deepEqual(await store.read((reader) => reader.scoped(here).applied(['a'])), new Map())
      for (const generation of [1, 3, 2]) {
        await store.write((transaction) => transaction.markApplied('a', generation, 1_700_000_000_000))
      }
      await fixture.nowAndReopened(async (opened) => {
        await opened.read(async (reader) => {
          assert.deepEqual(await reader.applied(['b', 'a', 'c']), new Map([['a', 3]]))
          assert.deepEqual(await reader.applied([]), new Map())
          assert.deepEqual(await reader.scoped(here).applied(['a']), new Map([['a', 3]]))
          assert.deepEqual(await reader.scoped(others).applied(['a']), new Map())
        })
      })
    }),
  )

  test(
    'the applied generation of a removed resource is gone, also for its successor of the same id',
    withStore(make, async (store) => {
      await store.write(async (transaction) => {
        await transaction.markApplied('a', 1, 0)
        await transaction.put(network('a'))
      })
      assert.deepEqual(await store.read((reader) => reader.scoped(here).applied(['a'])), new Map())
      await store.write((transaction) => transaction.markApplied('a', 5, 0))
      await store.write((transaction) => transaction.remove({ kind: 'network', id: 'a' }))
      await store.write((transaction) => transaction.markApplied('a', 6, 0))
      await store.write((transaction) => transaction.put(network('a')))
      assert.deepEqual(await store.read((reader) => reader.applied(['a'])), new Map())
    }),
  )

  test(
    'the applied generations of several resources are read at once',
    withStore(make, async (store) => {
      const many = Array.from({ length: 600 }, (_, index) => `n${index}`)
      await store.write(async (transaction) => {
        for (const [index, id] of many.entries()) {
          await transaction.put(network(id))
          await transaction.markApplied(id, index + 1, 0)
        }
      })
      const applied = await store.read((reader) => reader.applied(many))
      assert.deepEqual(applied, new Map(many.map((id, index) => [id, index + 1])))
    }),
  )
}
