import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { at, numbered, openSite, speaking } from '../../testing/site.ts'

const site = await openSite({ BgpAsn: 64551, MaxConnection: 10, Tags: [{ Key: 'a', Value: 'b' }] })
after(() => site[Symbol.asyncDispose]())

const VpnGatewayId = site.gateway

const shown = async () => {
  const set = await site.ask('DescribeVpnGateways', { VpnGatewayIds: [VpnGatewayId] })
  const gateway = at(set, 'VpnGatewaySet.0') as Record<string, unknown>
  return [gateway.VpnGatewayName, gateway.BgpAsn, gateway.MaxConnection, gateway.InternetMaxBandwidthOut, gateway.State]
}

test('a gateway’s name, AS number and MaxConnection change as given, and 0 takes the AS number away', async () => {
  await site.ask('ModifyVpnGatewayAttribute', { VpnGatewayId, VpnGatewayName: 'new' })
  assert.deepEqual(await shown(), ['new', 64551, 10, 5, 'AVAILABLE'])
  const change = { VpnGatewayName: 'new', BgpAsn: 64552, MaxConnection: 20, InstanceChargeType: 'POSTPAID_BY_HOUR' }
  await site.ask('ModifyVpnGatewayAttribute', { VpnGatewayId, ...change })
  assert.deepEqual(await shown(), ['new', 64552, 20, 5, 'AVAILABLE'])
  await site.ask('ModifyVpnGatewayAttribute', { VpnGatewayId, BgpAsn: 0 })
  assert.deepEqual(await shown(), ['new', 0, 20, 5, 'AVAILABLE'])
})

test('a gateway’s bandwidth goes up and down within its range', async () => {
  const name = 'ResetVpnGatewayInternetMaxBandwidth'
  for (const InternetMaxBandwidthOut of [100, 10]) {
    await site.ask(name, { VpnGatewayId, InternetMaxBandwidthOut })
    assert.equal((await shown())[3], InternetMaxBandwidthOut)
  }
  assert.equal(await site.refusal(name, { VpnGatewayId, InternetMaxBandwidthOut: 7 }), 'InvalidParameterValue')
})

test('ModifyVpnGatewayAttribute with PREPAID, a reserved AS number or a long name is refused with its own code', async () => {
  const table: readonly (readonly [object, string])[] = [
    [{ InstanceChargeType: 'PREPAID' }, 'UnsupportedOperation'],
    [{ BgpAsn: 45090 }, 'InvalidParameterValue'],
    [{ VpnGatewayName: 'n'.repeat(61) }, 'InvalidParameterValue.TooLong'],
    [{ VpnGatewayId: 'vpn-x' }, 'InvalidParameterValue.Malformed'],
  ]
  for (const [more, code] of table) {
    assert.equal(await site.refusal('ModifyVpnGatewayAttribute', { VpnGatewayId, ...more }), code, JSON.stringify(more))
  }
})

test('a gateway that speaks BGP keeps its AS number, gets another name, and may grow', async () => {
  await using speaker = await openSite(numbered.gateway, numbered.peer)
  await speaker.connect(speaking)
  const own = { VpnGatewayId: speaker.gateway }
  await speaker.ask('ModifyVpnGatewayAttribute', { ...own, VpnGatewayName: 'new', BgpAsn: 64551 })
  await speaker.ask('ResetVpnGatewayInternetMaxBandwidth', { ...own, InternetMaxBandwidthOut: 500 })
})
