import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addToGroup, createGroup } from '../../commands/access/group.ts'
import type { Ipv4Prefix } from '../../domain/address.ts'
import { principalRegion } from '../../domain/principal.ts'
import { noExtras } from '../../domain/resource.ts'
import { noSettings } from '../../domain/setting.ts'
import { addRole, addUser, carriedOut } from '../http/testing/principals.ts'
import { open } from './testing/open.ts'

const account = {
  id: '42',
  dialect: 'a',
  outerPool: '203.0.113.0/24' as Ipv4Prefix,
  extras: noExtras,
  settings: noSettings,
}

const now = 5

test('users, groups, policies and roles of an account are listed by name, without secrets', async (t) => {
  const { ask, store } = await open(t)
  await store.write((transaction) => transaction.putAccount(account))
  const installation = { store, account, now }
  await addUser(installation, 'dev', [{ document: '{}' }, { system: 'All', resourceGroup: 'rg-1' }])
  const group = { id: 'g', account: '42', region: principalRegion, name: 'ops', createdAt: now }
  await carriedOut(installation, createGroup, group)
  await carriedOut(installation, addToGroup, { account: '42', user: 'dev', group: 'ops', now })
  await addRole(installation, 'deploy', 'trust')

  const list = async (name: string) => (await ask('GET', `/v1/accounts/42/${name}`)).json()
  const attached = [
    { policy: 'dev-policy-1', kind: 'custom' },
    { policy: 'All', kind: 'system', resourceGroup: 'rg-1' },
  ]
  const dev = {
    id: 'user-dev',
    name: 'dev',
    createdAt: now,
    groups: ['ops'],
    policies: attached,
    keys: [{ id: 'LTAIdev', active: true, createdAt: now }],
  }
  assert.deepEqual(await list('users'), { users: [dev], total: 1 })
  const ops = { id: 'g', name: 'ops', createdAt: now, users: ['dev'], policies: [] }
  assert.deepEqual(await list('groups'), { groups: [ops], total: 1 })
  assert.deepEqual((await list('policies')).policies, [
    {
      id: 'policy-dev-policy-1',
      name: 'dev-policy-1',
      createdAt: now,
      versions: ['v1'],
      defaultVersion: 'v1',
      document: '{}',
    },
  ])
  assert.deepEqual((await list('roles')).roles, [
    { id: 'role-deploy', name: 'deploy', createdAt: now, trust: 'trust', longestSessionSeconds: 3600, policies: [] },
  ])
})

test('users are listed page by page, and those of an account that is not there are not found', async (t) => {
  const { ask, store } = await open(t)
  await store.write((transaction) => transaction.putAccount(account))
  for (const name of ['a', 'b', 'c']) await addUser({ store, account, now }, name)
  const first = (await ask('GET', '/v1/accounts/42/users?limit=2')).json()
  assert.deepEqual([first.total, first.users.map(({ name }: { name: string }) => name)], [3, ['c', 'b']])
  const second = (await ask('GET', `/v1/accounts/42/users?limit=2&after=${first.next}`)).json()
  assert.deepEqual([second.next, second.users.map(({ name }: { name: string }) => name)], [undefined, ['a']])
  assert.equal((await ask('GET', '/v1/accounts/43/users')).status, 404)
})
