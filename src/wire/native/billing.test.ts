import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Address, Ipv4Prefix } from '../../domain/address.ts'
import { noExtras, noLabels } from '../../domain/resource.ts'
import { noSettings } from '../../domain/setting.ts'
import { open } from './testing/open.ts'

const account = {
  id: '42',
  dialect: 'alibaba',
  outerPool: '203.0.113.0/24' as Ipv4Prefix,
  extras: noExtras,
  settings: noSettings,
}

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

const gateway = {
  ...base,
  id: 'gw',
  kind: 'gateway',
  spec: {
    network: 'net',
    subnets: [],
    addresses: ['203.0.113.2' as Ipv4Address],
    bandwidthMbps: 10,
    term: { renewal: 'manual' },
    suspended: 'unpaid',
  },
} as const

const order = {
  ...base,
  id: '1',
  kind: 'order',
  spec: { subject: 'gw', purpose: 'new', months: 1, price: 5000, payment: 'unpaid' },
} as const

/** An unpaid gateway, and its order. */
async function openUnpaid(t: Parameters<typeof open>[0], settings = noSettings) {
  const settled: string[] = []
  const opened = await open(t, { settleBills: async (id) => void settled.push(id) })
  await opened.store.write(async (transaction) => {
    await transaction.putAccount({ ...account, settings })
    await transaction.put({ ...base, id: 'net', kind: 'network', spec: { prefix: '10.0.0.0/16' as Ipv4Prefix } })
    await transaction.put(gateway)
    await transaction.put(order)
  })
  const suspension = async () =>
    (await opened.store.read((reader) => reader.get('gateway', 'gw')))?.spec.suspended ?? 'none'
  return { ...opened, settled, suspension }
}

test('an order is listed, paid once at the expense of its account, and what it is for is served then', async (t) => {
  const { ask, suspension } = await openUnpaid(t, { 'billing.funds': 60 })
  const listed = { id: '1', account: '42', region: 'r', createdAt: 0, ...order.spec }
  assert.deepEqual((await ask('GET', '/v1/orders')).json(), { orders: [listed] })
  assert.equal((await ask('POST', '/v1/orders/1/pay')).status, 204)
  assert.equal(await suspension(), 'none')
  assert.deepEqual((await ask('GET', '/v1/accounts/42/bills')).json(), {
    account: '42',
    time: 0,
    available: 1000,
    spent: 5000,
  })
  const again = await ask('POST', '/v1/orders/1/pay')
  assert.deepEqual([again.status, again.json().error.code], [409, 'order-settled'])
  assert.equal((await ask('POST', '/v1/orders/2/pay')).status, 404)
  assert.equal((await ask('GET', '/v1/accounts/43/bills')).status, 404)
})

test('an order that its account cannot pay stays unpaid, and can be cancelled with its gateway', async (t) => {
  const { ask, suspension, store } = await openUnpaid(t, { 'billing.funds': 49.99 })
  const refused = await ask('POST', '/v1/orders/1/pay')
  assert.deepEqual([refused.status, refused.json().error.code], [409, 'balance-insufficient'])
  assert.equal(await suspension(), 'unpaid')
  assert.equal((await ask('POST', '/v1/orders/1/cancel')).status, 204)
  assert.equal((await store.read((reader) => reader.get('gateway', 'gw')))?.deleting, true)
})

test('an operator suspends a gateway that is paid, and lets it go on as far as its bills do', async (t) => {
  const { ask, suspension, settled } = await openUnpaid(t)
  assert.equal((await ask('PUT', '/v1/suspensions/gw')).json().error.code, 'busy')
  await ask('POST', '/v1/orders/1/pay')
  assert.equal((await ask('PUT', '/v1/suspensions/gw')).status, 204)
  assert.equal(await suspension(), 'by-operator')
  assert.deepEqual(settled, [])
  assert.equal((await ask('DELETE', '/v1/suspensions/gw')).status, 204)
  assert.equal(await suspension(), 'none')
  assert.deepEqual(settled, ['42'])
  assert.equal((await ask('PUT', '/v1/suspensions/other')).status, 404)
})
