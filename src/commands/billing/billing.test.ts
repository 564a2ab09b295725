import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Billing, Term } from '../../domain/billing.ts'
import { changed } from '../command.ts'
import { createGateway } from '../gateway.ts'
import { createInMemoryResources, type InMemoryResources } from '../testing/in-memory-resources.ts'
import { accepted, addConnection, addGateway, addNetwork, newResource, pool, refused } from '../testing/site.ts'
import { settleBills } from './settle.ts'
import { changeSuspension } from './suspension.ts'

const day = 24 * 60 * 60 * 1000

const usual: Billing = {
  funds: 0,
  credit: 0,
  daysAhead: 0,
  monthlyPrice: () => 0,
  toPay: 15 * day,
  inDebt: 15 * day,
  overdue: 15 * day,
  expired: 7 * day,
}

/** Brings the account to its bills, so many days after the epoch. */
function settle(world: InMemoryResources, days: number, billing: Partial<Billing> = {}) {
  const orderId = (gateway: string) => `order of ${gateway} at ${days}`
  return accepted(world, settleBills, { account: 'a', billing: { ...usual, ...billing }, now: days * day, orderId })
}

async function site(...terms: readonly Term[]): Promise<InMemoryResources> {
  const world = createInMemoryResources()
  await addNetwork(world, 'net', '10.1')
  for (const [number, term] of terms.entries()) {
    const where = { network: 'net', subnets: ['net-sub'], outerPool: pool, bandwidthMbps: 10, addressCount: 1 as const }
    await accepted(world, createGateway, { ...newResource(`gw-${number}`), ...where, term })
  }
  return world
}

const suspended = (world: InMemoryResources) =>
  world.resources().flatMap((resource) => (resource.kind === 'gateway' ? [resource.spec.suspended] : []))

test('of two terms that renew themselves at once, one is renewed where the balance is enough for one', async () => {
  const world = await site({ end: day, renewal: 1 }, { end: day, renewal: 1 })
  await settle(world, 1, { funds: 1000, monthlyPrice: () => 1000 })
  assert.deepEqual(suspended(world).toSorted(), ['expired', undefined])
  const ledger = await world.reader.get('ledger', 'a')
  assert.deepEqual([ledger?.spec, ledger?.generation], [{ spent: 1000 }, 1])
})

test('two terms that renew themselves at once are one change of the ledger', async () => {
  const world = await site({ end: day, renewal: 1 }, { end: day, renewal: 1 })
  for (const [generation, days] of [1, 40].entries()) {
    await settle(world, days, { funds: 10_000, monthlyPrice: () => 1000 })
    assert.deepEqual(suspended(world), [undefined, undefined])
    const ledger = await world.reader.get('ledger', 'a')
    assert.deepEqual([ledger?.spec.spent, ledger?.generation], [2000 * (generation + 1), generation + 1])
  }
})

test('a term that is over is not, once the bills are moved back', async () => {
  const world = await site({ end: 2 * day, renewal: 'manual' })
  await settle(world, 0, { daysAhead: 2 })
  assert.deepEqual(suspended(world), ['expired'])
  await settle(world, 0)
  assert.deepEqual(suspended(world), [undefined])
})

test('what is settled already changes nothing', async () => {
  const world = await site({ end: day, renewal: 'none' }, { renewal: 'manual' })
  await settle(world, 2, { funds: -1 })
  for (const days of [2, 3]) {
    const { put, remove } = await settle(world, days, { funds: -1 })
    assert.deepEqual([put, remove], [[], []])
  }
})

test('what an operator has suspended stays so in debt and out of it, and a debt is not for an operator to end', async () => {
  const world = createInMemoryResources()
  await addNetwork(world, 'net', '10.1')
  await addGateway(world, 'gw')
  const change = (wanted: boolean) => accepted(world, changeSuspension, { id: 'gw', suspended: wanted })
  await change(true)
  await settle(world, 0, { funds: -1 })
  await settle(world, 20, { funds: -1 })
  assert.deepEqual(suspended(world), ['by-operator'])
  await settle(world, 20)
  assert.deepEqual(suspended(world), ['by-operator'])
  await change(false)
  assert.deepEqual(suspended(world), [undefined])
  await settle(world, 20, { funds: -1 })
  await settle(world, 40, { funds: -1 })
  assert.deepEqual(suspended(world), ['overdue'])
  await refused(world, changeSuspension, { id: 'gw', suspended: false }, 'suspended')
})

test('a connection on a gateway is suspended with that alone, and what goes is not suspended', async () => {
  const world = createInMemoryResources()
  await addNetwork(world, 'net', '10.1')
  await addGateway(world, 'gw')
  await addConnection(world, 'c', 9, 'gw')
  await refused(world, changeSuspension, { id: 'c', suspended: true }, 'binding-wrong')
  await refused(world, changeSuspension, { id: 'none', suspended: true }, 'gateway-not-found')
  const gateway = await world.reader.get('gateway', 'gw')
  assert.ok(gateway)
  const deleting = changed(gateway, { deleting: true })
  const command = { ...changeSuspension, load: async () => deleting }
  await refused(world, command, { id: 'gw', suspended: true }, 'busy')
})
