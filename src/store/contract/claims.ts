import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Resource } from '../../domain/resource.ts'
import type { Store } from '../port.ts'
import { type Make, withStore } from './fixture.ts'
import { customerGateway, ids, next, others } from './samples.ts'

const claim = (value: string, scope = 'address') => ({ scope, value })

const putting = (store: Store, resource: Resource, ...values: readonly string[]) =>
  store.write(async (transaction) => {
    const taken = await transaction.put(
      resource,
      values.map((value) => claim(value)),
    )
    if (taken !== undefined) throw new Error(`${taken.claim.scope} ${taken.claim.value} is ${taken.holder}'s`)
  })

export function claimContract(make: Make): void {
  test(
    'a claim that another resource has is refused with the holder’s id',
    withStore(make, async (store, fixture) => {
      await putting(store, customerGateway('a'), 'one', 'two')
      await fixture.nowAndReopened(async (opened) => {
        await assert.rejects(putting(opened, customerGateway('b'), 'three', 'two'), /address two is a's/)
        await assert.rejects(putting(opened, customerGateway('b', { scope: others }), 'one'), /address one is a's/)
        assert.deepEqual(ids(await opened.read((reader) => reader.everything())), ['a'])
      })
    }),
  )

  test(
    'a claim in another scope, or of another value, is granted',
    withStore(make, async (store) => {
      await putting(store, customerGateway('a'), 'one')
      await putting(store, customerGateway('b'), 'two')
      await store.write(async (transaction) => {
        assert.equal(await transaction.put(customerGateway('c'), [claim('one', 'name')]), undefined)
      })
    }),
  )

  test(
    'claims of a removed resource are free, and of a changed one those that it does not name again',
    withStore(make, async (store, { reopen }) => {
      const first = customerGateway('a')
      await putting(store, first, 'one', 'two')
      await putting(store, next(first), 'two', 'three')
      await putting(store, customerGateway('b'), 'one')
      await assert.rejects(putting(store, customerGateway('c'), 'two'), /two is a's/)
      // A change that says nothing of claims leaves them.
      await store.write((transaction) => transaction.put(next(next(first))))
      await assert.rejects(putting(store, customerGateway('c'), 'three'), /three is a's/)
      await store.write((transaction) => transaction.remove({ kind: 'customer-gateway', id: 'a' }))
      await putting(await reopen(), customerGateway('c'), 'two', 'three')
    }),
  )

  test(
    'claims of a write that failed are free',
    withStore(make, async (store) => {
      await assert.rejects(
        store.write(async (transaction) => {
          await transaction.put(customerGateway('a'), [claim('one')])
          throw new Error('given up')
        }),
        /given up/,
      )
      await putting(store, customerGateway('b'), 'one')
    }),
  )

  test(
    'a claim in concurrent writes is granted to one of them',
    withStore(make, async (store) => {
      const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((id) => putting(store, customerGateway(id), 'one')))
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ['fulfilled', 'rejected', 'rejected'],
      )
    }),
  )
}
