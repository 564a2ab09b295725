import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Prefix } from '../../domain/address.ts'
import { noExtras } from '../../domain/resource.ts'
import { noSettings, oneOf, type Setting, type SettingTable, wholeNumber } from '../../domain/setting.ts'
import { open } from './testing/open.ts'

const table: SettingTable = new Map<string, Setting>([
  ['site', { what: 'where', source: 'a page', type: oneOf('here', 'there'), usual: 'here' }],
  ['quota.tunnels', { what: 'tunnels', source: 'a page', type: wholeNumber, usual: 10 }],
])

const account = {
  id: '42',
  dialect: 'a',
  outerPool: '203.0.113.0/24' as Ipv4Prefix,
  extras: noExtras,
  settings: noSettings,
}

test('the settings of an account are shown with what is usual, set together or not at all, and kept', async (t) => {
  const { ask, store } = await open(t, { settingsOf: () => table })
  await store.write((transaction) => transaction.putAccount(account))
  assert.deepEqual((await ask('GET', '/v1/accounts')).json(), { accounts: [{ id: '42', dialect: 'a', settings: {} }] })

  const settings = { site: 'there', 'quota.tunnels': 3 }
  assert.deepEqual((await ask('PATCH', '/v1/accounts/42/settings', { settings })).json(), {
    id: '42',
    dialect: 'a',
    settings,
  })
  const shown = (await ask('GET', '/v1/accounts/42/settings?under=quota')).json()
  assert.deepEqual(shown.settings, [
    {
      name: 'quota.tunnels',
      value: 3,
      usual: 10,
      what: 'tunnels',
      takes: table.get('quota.tunnels')?.type.prose,
      source: 'a page',
    },
  ])
  const refused = await ask('PATCH', '/v1/accounts/42/settings', { settings: { site: 'here', 'quota.tunnel': 4 } })
  assert.equal(refused.status, 400)
  assert.deepEqual(refused.json().error, {
    code: 'invalid-setting',
    message: 'is no setting: there is quota.tunnels',
    subject: 'quota.tunnel',
  })
  assert.deepEqual((await store.read((reader) => reader.account('42')))?.settings, settings)
  assert.equal((await ask('GET', '/v1/accounts/43/settings')).json().error.code, 'account-not-found')
  assert.equal((await ask('PATCH', '/v1/accounts/43/settings', { settings })).status, 404)
})

test('another account is made with a key of its own, which is told once and noted without its secret', async (t) => {
  const key = { id: 'key', secret: 'a secret', account: '42', active: true, createdAt: 0 }
  const { ask, store } = await open(t, { newAccount: (dialect) => (dialect === 'a' ? { account, key } : undefined) })
  const made = await ask('POST', '/v1/accounts', { dialect: 'a' })
  assert.deepEqual(
    [made.status, made.json()],
    [201, { id: '42', dialect: 'a', settings: {}, key: { id: 'key', secret: 'a secret' } }],
  )
  const [stored, events] = await store.read(async (reader) => [await reader.accessKey('key'), await reader.events(1)])
  assert.deepEqual(stored, key)
  assert.equal(events[0]?.action, 'add-account')
  assert.ok(!JSON.stringify(events).includes('a secret'))
  const refused = await ask('POST', '/v1/accounts', { dialect: 'b' })
  assert.deepEqual([refused.status, refused.json().error.subject], [400, 'b'])
})
