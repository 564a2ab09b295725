import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { Ipv4Prefix } from '../domain/address.ts'
import type { Term } from '../domain/billing.ts'
import { noExtras, noLabels } from '../domain/resource.ts'
import { noSettings } from '../domain/setting.ts'
import { testBills } from '../domain/testing/bills.ts'
import { createVirtualClock } from '../runtime/virtual-clock.ts'
import type { Account, StoreTransaction } from '../store/port.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { scratchFolder } from '../store/sqlite/testing/scratch.ts'
import { startBilling } from './billing.ts'

const billingOf = ({ settings }: Account) => testBills.billingOf(settings)

const hour = 60 * 60 * 1000

const base = {
  account: '42',
  region: 'r',
  name: '',
  createdAt: 0,
  generation: 1,
  deleting: false,
  labels: noLabels,
  extras: noExtras,
}

const account = {
  id: '42',
  dialect: 'a',
  outerPool: '203.0.113.0/24' as Ipv4Prefix,
  extras: noExtras,
  settings: noSettings,
}

const gateway = (id: string, term: Term) => ({
  ...base,
  id,
  kind: 'gateway' as const,
  spec: { network: 'net', subnets: [], addresses: [], bandwidthMbps: 10, term },
})

async function openBilling(fill: (transaction: StoreTransaction) => Promise<void>) {
  const scratch = scratchFolder()
  const store = await openSqliteStore({ folder: scratch.folder, synchronous: 'off' })
  const clock = createVirtualClock(0)
  const failures: unknown[] = []
  await store.write(fill)
  const billing = startBilling({
    store,
    clock,
    billingOf,
    orderId: () => 'order',
    onFailure: (cause) => failures.push(cause),
  })
  const settled = async () => {
    for (let turn = 0; turn < 20; turn += 1) await setImmediate()
    await store.write(async () => {})
  }
  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds)
    await settled()
  }
  const suspended = () =>
    store.read(async (reader) => {
      const { items } = await reader.page('gateway', { limit: 10 })
      return items
        .filter(({ spec, deleting }) => spec.suspended !== undefined && !deleting)
        .map(({ id, spec }) => `${id} ${spec.suspended}`)
    })
  return {
    ...{ store, clock, failures, billing, settled, pass, suspended },
    async [Symbol.asyncDispose]() {
      await store.close()
      scratch.remove()
    },
  }
}

test('terms end and are renewed within an hour, a change of an account is settled at once, and nothing is written without need', async () => {
  await using opened = await openBilling(async (transaction) => {
    await transaction.putAccount(account)
    await transaction.put({ ...base, id: 'net', kind: 'network', spec: { prefix: '10.0.0.0/16' as Ipv4Prefix } })
    await transaction.put(gateway('ends', { end: 1.5 * hour, renewal: 'manual' }))
    await transaction.put(gateway('renewed', { end: 1.5 * hour, renewal: 1 }))
    await transaction.put(gateway('later', { end: 30 * 24 * hour, renewal: 'manual' }))
  })
  const { store, clock, failures, billing, settled, pass, suspended } = opened
  const events = async () => (await store.read((reader) => reader.events(10))).length
  await pass(1.2 * hour)
  assert.deepEqual([await suspended(), await events()], [[], 0])
  await pass(hour)
  assert.deepEqual([await suspended(), await events()], [['ends expired'], 1])
  assert.equal((await store.read((reader) => reader.get('order', 'order')))?.spec.subject, 'renewed')
  await pass(3 * hour)
  assert.equal(await events(), 1)
  const settings = { 'billing.days-ahead': 30 }
  await store.write((transaction) => transaction.putAccount({ ...account, settings }))
  await settled()
  assert.deepEqual((await suspended()).toSorted(), ['later expired'])
  await billing.stop()
  assert.equal(clock.pending(), 0)
  assert.deepEqual(failures, [])
})

test('bills of an account that cannot be settled are told of, and those of the next account are settled', async () => {
  const broken = { ...account, id: '41', settings: { 'billing.days-to-pay': 'soon' } }
  await using opened = await openBilling(async (transaction) => {
    await transaction.putAccount(broken)
    await transaction.putAccount(account)
    await transaction.put({ ...base, id: 'net', kind: 'network', spec: { prefix: '10.0.0.0/16' as Ipv4Prefix } })
    await transaction.put(gateway('ends', { end: hour / 2, renewal: 'manual' }))
  })
  await opened.pass(2 * hour)
  assert.deepEqual(await opened.suspended(), ['ends expired'])
  assert.match(String(opened.failures[0]), /billing\.days-to-pay is "soon"/)
  await opened.billing.stop()
})
