import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { passDays, settleAccount } from '../../testing/bills.ts'
import { type Body, type Caller, openCaller } from '../../testing/caller.ts'
import { order, single } from '../../testing/resources.ts'

let caller: Caller
before(async () => {
  caller = await openCaller()
  await caller.set({ 'billing.price-per-month': 100.5, 'billing.funds': 1000 })
})
after(async () => caller[Symbol.asyncDispose]())

const available = () => caller.get('Data.AvailableAmount', 'QueryAccountBalance')
const describe = (VpnGatewayId: string) => caller.ok('DescribeVpnGateway', { VpnGatewayId })
const detail = async (OrderId: string) =>
  (await caller.get('Data.OrderList.Order.1', 'GetOrderDetail', { OrderId })) as Body

test('a PREPAY gateway with AutoPay is charged at once, and provisioned', async () => {
  const before = Number(await available())
  const { VpnGatewayId, OrderId } = await order(caller, { Period: 2 })
  assert.equal(Number(await available()), before - 201)
  assert.equal((await describe(VpnGatewayId)).Status, 'provisioning')
  assert.partialDeepStrictEqual(await detail(OrderId), {
    OrderId,
    OrderType: 'New',
    PaymentStatus: 'Paid',
    PretaxAmount: '201.00',
    SubscriptionType: 'Subscription',
    InstanceIDs: JSON.stringify([VpnGatewayId]),
    Region: 'cn-hangzhou',
    UsageStartTime: '2025-01-02T03:04:05Z',
    UsageEndTime: '2025-03-02T03:04:05Z',
  })
})

test('a PREPAY gateway without AutoPay is init until PayOrder, takes no connection, and its term begins then', async () => {
  const before = Number(await available())
  const { VpnGatewayId, OrderId } = await order(caller, { AutoPay: false })
  await caller.settle()
  const { Status, BusinessStatus, ChargeType } = await describe(VpnGatewayId)
  assert.deepEqual([Status, BusinessStatus, ChargeType], ['init', 'Normal', 'Prepay'])
  assert.equal((await detail(OrderId)).PaymentStatus, 'Unpaid')
  assert.equal(Number(await available()), before)
  const connection = { VpnGatewayId, ...(await single(caller)) }
  await caller.refused('VpnGateway.Configuring', 'CreateVpnConnection', connection)
  const find = async (Status: string) =>
    ((await caller.get('VpnGateways.VpnGateway', 'DescribeVpnGateways', { Status })) as Body[]).map(
      (each) => each.VpnGatewayId,
    )
  assert.deepEqual(await find('init'), [VpnGatewayId])
  assert.ok(!(await find('provisioning')).includes(VpnGatewayId))

  caller.now += 24 * 60 * 60 * 1000
  const payer = { BuyerId: caller.account.id, PayerId: caller.account.id, PaySubmitUid: caller.account.id, Token: 't' }
  const { RequestId: _, ...paid } = await caller.ok('PayOrder', { OrderId, ...payer })
  assert.deepEqual(paid, { OrderId: Number(OrderId), PayStatus: 1, PayerId: Number(caller.account.id) })
  assert.equal(Number(await available()), before - 100.5)
  const { Status: after, EndTime } = await describe(VpnGatewayId)
  assert.deepEqual([after, EndTime], ['provisioning', Date.UTC(2025, 1, 3, 3, 4, 5)])
  await caller.settle()
  assert.equal((await describe(VpnGatewayId)).Status, 'active')
  await caller.ok('CreateVpnConnection', connection)
  await caller.refused('InvalidOrderStatus', 'PayOrder', { OrderId })
})

test('a POSTPAY gateway is paid at once whatever AutoPay says, and its order costs nothing', async () => {
  const before = await available()
  const { VpnGatewayId, OrderId } = await order(caller, {
    InstanceChargeType: 'POSTPAY',
    Period: undefined,
    AutoPay: false,
  })
  assert.equal((await describe(VpnGatewayId)).Status, 'provisioning')
  assert.partialDeepStrictEqual(await detail(OrderId), {
    PaymentStatus: 'Paid',
    SubscriptionType: 'PayAsYouGo',
    PretaxAmount: '0.00',
  })
  assert.equal(await available(), before)
})

test('an unpaid order is cancelled with its gateway: by CancelOrder, by DeleteVpnGateway, and after 15 days', async () => {
  const gone = async (VpnGatewayId: string, OrderId: string) => {
    await caller.settle()
    await caller.refused('InvalidVpnGatewayInstanceId.NotFound', 'DescribeVpnGateway', { VpnGatewayId })
    assert.equal((await detail(OrderId)).PaymentStatus, 'Cancelled')
  }
  const one = await order(caller, { AutoPay: false })
  await caller.ok('CancelOrder', { OrderId: one.OrderId })
  await gone(one.VpnGatewayId, one.OrderId)
  const other = await order(caller, { AutoPay: false })
  await caller.ok('DeleteVpnGateway', { VpnGatewayId: other.VpnGatewayId })
  assert.equal((await describe(other.VpnGatewayId)).Status, 'deleting')
  await gone(other.VpnGatewayId, other.OrderId)
  const last = await order(caller, { AutoPay: false })
  await passDays(caller, 14)
  assert.equal((await describe(last.VpnGatewayId)).Status, 'init')
  await passDays(caller, 1)
  await gone(last.VpnGatewayId, last.OrderId)
})

test('orders are found by the time they were placed at, an hour back by default, a page at a time', async () => {
  await settleAccount(caller)
  caller.now += 2 * 60 * 60 * 1000
  const { OrderId } = await order(caller)
  const find = async (parameters = {}) => {
    const found = (await caller.get('Data.OrderList.Order', 'QueryOrders', parameters)) as Body[]
    return found.map((each) => each.OrderId)
  }
  assert.deepEqual(await find(), [OrderId])
  const all = await find({ CreateTimeStart: '2020-01-01T00:00:00Z' })
  assert.ok(all.length > 5)
  const second = { CreateTimeStart: '2020-01-01T00:00:00Z', PageNum: 2, PageSize: 2 }
  assert.deepEqual(await find(second), all.slice(2, 4))
  assert.deepEqual(await find({ CreateTimeStart: '2020-01-01T00:00:00Z', CreateTimeEnd: '2020-02-01T00:00:00Z' }), [])
  const ever = { CreateTimeStart: '2020-01-01T00:00:00Z', CreateTimeEnd: '2040-01-01T00:00:00Z' }
  const [everything, cancelled] = [await find(ever), await find({ ...ever, PaymentStatus: 'Cancelled' })]
  assert.equal(cancelled.length, 3)
  const paid = everything.filter((id) => !cancelled.includes(id))
  assert.deepEqual(await find({ ...ever, PaymentStatus: 'Paid' }), paid)
  await caller.refused('InvalidParameter', 'QueryOrders', { CreateTimeEnd: 'yesterday' })
})
