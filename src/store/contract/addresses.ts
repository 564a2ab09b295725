import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Prefix } from '../../domain/address.ts'
import { type Store, StoreConflict } from '../port.ts'
import { type Make, withStore } from './fixture.ts'
import { address, gateway, here, next, others, pool, underlayHost } from './samples.ts'

const free = (store: Store, count: number, of = pool) =>
  store.read((reader) => reader.scoped(here).freeAddresses(of, count))

export function addressContract(make: Make): void {
  holding(make)
  finding(make)
}

function finding(make: Make): void {
  test(
    'free addresses are the lowest of the pool without the network’s, the router’s and the broadcast address',
    withStore(make, async (store) => {
      assert.deepEqual(await free(store, 2), [address(2), address(3)])
      assert.deepEqual(await free(store, 0), [])
      const all = await free(store, 1000)
      assert.deepEqual([all.length, all[0], all.at(-1)], [253, address(2), address(254)])
      assert.deepEqual(await free(store, 9, '203.0.113.8/30' as Ipv4Prefix), [address(10)])
      for (const tiny of ['203.0.113.8/31', '203.0.113.8/32']) {
        assert.deepEqual(await free(store, 9, tiny as Ipv4Prefix), [])
      }
      assert.deepEqual(await free(store, 1, '240.0.0.0/4' as Ipv4Prefix), ['240.0.0.2'])
    }),
  )

  test(
    'free addresses fill gaps in order',
    withStore(make, async (store) => {
      await store.write(async (transaction) => {
        await transaction.put(gateway('g1', [address(2), address(5)]))
        await transaction.put(gateway('g2', [address(3), address(9)], { scope: others }))
        await transaction.put(underlayHost('h', address(6)))
      })
      assert.deepEqual(await free(store, 5), [4, 7, 8, 10, 11].map(address))
      assert.deepEqual(await free(store, 1), [address(4)])
      const small = '203.0.113.0/29' as Ipv4Prefix
      assert.deepEqual(await free(store, 5, small), [address(4)])
      await store.write((transaction) => transaction.put(underlayHost('i', address(4))))
      assert.deepEqual(await free(store, 5, small), [])
    }),
  )

  test(
    'free addresses are not affected by held addresses outside the pool',
    withStore(make, async (store) => {
      await store.write(async (transaction) => {
        await transaction.put(
          gateway(
            'g',
            ['203.0.112.255', '203.0.114.0', '198.51.100.1'].map((text) => text as never),
          ),
        )
        await transaction.put(gateway('h', [address(0), address(1), address(255), address(254)]))
      })
      assert.deepEqual(await free(store, 1), [address(2)])
      assert.equal((await free(store, 1000)).length, 252)
    }),
  )

  test(
    'free addresses of a transaction follow its own changes, and those of others once committed',
    withStore(make, async (store) => {
      await store.write(async (transaction) => {
        await transaction.put(gateway('g', [address(2)]))
        assert.deepEqual(await transaction.scoped(here).freeAddresses(pool, 1), [address(3)])
        assert.deepEqual(await free(store, 1), [address(2)])
        await transaction.remove({ kind: 'gateway', id: 'g' })
        assert.deepEqual(await transaction.scoped(here).freeAddresses(pool, 1), [address(2)])
      })
    }),
  )
}

function holding(make: Make): void {
  test(
    'an address that another resource holds is a conflict, and nothing of the write is kept',
    withStore(make, async (store) => {
      await store.write((transaction) => transaction.put(gateway('g', [address(2), address(3)])))
      for (const taken of [gateway('x', [address(4), address(3)]), underlayHost('x', address(2), { scope: others })]) {
        await assert.rejects(
          store.write((transaction) => transaction.put(taken)),
          StoreConflict,
        )
      }
      assert.equal((await store.read((reader) => reader.everything())).length, 1)
      assert.deepEqual(await free(store, 1), [address(4)])
    }),
  )

  test(
    'addresses that a new generation leaves out are free',
    withStore(make, async (store, { reopen }) => {
      const first = gateway('g', [address(2), address(3)])
      await store.write((transaction) => transaction.put(first))
      const { spec } = gateway('g', [address(3), address(4)])
      await store.write((transaction) => transaction.put(next(first, { spec })))
      const opened = await reopen()
      assert.deepEqual(await free(opened, 2), [address(2), address(5)])
      await opened.write((transaction) => transaction.put(underlayHost('h', address(2))))
    }),
  )

  test(
    'an address that is released and taken in one write moves to the other resource',
    withStore(make, async (store) => {
      const first = gateway('g', [address(2)])
      await store.write((transaction) => transaction.put(first))
      await store.write(async (transaction) => {
        await transaction.remove({ kind: 'gateway', id: 'g' })
        await transaction.put(gateway('h', [address(2)]))
      })
      assert.deepEqual(await free(store, 1), [address(3)])
    }),
  )
}
