import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settleBillsOf } from '../../testing/bills.ts'
import { at, openSite, type Site } from '../../testing/site.ts'

const ahead = (Period: number, RenewFlag = 'NOTIFY_AND_MANUAL_RENEW') => ({
  InstanceChargeType: 'PREPAID',
  InstanceChargePrepaid: { Period, RenewFlag },
})

/** The site's gateway as it is shown; undefined once it is gone. */
const shownOf = async (site: Site) =>
  at(await site.ask('DescribeVpnGateways', { VpnGatewayIds: [site.gateway] }), 'VpnGatewaySet.0') as
    | Readonly<Record<string, unknown>>
    | undefined

async function billed(site: Site) {
  const gateway = await shownOf(site)
  return [gateway?.InstanceChargeType, gateway?.RenewFlag, gateway?.ExpiredTime, gateway?.RestrictState]
}

const spent = async ({ installation: { store, account } }: Site) =>
  (await store.read((reader) => reader.get('ledger', account.id)))?.spec.spent ?? 0

const byHand = 'NOTIFY_AND_MANUAL_RENEW'
const byItself = 'NOTIFY_AND_AUTO_RENEW'

test('a PREPAID gateway is shown with its term, and costs what its months do', async () => {
  await using site = await openSite({ InstanceChargeType: 'PREPAID', InstanceChargePrepaid: { Period: 2 } })
  assert.deepEqual(await billed(site), ['PREPAID', byItself, '2027-01-20 20:00:00', 'NORMAL'])
  assert.equal(await spent(site), 2 * 5429)
  const { installation } = site
  const orders = await installation.store.read((reader) => reader.page('order', { limit: 10 }))
  assert.deepEqual(
    orders.items.map(({ region, spec }) => [region, spec.subject, spec.purpose, spec.months, spec.payment]),
    [['ap-guangzhou', site.gateway, 'new', 2, 'paid']],
  )
})

test('RenewVpnGateway adds months and keeps the flag, or sets the one that it is given', async () => {
  await using site = await openSite(ahead(1))
  const renew = (InstanceChargePrepaid: object) =>
    site.ask('RenewVpnGateway', { VpnGatewayId: site.gateway, InstanceChargePrepaid })
  await renew({ Period: 2 })
  assert.deepEqual(await billed(site), ['PREPAID', byHand, '2027-02-20 20:00:00', 'NORMAL'])
  await renew({ Period: 1, RenewFlag: byItself })
  assert.deepEqual(await billed(site), ['PREPAID', byItself, '2027-03-20 20:00:00', 'NORMAL'])
  assert.equal(await spent(site), 4 * 5429)
})

test('SetVpnGatewaysRenewFlag says what becomes of gateways, and renew-flag finds them by that', async () => {
  await using site = await openSite(ahead(1))
  const another = { VpcId: site.vpc, VpnGatewayName: 'hourly', InternetMaxBandwidthOut: 5 }
  const hourly = await site.make('CreateVpnGateway', another, 'VpnGateway.VpnGatewayId')
  const found = async (flag: string) => {
    const Filters = [{ Name: 'renew-flag', Values: [flag] }]
    const { VpnGatewaySet } = await site.ask('DescribeVpnGateways', { Filters })
    return (VpnGatewaySet as { VpnGatewayId: string }[]).map(({ VpnGatewayId }) => VpnGatewayId)
  }
  const flags = [
    [2, 'NOT_NOTIFY_AND_NOT_RENEW'],
    [0, byHand],
  ] as const
  for (const [AutoRenewFlag, flag] of flags) {
    await site.ask('SetVpnGatewaysRenewFlag', { VpnGatewayIds: [site.gateway], AutoRenewFlag })
    assert.equal((await billed(site))[1], flag)
    assert.deepEqual([await found(flag), await found(byItself)], [[site.gateway], [hourly]])
  }
  await site.ask('SetVpnGatewaysRenewFlag', { VpnGatewayIds: [site.gateway], AutoRenewFlag: 1, Type: 'IPSEC' })
  assert.deepEqual(await found(byItself), [hourly, site.gateway])
})

test('a PREPAID gateway whose term is over is isolated and goes on being served until it is released', async () => {
  await using site = await openSite(ahead(1))
  const connection = await site.connect()
  await site.passDays(31)
  const ended = await billed(site)
  assert.deepEqual([ended[0], ended[3]], ['PREPAID', 'PROTECTIVELY_ISOLATED'])
  // By the clock, which clients have too: the bills are 31 days ahead.
  assert.equal(ended[2], '2026-11-19 20:00:00')
  assert.equal((await shownOf(site))?.State, 'AVAILABLE')
  assert.equal((await site.stored('gateway', site.gateway))?.spec.term?.outlasts, true)
  await site.passDays(6)
  assert.ok(await site.stored('connection', connection))
  await site.passDays(1)
  await site.installation.settle()
  assert.equal(await shownOf(site), undefined)
  assert.equal(await site.stored('connection', connection), undefined)
})

test('what changes an isolated gateway is refused, and RenewVpnGateway ends that', async () => {
  await using site = await openSite(ahead(1))
  const VpnGatewayId = site.gateway
  const VpnConnectionId = await site.connect({ RouteType: 'StaticRoute' })
  const route = { DestinationCidrBlock: '192.168.1.0/24', InstanceType: 'VPNCONN', InstanceId: VpnConnectionId }
  const Routes = [{ ...route, Priority: 0, Status: 'ENABLE' }]
  const RouteId = await site.make('CreateVpnGatewayRoutes', { VpnGatewayId, Routes }, 'Routes.0.RouteId')
  await site.passDays(31)
  const changes = [
    ['CreateVpnConnection', { ...site.connection, CustomerGatewayId: await site.makePeer('198.51.100.10') }],
    ['ModifyVpnConnectionAttribute', { VpnConnectionId, VpnConnectionName: 'm' }],
    ['ModifyVpnGatewayAttribute', { VpnGatewayId, VpnGatewayName: 'm' }],
    ['ResetVpnGatewayInternetMaxBandwidth', { VpnGatewayId, InternetMaxBandwidthOut: 10 }],
    ['CreateVpnGatewayRoutes', { VpnGatewayId, Routes: [{ ...Routes[0], DestinationCidrBlock: '192.168.2.0/24' }] }],
    ['ModifyVpnGatewayRoutes', { VpnGatewayId, Routes: [{ RouteId, Status: 'DISABLE' }] }],
  ] as const
  for (const [action, parameters] of changes) {
    assert.equal(await site.refusal(action, parameters), 'UnsupportedOperation.InvalidState', action)
  }
  await site.ask('RenewVpnGateway', { VpnGatewayId, InstanceChargePrepaid: { Period: 1 } })
  assert.equal((await billed(site))[3], 'NORMAL')
  for (const [action, parameters] of changes) await site.ask(action, parameters)
})

test('an isolated gateway lets what it has be deleted, and itself, which none does before its term is over', async () => {
  await using site = await openSite(ahead(1))
  const VpnGatewayId = site.gateway
  const VpnConnectionId = await site.connect()
  await site.passDays(31)
  await site.ask('DeleteVpnConnection', { VpnGatewayId, VpnConnectionId })
  await site.installation.settle()
  await site.set({ 'billing.days-ahead': 0 })
  await settleBillsOf(site.installation)
  assert.equal((await billed(site))[3], 'NORMAL')
  assert.equal(await site.refusal('DeleteVpnGateway', { VpnGatewayId }), 'UnsupportedOperation')
  await site.passDays(31)
  await site.ask('DeleteVpnGateway', { VpnGatewayId })
  await site.installation.settle()
  assert.equal(await shownOf(site), undefined)
})

test('a gateway that renews itself is paid for a month more, and isolated where the account cannot pay', async () => {
  await using site = await openSite({ InstanceChargeType: 'PREPAID', InstanceChargePrepaid: { Period: 1 } })
  await site.passDays(31)
  assert.deepEqual([await spent(site), (await billed(site))[3]], [2 * 5429, 'NORMAL'])
  await site.set({ 'billing.frozen': true })
  await site.passDays(31)
  assert.deepEqual([await spent(site), (await billed(site))[3]], [2 * 5429, 'PROTECTIVELY_ISOLATED'])
  await site.set({ 'billing.frozen': false })
  await settleBillsOf(site.installation)
  assert.deepEqual([await spent(site), (await billed(site))[3]], [3 * 5429, 'NORMAL'])
})

test('a PREPAID gateway that is to be paid for by the hour is so once its term is over', async () => {
  await using site = await openSite(ahead(1))
  const change = { VpnGatewayId: site.gateway, VpnGatewayName: 'gateway', InstanceChargeType: 'POSTPAID_BY_HOUR' }
  await site.ask('ModifyVpnGatewayAttribute', change)
  const plan = async () => {
    const gateway = await shownOf(site)
    return [gateway?.InstanceChargeType, gateway?.NewPurchasePlan, gateway?.RestrictState]
  }
  assert.deepEqual(await plan(), ['PREPAID', 'PREPAID_TO_POSTPAID', 'NORMAL'])
  await site.passDays(31)
  assert.deepEqual(await plan(), ['POSTPAID_BY_HOUR', '', 'NORMAL'])
  assert.deepEqual(await billed(site), ['POSTPAID_BY_HOUR', byItself, '0000-00-00 00:00:00', 'NORMAL'])
  await site.passDays(60)
  assert.ok(await shownOf(site))
})

test('a gateway that is paid for by the hour is isolated and not served when its account has been in debt for hours', async () => {
  await using site = await openSite()
  await site.set({ 'billing.funds': -1 })
  await settleBillsOf(site.installation)
  const state = async () => (await shownOf(site))?.RestrictState
  assert.equal(await state(), 'NORMAL')
  await site.passDays(1)
  assert.equal(await state(), 'PROTECTIVELY_ISOLATED')
  assert.equal((await site.stored('gateway', site.gateway))?.spec.suspended, 'overdue')
  await site.set({ 'billing.funds': 0 })
  await settleBillsOf(site.installation)
  assert.equal(await state(), 'NORMAL')
  await site.set({ 'billing.funds': -1 })
  await settleBillsOf(site.installation)
  await site.passDays(2)
  await site.installation.settle()
  assert.equal(await state(), undefined)
})

test('a PREPAID gateway grows for the price of what is left of its term, and does not shrink or leave its range', async () => {
  await using site = await openSite(ahead(1))
  const reset = { VpnGatewayId: site.gateway, InternetMaxBandwidthOut: 10 }
  const before = await spent(site)
  const price = at(await site.ask('InquiryPriceResetVpnGatewayInternetMaxBandwidth', reset), 'Price.InstancePrice')
  await site.ask('ResetVpnGatewayInternetMaxBandwidth', reset)
  const paid = (await spent(site)) - before
  assert.deepEqual(price, { UnitPrice: 0, ChargeUnit: '', OriginalPrice: paid / 100, DiscountPrice: paid / 100 })
  assert.equal(paid, 7142)
  assert.equal((await shownOf(site))?.InternetMaxBandwidthOut, 10)
  const fixed = 'UnsupportedOperation.VpnUnsupportedModifyBandwidth'
  for (const InternetMaxBandwidthOut of [5, 200, 3000]) {
    const asked = { ...reset, InternetMaxBandwidthOut }
    assert.equal(await site.refusal('ResetVpnGatewayInternetMaxBandwidth', asked), fixed)
  }
})
