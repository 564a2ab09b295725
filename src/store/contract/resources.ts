import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Resource } from '../../domain/resource.ts'
import { StoreConflict } from '../port.ts'
import { type Make, withStore } from './fixture.ts'
import {
  address,
  connection,
  customerGateway,
  elsewhere,
  extrasOf,
  gateway,
  here,
  ids,
  listed,
  network,
  next,
  others,
} from './samples.ts'

export function resourceContract(make: Make): void {
  reading(make)
  scopes(make)
  conflicts(make)
  removing(make)
}

function reading(make: Make): void {
  test(
    'a resource is read as it was put, with every member',
    withStore(make, async (store, fixture) => {
      const resources: readonly Resource[] = [
        network('network-1', {
          extras: extrasOf({ tags: [{ key: 'ключ', value: "it's" }], nothing: null, size: 1.5 }),
        }),
        gateway('gateway-1', [address(2), address(3)]),
        connection('connection-1', { gateway: 'gateway-1', peers: ['peer-1', 'peer-2'] }, { name: '' }),
      ]
      await store.write(async (transaction) => {
        for (const resource of resources) await transaction.put(resource)
      })
      await fixture.nowAndReopened(async (opened) => {
        for (const resource of resources) {
          assert.deepEqual(await opened.read((reader) => reader.get(resource.kind, resource.id)), resource)
        }
      })
    }),
  )

  test(
    'a resource that does not exist, or is of another kind, is not found',
    withStore(make, async (store) => {
      await store.write((transaction) => transaction.put(network('one')))
      await store.read(async (reader) => {
        assert.equal(await reader.get('gateway', 'one'), undefined)
        assert.equal(await reader.scoped(here).get('gateway', 'one'), undefined)
        assert.equal(await reader.get('network', 'two'), undefined)
      })
    }),
  )

  test(
    'resources of a kind are listed newest first, also after a change of an older one',
    withStore(make, async (store, fixture) => {
      for (const id of ['c', 'a', 'b']) await store.write((transaction) => transaction.put(network(id)))
      await store.write((transaction) => transaction.put(customerGateway('d')))
      await store.write((transaction) => transaction.put(next(network('c'), { name: 'changed' })))
      await fixture.nowAndReopened(async (opened) => {
        await opened.read(async (reader) => {
          assert.deepEqual(ids(await listed(reader, 'network')), ['b', 'a', 'c'])
          assert.deepEqual(ids(await listed(reader.scoped(here), 'network')), ['b', 'a', 'c'])
          assert.deepEqual(ids(await listed(reader, 'router')), [])
        })
      })
    }),
  )
}

function scopes(make: Make): void {
  test(
    'resources are listed of one account in one region',
    withStore(make, async (store) => {
      await store.write(async (transaction) => {
        await transaction.put(network('mine'))
        await transaction.put(network('far', { scope: elsewhere }))
        await transaction.put(network('theirs', { scope: others }))
      })
      await store.read(async (reader) => {
        assert.deepEqual(ids(await listed(reader, 'network')), ['theirs', 'far', 'mine'])
        for (const [scope, id] of [[here, 'mine'] as const, [elsewhere, 'far'] as const, [others, 'theirs'] as const]) {
          assert.deepEqual(ids(await listed(reader.scoped(scope), 'network')), [id])
          assert.equal((await reader.scoped(scope).get('network', id))?.id, id)
        }
        assert.equal(await reader.scoped(here).get('network', 'far'), undefined)
        assert.equal(await reader.scoped(here).get('network', 'theirs'), undefined)
      })
    }),
  )

  test(
    'the ids of all resources are listed with their kind',
    withStore(make, async (store) => {
      await store.write(async (transaction) => {
        await transaction.put(network('n'))
        await transaction.put(customerGateway('c', { scope: others }))
      })
      const refs = await store.read((reader) => reader.everything())
      assert.deepEqual(refs.map(({ kind, id }) => `${kind} ${id}`).toSorted(), ['customer-gateway c', 'network n'])
    }),
  )

  test(
    'a resource that a reader changes is unchanged for the next reader',
    withStore(make, async (store) => {
      await store.write((transaction) =>
        transaction.put(gateway('g', [address(2)], { extras: extrasOf({ zones: ['a'] }) })),
      )
      const seen = await store.read((reader) => reader.get('gateway', 'g'))
      if (seen === undefined) throw new Error('not found')
      try {
        const parts: unknown[] = [seen.spec.addresses, ...Object.values(seen.extras)]
        for (const part of parts) (part as string[]).push('spoilt')
      } catch {
        // A store that hands out frozen values refuses here, one that hands out copies does not.
      }
      const again = await store.read((reader) => reader.get('gateway', 'g'))
      assert.deepEqual(again?.spec.addresses, [address(2)])
      assert.deepEqual(again?.extras, { zones: ['a'] })
    }),
  )
}

function conflicts(make: Make): void {
  test(
    'a first generation of an existing id is a conflict, in any account and of any kind',
    withStore(make, async (store) => {
      await store.write((transaction) => transaction.put(network('one', { name: 'first' })))
      for (const second of [network('one'), network('one', { scope: others }), customerGateway('one')]) {
        await assert.rejects(
          store.write((transaction) => transaction.put(second)),
          StoreConflict,
        )
      }
      assert.equal((await store.read((reader) => reader.get('network', 'one')))?.name, 'first')
    }),
  )

  test(
    'a generation replaces the one before it, and any other is a conflict',
    withStore(make, async (store) => {
      const first = network('one')
      await store.write((transaction) => transaction.put(first))
      const second = next(first, { name: 'second', deleting: true, extras: extrasOf({ a: 1 }) })
      await store.write((transaction) => transaction.put(second))
      assert.deepEqual(await store.read((reader) => reader.get('network', 'one')), second)
      for (const generation of [1, 2, 4]) {
        await assert.rejects(
          store.write((transaction) => transaction.put(network('one', { generation }))),
          StoreConflict,
        )
      }
      const otherKind = customerGateway('one', { generation: 3 })
      await assert.rejects(
        store.write((transaction) => transaction.put(otherKind)),
        StoreConflict,
      )
      const absent = network('two', { generation: 2 })
      await assert.rejects(
        store.write((transaction) => transaction.put(absent)),
        StoreConflict,
      )
      assert.deepEqual(await store.read((reader) => listed(reader, 'network')), [second])
    }),
  )
}

function removing(make: Make): void {
  test(
    'a conflict that the work catches fails the write all the same',
    withStore(make, async (store) => {
      await store.write((transaction) => transaction.put(gateway('g', [address(2)])))
      const stubborn = store.write(async (transaction) => {
        await assert.rejects(transaction.put(gateway('h', [address(3), address(2)])), StoreConflict)
        await transaction.put(network('n'))
      })
      await assert.rejects(stubborn, StoreConflict)
      assert.deepEqual(ids(await store.read((reader) => reader.everything())), ['g'])
    }),
  )

  test(
    'a resource is removed by kind and id, and removing one that does not exist is no error',
    withStore(make, async (store) => {
      await store.write((transaction) => transaction.put(network('one')))
      await store.write((transaction) => transaction.remove({ kind: 'gateway', id: 'one' }))
      assert.equal((await store.read((reader) => listed(reader, 'network'))).length, 1)
      await store.write((transaction) => transaction.remove({ kind: 'network', id: 'one' }))
      await store.write((transaction) => transaction.remove({ kind: 'network', id: 'one' }))
      assert.equal((await store.read((reader) => reader.everything())).length, 0)
      await store.write((transaction) => transaction.put(network('one', { name: 'again' })))
      assert.equal((await store.read((reader) => reader.get('network', 'one')))?.name, 'again')
    }),
  )
}
