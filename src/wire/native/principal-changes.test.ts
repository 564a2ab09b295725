import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Ipv4Prefix } from '../../domain/address.ts'
import type { PrincipalRules } from '../../domain/principal-rules.ts'
import { noExtras } from '../../domain/resource.ts'
import { noSettings } from '../../domain/setting.ts'
import { open } from './testing/open.ts'

const account = {
  id: '42',
  dialect: 'a',
  outerPool: '203.0.113.0/24' as Ipv4Prefix,
  extras: noExtras,
  settings: noSettings,
}

const few = { custom: 1, system: 1 }

const rules: PrincipalRules = {
  limits: {
    of: { user: 3, 'user-group': 3, policy: 3, role: 3 },
    accessKeys: 1,
    memberships: 1,
    attachments: { user: few, 'user-group': few, role: few },
  },
  newId: (kind, random) => `${kind}-${random.token(6, 'abcdef')}`,
  newAccessKey: () => ({ id: 'KEY', secret: 'told once' }),
  problemOf: (what, value) => (String(value).startsWith('bad') ? `is no ${what}` : undefined),
  hasSystemPolicy: (name) => name === 'All',
}

async function openWithUsers(t: TestContext) {
  const opened = await open(t, { principalRulesOf: async (dialect) => (dialect === 'a' ? rules : undefined) })
  await opened.store.write(async (transaction) => {
    await transaction.putAccount(account)
    await transaction.putAccount({ ...account, id: '43', dialect: 'b' })
  })
  const { ask } = opened
  const at = (path: string) => `/v1/accounts/42/${path}`
  return {
    ...opened,
    async done(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) {
      const { status, text } = await ask(method, at(path), body)
      assert.ok(status < 300, text)
      return status === 204 ? undefined : JSON.parse(text)
    },
    async refusal(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) {
      const answer = await ask(method, at(path), body)
      return [answer.status, answer.json().error.code]
    },
    async list(name: string) {
      return (await ask('GET', at(name))).json()[name]
    },
  }
}

test('a user that is added has a key, a group and policies until they are taken away', async (t) => {
  const { done, list, refusal, store } = await openWithUsers(t)
  const added = await done('POST', 'users', { name: 'dev' })
  assert.deepEqual([added.name, added.keys, added.groups, added.policies], ['dev', [], [], []])
  await done('POST', 'groups', { name: 'ops' })
  await done('POST', 'policies', { name: 'read', document: 'may read' })
  const key = await done('POST', 'users/dev/keys')
  assert.deepEqual(key, { id: 'KEY', secret: 'told once', active: true, createdAt: 0 })
  await done('PUT', 'groups/ops/users/dev')
  await done('PUT', 'users/dev/policies/read')
  await done('PUT', 'users/dev/policies/All?kind=system&resourceGroup=rg-1')
  await done('PUT', 'groups/ops/policies/All?kind=system')
  await done('PATCH', 'users/dev/keys/KEY', { active: false })
  const [dev] = await list('users')
  assert.deepEqual(dev.keys, [{ id: 'KEY', active: false, createdAt: 0 }])
  assert.deepEqual(dev.groups, ['ops'])
  assert.deepEqual(dev.policies, [
    { policy: 'read', kind: 'custom' },
    { policy: 'All', kind: 'system', resourceGroup: 'rg-1' },
  ])
  assert.deepEqual((await list('groups'))[0].policies, [{ policy: 'All', kind: 'system' }])
  const stored = await store.read((reader) => reader.accessKey('KEY'))
  assert.deepEqual([stored?.secret, stored?.user, stored?.active], ['told once', dev.id, false])

  assert.deepEqual(await refusal('DELETE', 'users/dev'), [409, 'has-access-keys'])
  await done('DELETE', 'users/dev/keys/KEY')
  await done('DELETE', 'groups/ops/users/dev')
  await done('DELETE', 'users/dev/policies/read')
  assert.deepEqual(await refusal('DELETE', 'users/dev/policies/All?kind=system'), [409, 'policy-not-attached'])
  await done('DELETE', 'users/dev/policies/All?kind=system&resourceGroup=rg-1')
  await done('DELETE', 'users/dev')
  await done('DELETE', 'policies/read')
  assert.deepEqual([await list('users'), await list('policies')], [[], []])
})

test('a role that is added may be taken on for an hour, if nothing else is said', async (t) => {
  const { done, list } = await openWithUsers(t)
  await done('POST', 'roles', { name: 'deploy', trust: 'dev' })
  await done('POST', 'roles', { name: 'watch', trust: 'dev', longestSessionSeconds: 7200 })
  await done('PUT', 'roles/watch/policies/All?kind=system')
  const roles = (await list('roles')).map(
    (role: { name: string; longestSessionSeconds: number; policies: object[] }) => [
      role.name,
      role.longestSessionSeconds,
      role.policies.length,
    ],
  )
  assert.deepEqual(roles, [
    ['watch', 7200, 1],
    ['deploy', 3600, 0],
  ])
  await done('DELETE', 'roles/deploy')
})

test('what the account’s cloud does not take is refused, and nothing of it is stored', async (t) => {
  const { ask, done, list, refusal } = await openWithUsers(t)
  const invalid = [400, 'invalid-request']
  assert.deepEqual(await refusal('POST', 'users', { name: 'bad' }), invalid)
  assert.deepEqual(await refusal('POST', 'users', { name: 'a', trust: 'x' }), invalid)
  assert.deepEqual(await refusal('POST', 'policies', { name: 'a' }), invalid)
  assert.deepEqual(await refusal('POST', 'policies', { name: 'a', document: 'bad' }), invalid)
  assert.deepEqual(await refusal('POST', 'roles', { name: 'a', trust: 'bad' }), invalid)
  assert.deepEqual([await list('users'), await list('policies'), await list('roles')], [[], [], []])
  await done('POST', 'users', { name: 'dev' })
  assert.deepEqual(await refusal('POST', 'users', { name: 'DEV' }), [409, 'user-exists'])
  assert.deepEqual(await refusal('POST', 'users/nobody/keys'), [404, 'user-not-found'])
  await done('POST', 'users/dev/keys')
  assert.deepEqual(await refusal('POST', 'users/dev/keys'), [409, 'access-keys-exhausted'])
  assert.deepEqual(await refusal('PUT', 'users/dev/policies/None?kind=system'), [404, 'policy-not-found'])
  assert.deepEqual(await refusal('PUT', 'users/dev/policies/none'), [404, 'policy-not-found'])
  assert.equal((await ask('POST', '/v1/accounts/44/users', { name: 'dev' })).status, 404)
  const elsewhere = await ask('POST', '/v1/accounts/43/users', { name: 'dev' })
  assert.deepEqual([elsewhere.status, elsewhere.json().error.code], [409, 'not-offered'])
})

test('each change of a user is among the events, and one that was refused is not', async (t) => {
  const { done, refusal, store } = await openWithUsers(t)
  const { id } = await done('POST', 'users', { name: 'dev' })
  await refusal('POST', 'users', { name: 'dev' })
  await done('POST', 'users/dev/keys')
  const events = await store.read((reader) => reader.events(10))
  assert.deepEqual(
    events.map(({ action, actor, resources }) => [action, actor, resources]),
    [
      ['create-access-key', 'native', []],
      ['create-user', 'native', [{ kind: 'user', id }]],
    ],
  )
})
