import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { passDays, suspend } from '../../testing/bills.ts'
import { type Body, type Caller, openCaller, region } from '../../testing/caller.ts'
import { attached, connection, gateway, order, readyGateway, single } from '../../testing/resources.ts'

let caller: Caller
before(async () => {
  caller = await openCaller()
})
after(async () => caller[Symbol.asyncDispose]())

const product = { ProductCode: 'vpn' }

const business = (VpnGatewayId: string) => caller.get('BusinessStatus', 'DescribeVpnGateway', { VpnGatewayId })
const state = (VpnConnectionId: string) => caller.get('State', 'DescribeVpnConnection', { VpnConnectionId })

async function instance(InstanceIDs: string): Promise<Body> {
  const found = (await caller.get('Data.InstanceList', 'QueryAvailableInstances', { InstanceIDs })) as Body[]
  return found[0] ?? {}
}

const isGone = async (VpnGatewayId: string) => {
  await caller.settle()
  await caller.refused('InvalidVpnGatewayInstanceId.NotFound', 'DescribeVpnGateway', { VpnGatewayId })
}

test('what Terraform’s provider asks of billing when it starts is answered with nothing bought', async () => {
  const asked = { PageNum: 1, PageSize: 50, ProductCode: 'vipcloudfw', ProductType: 'vipcloudfw' }
  const { RequestId, ...answer } = await caller.ok('QueryAvailableInstances', {
    RegionId: '',
    SubscriptionType: 'Subscription',
    ...asked,
  })
  assert.ok(RequestId)
  assert.deepEqual(answer, {
    Code: 'Success',
    Data: { InstanceList: [], PageNum: 1, PageSize: 50, TotalCount: 0 },
    Message: 'Successful!',
    Success: true,
  })
})

test('gateways of one SubscriptionType or region are counted whole and shown a page at a time', async () => {
  await using own = await openCaller()
  const [used, later] = [await gateway(own), await gateway(own)]
  const { VpnGatewayId: termed } = await order(own)
  const page = async (asked: object) => {
    const { Data } = await own.ok('QueryAvailableInstances', { PageSize: 1, ...asked })
    const { InstanceList, TotalCount } = Data as { InstanceList: Body[]; TotalCount: number }
    return [TotalCount, ...InstanceList.map(({ InstanceID }) => InstanceID)]
  }
  assert.deepEqual(await page({ SubscriptionType: 'Subscription' }), [1, termed])
  assert.deepEqual(await page({ SubscriptionType: 'PayAsYouGo' }), [2, later])
  assert.deepEqual(await page({ SubscriptionType: 'PayAsYouGo', PageNum: 2 }), [2, used])
  assert.deepEqual(await page({ Region: region, PageNum: 3 }), [3, used])
  assert.deepEqual(await page({ Region: 'cn-qingdao' }), [0])
  assert.deepEqual(await page({ ProductCode: 'ecs' }), [0])
  assert.deepEqual(await page({ RenewStatus: 'ManualRenewal' }), [1, termed])
})

test('a gateway stops at the end of its term, goes on when it is renewed, and is released 7 days after a later end', async () => {
  const { VpnGatewayId } = await order(caller)
  await caller.settle()
  await passDays(caller, 30)
  assert.equal(await business(VpnGatewayId), 'Normal')
  await passDays(caller, 1)
  assert.equal(await business(VpnGatewayId), 'FinancialLocked')
  assert.equal((await instance(VpnGatewayId)).Status, 'Stopped')
  await passDays(caller, 2)
  const { Data } = await caller.ok('RenewInstance', { ...product, InstanceId: VpnGatewayId, RenewPeriod: 1 })
  assert.match(String((Data as Body).OrderId), /^\d{15}$/)
  assert.equal(await business(VpnGatewayId), 'Normal')
  const before = (await instance(VpnGatewayId)).EndTime
  await caller.ok('RenewInstance', { ...product, InstanceId: VpnGatewayId, RenewPeriod: 1 })
  assert.deepEqual([before, (await instance(VpnGatewayId)).EndTime], ['2025-03-04T03:04:05Z', '2025-04-04T03:04:05Z'])
  await passDays(caller, 59 + 6)
  assert.equal(await business(VpnGatewayId), 'FinancialLocked')
  await passDays(caller, 1)
  await isGone(VpnGatewayId)
})

test('AutoRenewal renews at the end of a term as long as the balance does, and ManualRenewal ends it', async () => {
  await caller.set({ 'billing.price-per-month': 10, 'billing.funds': 20 })
  const { VpnGatewayId } = await order(caller)
  const automatic = { RenewalStatus: 'AutoRenewal', RenewalPeriod: 1, RenewalPeriodUnit: 'M' }
  await caller.ok('SetRenewal', { ...product, InstanceIDs: VpnGatewayId, ...automatic })
  assert.partialDeepStrictEqual(await instance(VpnGatewayId), {
    RenewStatus: 'AutoRenewal',
    RenewalDuration: 1,
    RenewalDurationUnit: 'M',
  })
  await passDays(caller, 31)
  assert.equal(await business(VpnGatewayId), 'Normal')
  const orders = { CreateTimeStart: '2020-01-01T00:00:00Z', OrderType: 'Renew' }
  const [renewal] = (await caller.get('Data.OrderList.Order', 'QueryOrders', orders)) as Body[]
  assert.partialDeepStrictEqual(renewal, { PretaxAmount: '10.00', PaymentStatus: 'Paid' })
  await passDays(caller, 31)
  assert.equal(await business(VpnGatewayId), 'FinancialLocked')
  await caller.set({ 'billing.funds': 1000 })
  await passDays(caller, 0)
  assert.equal(await business(VpnGatewayId), 'Normal')
  await caller.ok('SetRenewal', { ...product, InstanceIDs: VpnGatewayId, RenewalStatus: 'ManualRenewal' })
  await passDays(caller, 31)
  assert.equal(await business(VpnGatewayId), 'FinancialLocked')
  await caller.refused('MissingParameter', 'SetRenewal', {
    ...product,
    InstanceIDs: VpnGatewayId,
    RenewalStatus: 'AutoRenewal',
  })
})

test('a debt of 15 days locks what is paid for as it is used, a top-up frees it at once, and 15 days more release it', async () => {
  await caller.set({ 'billing.price-per-month': null, 'billing.funds': null })
  const VpnGatewayId = await gateway(caller)
  const { VpnId, id: TransitRouterAttachmentId } = await attached(caller)
  const prepaid = (await order(caller, { Period: 12 })).VpnGatewayId
  await caller.settle()
  await caller.set({ 'billing.funds': -1000 })
  await passDays(caller, 0)
  await passDays(caller, 14)
  assert.deepEqual([await business(VpnGatewayId), await state(VpnId)], ['Normal', 'attached'])
  await caller.refused('OperationFailed.NoAvailableAmount', 'CreateVpnAttachment', await single(caller))
  await passDays(caller, 1)
  assert.deepEqual([await business(VpnGatewayId), await state(VpnId)], ['FinancialLocked', 'financialLocked'])
  assert.equal(await business(prepaid), 'Normal')
  await caller.set({ 'billing.funds': null })
  await passDays(caller, 0)
  await caller.settle()
  assert.deepEqual([await business(VpnGatewayId), await state(VpnId)], ['Normal', 'attached'])

  await caller.set({ 'billing.funds': -1000 })
  await passDays(caller, 0)
  await passDays(caller, 30)
  await isGone(VpnGatewayId)
  await passDays(caller, 0)
  await caller.refused('InvalidVpnConnectionInstanceId.NotFound', 'DescribeVpnConnection', { VpnConnectionId: VpnId })
  const attachments = { TransitRouterAttachmentId }
  assert.equal(await caller.get('TotalCount', 'ListTransitRouterVpnAttachments', attachments), 0)
  assert.equal(await business(prepaid), 'Normal')
  await caller.set({ 'billing.funds': null })
})

test('a locked gateway is found by its BusinessStatus, stays active, and does all that no document locks', async () => {
  const VpnGatewayId = await readyGateway(caller)
  const VpnConnectionId = await connection(caller, { VpnGatewayId })
  await caller.settle()
  await suspend(caller, VpnGatewayId)
  await caller.settle()
  const find = async (BusinessStatus: string) =>
    ((await caller.get('VpnGateways.VpnGateway', 'DescribeVpnGateways', { BusinessStatus })) as Body[]).map(
      (each) => each.VpnGatewayId,
    )
  assert.deepEqual(await find('FinancialLocked'), [VpnGatewayId])
  assert.ok(!(await find('Normal')).includes(VpnGatewayId))
  assert.equal(await caller.get('Status', 'DescribeVpnGateway', { VpnGatewayId }), 'active')
  await caller.ok('DescribeVpnConnection', { VpnConnectionId })
  await caller.ok('DescribeVpnRouteEntries', { VpnGatewayId })
  await caller.ok('DownloadVpnConnectionConfig', { VpnConnectionId })
  await caller.ok('ModifyVpnGatewayAttribute', { VpnGatewayId, Name: 'locked' })
  await caller.ok('TagResources', { ResourceType: 'VpnGateway', ResourceId: [VpnGatewayId], Tag: [{ Key: 'k' }] })
  await caller.settle()
  await caller.ok('DeleteVpnConnection', { VpnConnectionId })
  await caller.settle()
  await caller.ok('DeleteVpnGateway', { VpnGatewayId })
  await isGone(VpnGatewayId)
})

test('the entries that lead into an attachment go with the connection that a debt of 30 days releases', async () => {
  await using indebted = await openCaller()
  const { TransitRouterId, id } = await attached(indebted)
  await indebted.settle()
  const { TransitRouterRouteTableId } = await indebted.ok('CreateTransitRouterRouteTable', { TransitRouterId })
  await indebted.settle()
  await indebted.ok('CreateTransitRouterRouteEntry', {
    TransitRouterRouteTableId,
    TransitRouterRouteEntryDestinationCidrBlock: '172.31.0.0/16',
    TransitRouterRouteEntryNextHopType: 'Attachment',
    TransitRouterRouteEntryNextHopId: id,
  })
  await indebted.settle()
  await indebted.set({ 'billing.funds': -1000 })
  await passDays(indebted, 0)
  await passDays(indebted, 30)
  await indebted.settle()
  await indebted.ok('DeleteTransitRouterRouteTable', { TransitRouterRouteTableId })
})
