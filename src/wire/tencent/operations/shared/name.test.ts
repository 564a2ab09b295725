import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../testing/site.ts'

test('a name that is empty or longer than 60 is refused, counted in characters for customer gateways and in bytes for the rest', async () => {
  await using site = await openSite()
  const wide = '网'.repeat(60)
  const cases: readonly (readonly [string, string, object])[] = [
    ['CreateVpc', 'VpcName', { CidrBlock: '10.1.0.0/16' }],
    ['CreateSubnet', 'SubnetName', { VpcId: site.vpc, CidrBlock: '10.1.4.0/24', Zone: 'ap-guangzhou-3' }],
    ['CreateVpnGateway', 'VpnGatewayName', { VpcId: site.vpc, InternetMaxBandwidthOut: 5 }],
  ]
  for (const [action, field, rest] of cases) {
    assert.equal(await site.refusal(action, { ...rest, [field]: '' }), 'InvalidParameterValue.Empty')
    assert.equal(await site.refusal(action, { ...rest, [field]: wide }), 'InvalidParameterValue.TooLong')
  }
  await site.makePeer('198.51.100.77', { CustomerGatewayName: wide })
  const more = { CustomerGatewayName: `${wide}a`, IpAddress: '198.51.100.78' }
  assert.equal(await site.refusal('CreateCustomerGateway', more), 'InvalidParameterValue.TooLong')
})
