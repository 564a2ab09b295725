import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ResourceRef } from '../../domain/resource.ts'
import {
  type Event,
  type Store,
  StoreConflict,
  type StoreReader,
  type StoreTransaction,
  StoreUnavailable,
} from '../port.ts'
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
} from './samples.ts'

const count = (store: Store) => store.read(async (reader) => (await reader.everything()).length)

/** Lets everything that is ready run. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

export function transactionContract(make: Make): void {
  isolation(make)
  undoing(make)
  groups(make)
  endOfBatch(make)
  order(make)
  listening(make)
  ending(make)
}

function isolation(make: Make): void {
  test(
    'a write’s changes are visible to itself, and to readers after its commit',
    withStore(make, async (store) => {
      await store.write(async (transaction) => {
        await transaction.put(network('n'))
        assert.equal((await transaction.get('network', 'n'))?.id, 'n')
        assert.deepEqual(ids(await listed(transaction, 'network')), ['n'])
        assert.equal(await count(store), 0)
        await turn()
        assert.equal(await count(store), 0)
      })
      assert.equal(await count(store), 1)
    }),
  )

  test(
    'a row that a write has read is read again once the write has changed it',
    withStore(make, async (store) => {
      await store.write(async (transaction) => {
        await transaction.put(customerGateway('p'))
        await transaction.put(connection('c', { peers: ['p'] }))
      })
      await store.write(async (transaction) => {
        const mine = transaction.scoped(here)
        const users = async () => ids(await mine.referencing('p', 'connection'))
        const nameOf = async (id: string) => (await mine.get('connection', id))?.name
        const before = await mine.get('connection', 'c')
        assert.ok(before !== undefined)
        assert.deepEqual([await nameOf('d'), await users(), await mine.applied(['c'])], [undefined, ['c'], new Map()])
        await transaction.put(connection('d', { peers: ['p'] }))
        await transaction.put(next(before, { name: 'renamed' }))
        await transaction.markApplied('c', 2, 0)
        assert.deepEqual([await nameOf('d'), await nameOf('c')], ['sample', 'renamed'])
        assert.deepEqual([await users(), await mine.applied(['c'])], [['d', 'c'], new Map([['c', 2]])])
        await transaction.remove({ kind: 'connection', id: 'c' })
        assert.deepEqual([await nameOf('c'), await users(), await mine.applied(['c'])], [undefined, ['d'], new Map()])
      })
    }),
  )

  test(
    'a reader sees one commit to its end, and a later reader the newest',
    withStore(make, async (store) => {
      await store.write((transaction) => transaction.put(network('a')))
      await store.read(async (reader) => {
        assert.equal((await listed(reader, 'network')).length, 1)
        await store.write((transaction) => transaction.put(network('b')))
        assert.equal((await listed(reader, 'network')).length, 1)
        assert.equal(await count(store), 2)
        await store.write((transaction) => transaction.put(network('c')))
        assert.equal((await listed(reader, 'network')).length, 1)
        assert.equal(await count(store), 3)
      })
    }),
  )

  test(
    'a write that throws is rolled back and rejects with its error',
    withStore(make, async (store, fixture) => {
      const problem = new Error('mine')
      const failing = store.write(async (transaction) => {
        await transaction.put(gateway('g', [address(2)]))
        await transaction.putSetting('tag', 'a')
        throw problem
      })
      await assert.rejects(failing, (error) => error === problem)
      await fixture.nowAndReopened(async (opened) => {
        assert.equal(await count(opened), 0)
        assert.equal(await opened.read((reader) => reader.setting('tag')), undefined)
      })
    }),
  )
}

function undoing(make: Make): void {
  test(
    'a generation that was rolled back can be written again with other content',
    withStore(make, async (store) => {
      const first = network('n')
      await store.write((transaction) => transaction.put(first))
      const undone = store.write(async (transaction) => {
        await transaction.put(next(first, { extras: extrasOf({ undone: true }) }))
        assert.deepEqual((await transaction.get('network', 'n'))?.extras, { undone: true })
        throw new Error('undo')
      })
      await assert.rejects(undone, /undo/)
      assert.deepEqual((await store.read((reader) => reader.get('network', 'n')))?.extras, {})
      await store.write((transaction) => transaction.put(next(first, { extras: extrasOf({ kept: true }) })))
      assert.deepEqual((await store.read((reader) => reader.get('network', 'n')))?.extras, { kept: true })
    }),
  )

  test(
    'a statement that a write left running after its end is refused',
    withStore(make, async (store) => {
      let kept: StoreTransaction | undefined
      await store.write(async (transaction) => {
        kept = transaction
        await transaction.get('network', 'n')
      })
      await store.write(async () => {
        await assert.rejects(kept?.put(network('late')) ?? Promise.resolve())
      })
      await assert.rejects(kept?.get('network', 'n') ?? Promise.resolve())
      assert.equal(await count(store), 0)
      const reader = await store.read(async (each) => each)
      await assert.rejects(reader.everything())
    }),
  )
}

function groups(make: Make): void {
  test(
    'concurrent writes that fail are rolled back, and the others are committed',
    withStore(make, async (store, fixture) => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 300 }, (_, index) =>
          store.write(async (transaction) => {
            await transaction.put(network(`n${index}`))
            if (index % 7 === 3) throw new Error(`number ${index}`)
            await transaction.appendEvent({
              at: index,
              account: 'a',
              region: 'r',
              requestId: `${index}`,
              action: 'Create',
              actor: 'k',
              resources: [],
            })
            return index
          }),
        ),
      )
      const kept: number[] = []
      for (const [index, outcome] of outcomes.entries()) {
        if (index % 7 === 3) assert.equal(outcome.status === 'rejected' && outcome.reason.message, `number ${index}`)
        else kept.push(outcome.status === 'fulfilled' ? outcome.value : -1)
      }
      await fixture.nowAndReopened(async (opened) => {
        const newestFirst = kept.toReversed()
        assert.deepEqual(
          ids(await opened.read((reader) => listed(reader, 'network'))),
          newestFirst.map((index) => `n${index}`),
        )
        const events = await opened.read((reader) => reader.events(1000))
        assert.deepEqual(
          events.map(({ at }) => at),
          newestFirst,
        )
      })
    }),
  )
}

const event = (at: number): Event => ({
  at,
  account: here.account,
  region: here.region,
  requestId: `${at}`,
  action: 'Create',
  actor: 'k',
  resources: [{ kind: 'network', id: `n${at}` }],
})

function endOfBatch(make: Make): void {
  test(
    'a page of a write counts what those before it have kept and what it has put itself; an undone write counts nothing',
    withStore(make, async (store, fixture) => {
      const total = async (reader: StoreReader) => (await reader.scoped(here).page('network', { limit: 1 })).total
      const seen: string[] = []
      const failing = new Set([1, 4])
      const writes = Array.from({ length: 7 }, (_, index) =>
        store.write(async (transaction) => {
          await transaction.put(network(`n${index}`))
          if (index === 6) await transaction.remove({ kind: 'network', id: 'n0' })
          if (index % 2 === 1) seen.push(`${index}: ${await total(transaction)}`)
          if (index === 5) await transaction.put(network('another'))
          if (failing.has(index)) throw new Error(`number ${index}`)
        }),
      )
      await Promise.allSettled(writes)
      assert.deepEqual(seen, ['1: 2', '3: 3', '5: 4'])
      await fixture.nowAndReopened(async (opened) => {
        assert.equal(await opened.read(total), 5)
        assert.equal(await opened.read(async (reader) => (await listed(reader, 'network')).length), 5)
      })
    }),
  )

  test(
    'a page of a write finds and counts what it has put in regions that had nothing before',
    withStore(make, async (store) => {
      await store.write(async (transaction) => {
        await transaction.put(network('a'))
        await transaction.put(network('b', { scope: elsewhere }))
        const page = await transaction.scoped({ account: here.account }).page('network', { limit: 1 })
        assert.deepEqual([ids(page.items), page.total], [['b'], 2])
        await transaction.put(network('c', { scope: elsewhere }))
        const [one, other] = await Promise.all([
          transaction.scoped(elsewhere).page('network', { limit: 1 }),
          transaction.page('network', { limit: 1 }),
        ])
        assert.deepEqual([one.total, other.total], [2, 3])
      })
    }),
  )

  test(
    'a write sees its own events and those that writes before it have kept, newest first',
    withStore(make, async (store, fixture) => {
      const seen: string[] = []
      const writes = [1, 2, 3].map((at) =>
        store.write(async (transaction) => {
          await transaction.appendEvent(event(at))
          const [newest] = await transaction.events(1)
          assert.deepEqual(newest, event(at))
          seen.push((await transaction.events(10)).map((each) => each.at).join())
          if (at === 2) throw new Error('undo')
        }),
      )
      await Promise.allSettled(writes)
      assert.deepEqual(seen, ['1', '2,1', '3,1'])
      await fixture.nowAndReopened(async (opened) => {
        assert.deepEqual(await opened.read((reader) => reader.events(10)), [event(3), event(1)])
      })
    }),
  )
}

function order(make: Make): void {
  test(
    'concurrent writes from one generation are serialized, and the first wins',
    withStore(make, async (store) => {
      await store.write((transaction) => transaction.put(network('n')))
      const stale = await Promise.allSettled(
        [1, 2, 3].map((index) =>
          store.write((transaction) => transaction.put(next(network('n'), { name: `${index}` }))),
        ),
      )
      assert.deepEqual(
        stale.map(({ status }) => status),
        ['fulfilled', 'rejected', 'rejected'],
      )
      assert.ok(stale[1]?.status === 'rejected' && stale[1].reason instanceof StoreConflict)
      await Promise.all(
        Array.from({ length: 50 }, () =>
          store.write(async (transaction) => {
            const current = await transaction.get('network', 'n')
            if (current === undefined) throw new Error('gone')
            await turn()
            await transaction.put(next(current))
          }),
        ),
      )
      assert.equal((await store.read((reader) => reader.get('network', 'n')))?.generation, 52)
    }),
  )

  test(
    'a single write commits without waiting for others',
    withStore(make, async (store) => {
      const started = performance.now()
      for (let index = 0; index < 20; index++)
        await store.write((transaction) => transaction.putSetting('a', `${index}`))
      // Wide, for a slow disk: a flush takes 0.1 to 20 ms.
      assert.ok(performance.now() - started < 2000)
      assert.equal(await store.read((reader) => reader.setting('a')), '19')
    }),
  )
}

function listening(make: Make): void {
  test(
    'listeners get each changed resource once, after its commit and before the write resolves',
    withStore(make, async (store) => {
      const heard: ResourceRef[] = []
      const seen: Promise<number>[] = []
      store.onCommit((changed) => {
        heard.push(...changed)
        seen.push(count(store))
      })
      await store.write(async (transaction) => {
        await transaction.put(network('a'))
        await transaction.put(next(network('a')))
        await transaction.put(network('b'))
        await transaction.remove({ kind: 'network', id: 'b' })
        await transaction.remove({ kind: 'network', id: 'never' })
        assert.deepEqual(heard, [])
      })
      assert.deepEqual(heard.map(({ kind, id }) => `${kind} ${id}`).toSorted(), ['network a', 'network b'])
      assert.deepEqual(await Promise.all(seen), [1])
    }),
  )

  test(
    'listeners get nothing of failed writes, of writes without a changed resource, or after they unsubscribed',
    withStore(make, async (store) => {
      const heard: string[] = []
      const off = store.onCommit((changed) => heard.push(ids(changed).join()))
      const [failed] = await Promise.allSettled([
        store.write(async (transaction) => {
          await transaction.put(network('failed'))
          throw new Error('no')
        }),
        store.write((transaction) => transaction.put(network('a'))),
        store.write((transaction) => transaction.putSetting('b', 'c')),
      ])
      assert.equal(failed?.status, 'rejected')
      assert.deepEqual(heard, ['a'])
      await store.write((transaction) => transaction.putSetting('b', 'd'))
      assert.deepEqual(heard, ['a'])
      off()
      off()
      await store.write((transaction) => transaction.put(network('b')))
      assert.deepEqual(heard, ['a'])
    }),
  )

  test(
    'a listener that throws affects neither the write nor the other listeners',
    withStore(make, async (store) => {
      const heard: string[] = []
      store.onCommit(() => {
        throw new Error('a listener that throws, as the contract has it')
      })
      store.onCommit((changed) => heard.push(...ids(changed)))
      await store.write((transaction) => transaction.put(network('a')))
      assert.deepEqual(heard, ['a'])
      assert.equal(await count(store), 1)
    }),
  )
}

function ending(make: Make): void {
  test(
    'a store that is closed finishes pending writes and refuses later ones',
    withStore(make, async (store, { reopen }) => {
      const waiting = ['a', 'b'].map((id) => store.write((transaction) => transaction.put(network(id))))
      const closing = store.close()
      await assert.rejects(
        store.write((transaction) => transaction.put(network('c'))),
        StoreUnavailable,
      )
      await Promise.all([...waiting, closing])
      await assert.rejects(
        store.read((reader) => reader.everything()),
        StoreUnavailable,
      )
      await store.close()
      assert.equal(await count(await reopen()), 2)
    }),
  )
}
