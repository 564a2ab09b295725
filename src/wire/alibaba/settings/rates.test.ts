import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller } from '../testing/caller.ts'
import { settings } from './table.ts'

const rateOf = (name: string) => settings().get(`rate.${name}`)

test('calls are limited once the limits are on, in each region and of each operation for itself', async () => {
  await using caller = await openCaller()
  const create = (last: number) => caller.call('CreateCustomerGateway', { IpAddress: `203.0.113.${last}` })
  await caller.set({ 'rate.Vpc.CreateCustomerGateway': 2 })
  for (const last of [1, 2, 3]) assert.equal((await create(last)).status, 200)
  await caller.set({ 'rate-limits': true })
  for (const last of [4, 5]) assert.equal((await create(last)).status, 200)
  const { status, body } = await create(6)
  assert.deepEqual([status, body.Code], [400, 'Throttling.User'])
  assert.equal(body.Message, 'Request was denied due to user flow control.')
  await caller.ok('CreateCustomerGateway', { IpAddress: '203.0.113.7', RegionId: 'eu-central-1' })
  await caller.ok('DescribeCustomerGateways')
  caller.now += 60_000
  assert.equal((await create(8)).status, 200)
})

test('what is refused counts, and the limits that are published are those of a new account', async () => {
  await using caller = await openCaller({ settings: { 'rate-limits': true, 'quota.vpn_quota_cgw_num': 0 } })
  for (let call = 0; call < 120; call += 1) {
    const { body } = await caller.call('CreateCustomerGateway', { IpAddress: '203.0.113.1' })
    assert.equal(body.Code, 'Resource.QuotaFull')
  }
  await caller.refused('Throttling.User', 'CreateCustomerGateway', { IpAddress: '203.0.113.1' })
})

test('limits are published of a minute, and of a second where transit routers are made', () => {
  const numbers = ['Vpc.CreateVpnGateway', 'Vpc.DescribeVpnGateway', 'Vpc.ModifyVpnGatewayAttribute', 'Cbn.CreateCen']
  assert.deepEqual(
    numbers.map((name) => rateOf(name)?.usual),
    [60, 600, 120, 300],
  )
  assert.deepEqual(
    [rateOf('Cbn.CreateTransitRouterVpnAttachment')?.usual, rateOf('Cbn.CreateTransitRouterVpnAttachment')?.what],
    [3, 'calls in a second and a region'],
  )
  assert.equal(rateOf('Ecs.DescribeZones'), undefined)
})
