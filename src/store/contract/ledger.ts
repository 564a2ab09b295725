import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Prefix } from '../../domain/address.ts'
import type { AsNumber } from '../../domain/as-number.ts'
import { noExtras } from '../../domain/resource.ts'
import { noSettings } from '../../domain/setting.ts'
import { dataPlaneActor } from '../../domain/tunnel-change.ts'
import {
  type AccessKey,
  type Account,
  type ClientToken,
  type Event,
  type EventQuery,
  StoreConflict,
  type Task,
} from '../port.ts'
import { type Make, withStore } from './fixture.ts'
import { customerGateway, elsewhere, extrasOf, here, network, others } from './samples.ts'

const token = (change: Partial<ClientToken> = {}): ClientToken => ({
  ...here,
  action: 'CreateVpnGateway',
  token: 'token-1',
  requestDigest: 'digest',
  response: '{"VpnGatewayId":"vpn-1"}',
  at: 1_700_000_000_000,
  ...change,
})

const task = (change: Partial<Task> = {}): Task => ({
  ...here,
  id: 'task-1',
  resource: { kind: 'network', id: 'n' },
  generation: 3,
  at: 1_700_000_000_001,
  ...change,
})

const event = (requestId: string, change: Partial<Event> = {}): Event => ({
  ...here,
  at: 1_700_000_000_002,
  requestId,
  action: 'DeleteVpnGateway',
  actor: 'key-1',
  resources: [
    { kind: 'network', id: 'n' },
    { kind: 'gateway', id: 'g' },
  ],
  ...change,
})

export function ledgerContract(make: Make): void {
  tokens(make)
  tasksAndEvents(make)
  manyEvents(make)
  installation(make)
}

function tokens(make: Make): void {
  test(
    'a client token is found by account, region, action and token',
    withStore(make, async (store, fixture) => {
      const all = [
        token(),
        token({ account: others.account, response: 'a' }),
        token({ region: elsewhere.region, response: 'r' }),
        token({ action: 'Another', response: 'n' }),
        token({ token: 'token-2', response: 't' }),
      ]
      await store.write(async (transaction) => {
        for (const each of all) await transaction.putClientToken(each)
        assert.deepEqual(await transaction.clientToken(token()), token())
      })
      await fixture.nowAndReopened(async (opened) => {
        await opened.read(async (reader) => {
          for (const each of all) assert.deepEqual(await reader.clientToken(each), each)
          assert.equal(await reader.clientToken(token({ token: 'token-3' })), undefined)
        })
      })
    }),
  )

  test(
    'a client token that is put twice is a conflict the second time',
    withStore(make, async (store) => {
      await store.write((transaction) => transaction.putClientToken(token()))
      await assert.rejects(
        store.write((transaction) => transaction.putClientToken(token({ response: 'other' }))),
        StoreConflict,
      )
      assert.equal((await store.read((reader) => reader.clientToken(token())))?.response, token().response)
    }),
  )

  test(
    'client tokens from before a time are forgotten, and none of that time or after',
    withStore(make, async (store) => {
      await store.write(async (transaction) => {
        for (const at of [1, 2, 3]) await transaction.putClientToken(token({ token: `${at}`, at }))
      })
      await store.write((transaction) => transaction.forgetClientTokens(2))
      await store.read(async (reader) => {
        const found = await Promise.all(['1', '2', '3'].map((each) => reader.clientToken(token({ token: each }))))
        assert.deepEqual(
          found.map((each) => each?.at),
          [undefined, 2, 3],
        )
      })
    }),
  )
}

function tasksAndEvents(make: Make): void {
  test(
    'a task is found in its account and region, also after its resource was removed',
    withStore(make, async (store, { reopen }) => {
      await store.write(async (transaction) => {
        await transaction.put(network('n'))
        await transaction.putTask(task())
        await transaction.putTask(task({ account: others.account, generation: 4 }))
        await transaction.remove({ kind: 'network', id: 'n' })
      })
      await assert.rejects(
        store.write((transaction) => transaction.putTask(task())),
        StoreConflict,
      )
      await (await reopen()).read(async (reader) => {
        assert.deepEqual(await reader.task(here, 'task-1'), task())
        assert.equal((await reader.task(others, 'task-1'))?.generation, 4)
        assert.equal(await reader.task(elsewhere, 'task-1'), undefined)
        assert.equal(await reader.task(here, 'task-2'), undefined)
      })
    }),
  )

  test(
    'events are listed newest first, up to the limit',
    withStore(make, async (store, { reopen }) => {
      for (const id of ['r1', 'r2', 'r3']) {
        // The order is that of the writes: clocks go back at times.
        await store.write((transaction) => transaction.appendEvent(event(id, { at: id === 'r3' ? 1 : 2 })))
      }
      const opened = await reopen()
      const newest = await opened.read((reader) => reader.events(2))
      assert.deepEqual(newest, [event('r3', { at: 1 }), event('r2', { at: 2 })])
      assert.equal((await opened.read((reader) => reader.events(100))).length, 3)
    }),
  )

  test(
    'an event tells what its write has changed of a connection, and is found by that, and by its place among all',
    withStore(make, async (store, { reopen }) => {
      const made = customerGateway('c')
      const changed = { ...made, generation: 2, spec: { ...made.spec, asNumber: 65_530 as AsNumber } }
      const about = (ids: readonly string[]) => ids.map((id) => ({ kind: 'customer-gateway' as const, id }))
      const put = (resource: typeof made, id: string) =>
        store.write(async (transaction) => {
          await transaction.put(resource)
          await transaction.appendEvent(event(id, { resources: about(['c']) }))
        })
      await put(made, 'r1')
      await put(changed, 'r2')
      const tunnel = { tunnel: 't', from: 'unseen', to: 'child-up', at: 7 } as const
      await store.write((transaction) => transaction.appendEvent(event('r3', { actor: dataPlaneActor, tunnel })))
      const opened = await reopen()
      const page = (query: Partial<EventQuery>) => opened.read((reader) => reader.eventPage({ limit: 10, ...query }))
      const [newest, second, oldest] = await page({})
      assert.deepEqual(newest, { ...event('r3', { actor: dataPlaneActor, tunnel }), sequence: newest?.sequence })
      assert.deepEqual(second?.changes, [{ resource: 'c', path: 'asNumber', after: '65530' }])
      assert.equal(oldest?.changes, undefined)
      assert.deepEqual(await page({ about: 'c' }), [second, oldest])
      assert.deepEqual(await page({ about: 't' }), [newest])
      assert.deepEqual(await page({ limit: 1, before: newest?.sequence }), [second])
      assert.deepEqual(await page({ about: 'c', before: second?.sequence }), [oldest])
      await opened.write((transaction) => transaction.forgetTunnelEvents(1_700_000_000_003))
      assert.deepEqual(await page({}), [second, oldest])
    }),
  )
}

function manyEvents(make: Make): void {
  test(
    'thousands of events of one write are kept, as of tunnels that come up together',
    withStore(make, async (store) => {
      await store.write(async (transaction) => {
        for (let index = 0; index < 5000; index++) await transaction.appendEvent(event(`r${index}`))
      })
      assert.equal((await store.read((reader) => reader.events(10_000))).length, 5000)
    }),
  )
}

function installation(make: Make): void {
  test(
    'accounts and access keys are stored, and replaced by id',
    withStore(make, async (store, { reopen }) => {
      const account = (id: string, dialect: string): Account => ({
        id,
        dialect,
        outerPool: '203.0.113.0/24' as Ipv4Prefix,
        extras: extrasOf({ userId: id }),
        settings: { 'quota.tunnels': 7, zones: ['a', 'b'] },
      })
      const key = (id: string, active: boolean): AccessKey => ({
        id,
        secret: `secret of ${id}`,
        account: 'a',
        active,
        createdAt: 7,
      })
      await store.write(async (transaction) => {
        await transaction.putAccount(account('b', 'one'))
        await transaction.putAccount(account('a', 'one'))
        await transaction.putAccessKey(key('k2', true))
        await transaction.putAccessKey(key('k1', true))
      })
      await store.write(async (transaction) => {
        await transaction.putAccount(account('a', 'two'))
        await transaction.putAccessKey(key('k2', false))
      })
      await (await reopen()).read(async (reader) => {
        assert.deepEqual(await reader.accounts(), [account('a', 'two'), account('b', 'one')])
        assert.deepEqual(await reader.accessKeys(), [key('k1', true), key('k2', false)])
        assert.deepEqual(await reader.account('a'), account('a', 'two'))
        assert.deepEqual(await reader.accessKey('k2'), key('k2', false))
        assert.equal(await reader.account('k2'), undefined)
        assert.equal(await reader.accessKey('a'), undefined)
      })
    }),
  )

  test(
    'a change of accounts or access keys reaches listeners after its commit and before its write resolves, another change does not',
    withStore(make, async (store) => {
      const told: string[] = []
      const stop = store.onCredentialChange(() => told.push('told'))
      const key: AccessKey = { id: 'k', secret: 's', account: 'a', active: true, createdAt: 7 }
      await store.write((transaction) => transaction.putAccessKey(key)).then(() => told.push('resolved'))
      assert.deepEqual(told, ['told', 'resolved'])
      await store.write((transaction) => transaction.putSetting('tag', 'a'))
      const refused = store.write(async (transaction) => {
        await transaction.putAccessKey(key)
        throw new Error('no')
      })
      await assert.rejects(refused)
      assert.equal(told.length, 2)
      const outerPool = '203.0.113.0/24' as Ipv4Prefix
      const account: Account = { id: 'a', dialect: 'd', outerPool, extras: noExtras, settings: noSettings }
      await store.write((transaction) => transaction.putAccount(account))
      assert.equal(told.length, 3)
      stop()
      await store.write((transaction) => transaction.putAccount(account))
      assert.equal(told.length, 3)
    }),
  )

  test(
    'a setting is what it was set to last',
    withStore(make, async (store, { reopen }) => {
      assert.equal(await store.read((reader) => reader.setting('tag')), undefined)
      await store.write((transaction) => transaction.putSetting('tag', 'a'))
      await store.write((transaction) => transaction.putSetting('tag', ''))
      await store.write((transaction) => transaction.putSetting('other', 'b'))
      const opened = await reopen()
      assert.equal(await opened.read((reader) => reader.setting('tag')), '')
      assert.equal(await opened.read((reader) => reader.setting('other')), 'b')
    }),
  )
}
