import assert from 'node:assert/strict'
import { test } from 'node:test'
import { principalName } from '../../domain/claims.ts'
import { principalRegion, type TokenSession } from '../../domain/principal.ts'
import { noExtras, noLabels, type Resource } from '../../domain/resource.ts'
import type { AccessKey, Scope } from '../port.ts'
import { type Make, withStore } from './fixture.ts'

const scope: Scope = { account: 'account-1', region: principalRegion }

const common = { ...scope, createdAt: 1, generation: 1, deleting: false, labels: noLabels, extras: noExtras }

const policy = (id: string): Resource<'policy'> => ({
  ...common,
  kind: 'policy',
  id,
  name: `name of ${id}`,
  spec: { versions: [{ id: 'v1', document: '{}', createdAt: 1 }], defaultVersion: 'v1', made: 1, updatedAt: 1 },
})

const user = (id: string, policies: readonly string[]): Resource<'user'> => ({
  ...common,
  kind: 'user',
  id,
  name: `Name of ${id}`,
  spec: {
    groups: [],
    attachments: [
      ...policies.map((each) => ({ policy: { kind: 'custom' as const, id: each }, at: 1 })),
      { policy: { kind: 'system', name: 'all' }, at: 1 },
    ],
    updatedAt: 1,
  },
})

const session = (id: string, change: Partial<TokenSession> = {}): TokenSession => ({
  id,
  secret: 's',
  tokenDigest: 'd',
  account: 'account-1',
  role: 'role-1',
  name: 'n',
  createdAt: 1,
  expiresAt: 10,
  ...change,
})

const key = (id: string, change: Partial<AccessKey> = {}): AccessKey => ({
  id,
  secret: `secret of ${id}`,
  account: 'account-1',
  active: true,
  createdAt: 1,
  ...change,
})

export function principalContract(make: Make): void {
  test(
    'a user is found by its name in any case, by the policies that it has, and in its own account alone',
    withStore(make, async (store, fixture) => {
      const claim = principalName('user', scope.account, 'name of u')
      await store.write(async (transaction) => {
        await transaction.put(policy('p'))
        await transaction.put(user('u', ['p']), [claim])
      })
      await fixture.nowAndReopened(async (opened) => {
        await opened.read(async (reader) => {
          const own = reader.scoped({ account: scope.account })
          const shouted = principalName('user', scope.account, 'NAME OF U')
          assert.deepEqual(await own.holder('user', shouted), user('u', ['p']))
          assert.equal(await own.holder('role', shouted), undefined)
          assert.equal(await reader.scoped({ account: 'account-2' }).holder('user', claim), undefined)
          assert.deepEqual(
            (await own.referencing('p', 'user')).map(({ id }) => id),
            ['u'],
          )
          const where = [{ by: 'facet', facet: 'policy', anyOf: ['system all'] }] as const
          assert.equal((await own.page('user', { where, limit: 1 })).total, 1)
        })
      })
    }),
  )

  test(
    'a key of a user is found by the user, those of others are not, and one that is removed is gone',
    withStore(make, async (store, fixture) => {
      const mine = [key('b', { user: 'u', createdAt: 2 }), key('c', { user: 'u', createdAt: 3, active: false })]
      await store.write(async (transaction) => {
        for (const each of [...mine, key('a'), key('d', { user: 'v' }), key('e', { user: 'u' })]) {
          await transaction.putAccessKey(each)
        }
        await transaction.removeAccessKey('e')
      })
      await fixture.nowAndReopened(async (opened) => {
        await opened.read(async (reader) => {
          assert.deepEqual(await reader.scoped({ account: 'account-1' }).keysOf('u'), mine)
          assert.deepEqual(await reader.scoped({ account: 'account-2' }).keysOf('u'), [])
          assert.equal(await reader.accessKey('e'), undefined)
        })
      })
    }),
  )

  test(
    'a session is found by its key, and forgotten when it has ended before a time',
    withStore(make, async (store, fixture) => {
      const narrowed = session('b', { policy: '{}', expiresAt: 20 })
      const { role: _, ...ofNobody } = session('c', { expiresAt: 20 })
      const given = { ...ofNobody, id: 'd', user: 'user-1' }
      await store.write(async (transaction) => {
        await transaction.putSession(session('a'))
        for (const each of [narrowed, ofNobody, given]) await transaction.putSession(each)
      })
      await store.write((transaction) => transaction.forgetSessions(11))
      await fixture.nowAndReopened(async (opened) => {
        await opened.read(async (reader) => {
          assert.equal(await reader.tokenSession('a'), undefined)
          for (const each of [narrowed, ofNobody, given]) {
            assert.deepEqual(await reader.tokenSession(each.id), each)
          }
        })
      })
    }),
  )

  test(
    'listeners to credentials are told of a change of a user, a policy or a key that is removed, and of no other resource',
    withStore(make, async (store) => {
      let told = 0
      store.onCredentialChange(() => {
        told += 1
      })
      await store.write((transaction) => transaction.put(policy('p')))
      assert.equal(told, 1)
      await store.write((transaction) => transaction.remove({ kind: 'policy', id: 'p' }))
      assert.equal(told, 2)
      await store.write((transaction) => transaction.removeAccessKey('none'))
      assert.equal(told, 3)
      await store.write((transaction) =>
        transaction.put({ ...common, kind: 'router-group', id: 'g', name: '', spec: {} }),
      )
      await store.write((transaction) => transaction.putSession(session('a')))
      assert.equal(told, 3)
    }),
  )
}
