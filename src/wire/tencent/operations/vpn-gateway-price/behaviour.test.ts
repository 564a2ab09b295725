import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { at, openSite } from '../../testing/site.ts'

const ahead = {
  InstanceChargeType: 'PREPAID',
  InstanceChargePrepaid: { Period: 3, RenewFlag: 'NOTIFY_AND_AUTO_RENEW' },
}

const site = await openSite(ahead)
after(() => site[Symbol.asyncDispose]())

const item = (UnitPrice: number, ChargeUnit: string, price: number) => ({
  UnitPrice,
  ChargeUnit,
  OriginalPrice: price,
  DiscountPrice: price,
})

async function priceOf(action: string, parameters: object) {
  const { Price } = await site.ask(`InquiryPrice${action}`, { ...parameters })
  const { InstancePrice, BandwidthPrice } = Price as Readonly<Record<string, unknown>>
  return [InstancePrice, BandwidthPrice]
}

test('a new gateway costs an hour and a GB, or its months at once', async () => {
  const hourly = await priceOf('CreateVpnGateway', { InternetMaxBandwidthOut: 5, MaxConnection: 5, Type: 'IPSEC' })
  assert.deepEqual(hourly, [item(0.078, 'HOUR', 0), item(0.12, 'GB', 0)])
  const large = await priceOf('CreateVpnGateway', { InternetMaxBandwidthOut: 200 })
  assert.deepEqual(large[0], item(0.46, 'HOUR', 0))
  const months = await priceOf('CreateVpnGateway', { InternetMaxBandwidthOut: 10, ...ahead })
  assert.deepEqual(months, [item(0, '', 377.13), item(0, '', 0)])
})

test('months more of a gateway cost what is set of its bandwidth', async () => {
  const asked = { VpnGatewayId: site.gateway, InstanceChargePrepaid: { Period: 12 } }
  assert.deepEqual((await priceOf('RenewVpnGateway', asked))[0], item(0, '', 651.48))
  await site.set({ 'billing.price-per-month.5': 10, 'billing.price-per-hour': 0.5 })
  assert.deepEqual((await priceOf('RenewVpnGateway', asked))[0], item(0, '', 120))
  assert.deepEqual((await priceOf('CreateVpnGateway', { InternetMaxBandwidthOut: 5 }))[0], item(0.5, 'HOUR', 0))
})

test('another bandwidth costs its hour where the gateway is paid for by the hour', async () => {
  const hourly = { VpcId: site.vpc, VpnGatewayName: 'h', InternetMaxBandwidthOut: 200 }
  const VpnGatewayId = await site.make('CreateVpnGateway', hourly, 'VpnGateway.VpnGatewayId')
  const asked = { VpnGatewayId, InternetMaxBandwidthOut: 500 }
  assert.deepEqual((await priceOf('ResetVpnGatewayInternetMaxBandwidth', asked))[0], item(0.46, 'HOUR', 0))
  assert.equal(at(await site.ask('DescribeVpnGateways', { VpnGatewayIds: [VpnGatewayId] }), 'TotalCount'), 1)
})

test('a price without a period, or of a period that is not sold, is refused', async () => {
  const asked = { InternetMaxBandwidthOut: 5, InstanceChargeType: 'PREPAID' }
  assert.equal(await site.refusal('InquiryPriceCreateVpnGateway', asked), 'MissingParameter')
  const odd = { ...asked, InstanceChargePrepaid: { Period: 10 } }
  assert.equal(await site.refusal('InquiryPriceCreateVpnGateway', odd), 'InvalidParameterValue')
})
