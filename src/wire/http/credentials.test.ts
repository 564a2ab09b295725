import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Prefix } from '../../domain/address.ts'
import { noExtras } from '../../domain/resource.ts'
import { noSettings } from '../../domain/setting.ts'
import type { AccessKey, Account, Store, StoreReader } from '../../store/port.ts'
import { createCredentials } from './credentials.ts'

const outerPool = '203.0.113.0/24' as Ipv4Prefix
const account: Account = { id: '42', dialect: 'a', outerPool, extras: noExtras, settings: noSettings }
const key = (id: string, active = true): AccessKey => ({
  id,
  secret: `secret of ${id}`,
  account: '42',
  active,
  createdAt: 0,
})

/** Keys in memory; counts what is read, and `beforeAnswer` runs between a read and its answer. */
function openKeys(...keys: readonly AccessKey[]) {
  const stored = new Map(keys.map((each) => [each.id, each]))
  const listeners: (() => void)[] = []
  const state = { reads: 0, beforeAnswer: () => {} }
  const reader: Pick<StoreReader, 'accessKey' | 'account' | 'tokenSession'> = {
    tokenSession: async () => undefined,
    async accessKey(id) {
      state.reads += 1
      const found = stored.get(id)
      state.beforeAnswer()
      return found
    },
    account: async (id) => (id === account.id ? account : undefined),
  }
  const store: Pick<Store, 'read' | 'onCredentialChange'> = {
    read: (work) => work(reader as StoreReader),
    onCredentialChange(listener) {
      listeners.push(listener)
      return () => {}
    },
  }
  const put = (each: AccessKey) => {
    stored.set(each.id, each)
    for (const listener of listeners) listener()
  }
  return { state, put, credentials: createCredentials(store) }
}

test('an access key is read from the store once, until a key changes', async () => {
  const { state, put, credentials } = openKeys(key('a'))
  for (let each = 0; each < 3; each += 1) assert.deepEqual((await credentials.find('a'))?.key, key('a'))
  assert.equal(state.reads, 1)
  put(key('a', false))
  assert.deepEqual((await credentials.find('a'))?.key, key('a', false))
})

test('an access key id that was unknown is found once the key exists', async () => {
  const { put, credentials } = openKeys()
  assert.equal(await credentials.find('a'), undefined)
  put(key('a'))
  assert.deepEqual((await credentials.find('a'))?.account, account)
})

test('an access key that changes while it is read is read again', async () => {
  const { state, put, credentials } = openKeys(key('a'))
  state.beforeAnswer = () => {
    state.beforeAnswer = () => {}
    put(key('a', false))
  }
  await credentials.find('a')
  assert.equal((await credentials.find('a'))?.key.active, false)
})

test('an access key of a removed account is unknown', async () => {
  const { credentials } = openKeys({ ...key('a'), account: 'other' })
  assert.equal(await credentials.find('a'), undefined)
})

test('an access key id longer than any key’s is unknown without a read', async () => {
  const { state, credentials } = openKeys()
  assert.equal(await credentials.find('x'.repeat(1000)), undefined)
  assert.equal(state.reads, 0)
})

test('access keys are cached up to 10,000, and unknown ids do not displace them', async () => {
  const { state, credentials } = openKeys(...Array.from({ length: 10_001 }, (_, index) => key(`${index}`)))
  for (let index = 0; index < 10_000; index += 1) await credentials.find(`${index}`)
  for (let index = 0; index < 100; index += 1) await credentials.find(`made up ${index}`)
  const before = state.reads
  await credentials.find('0')
  assert.equal(state.reads, before)
  await credentials.find('10000')
  await credentials.find('9999')
  assert.equal(state.reads, before + 1)
  await credentials.find('0')
  assert.equal(state.reads, before + 2)
})
