import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerTo, openTestClient, tc3Request } from '../testing/client.ts'
import { settings } from './table.ts'

test('100 calls of an operation in a second are answered once the limits are on, in each region, and the next is not', async () => {
  await using client = await openTestClient()
  await client.set({ 'rate-limits': true })
  for (let call = 0; call < 100; call += 1) await client.ask('DescribeVpnGateways')
  assert.equal(await client.refusal('DescribeVpnGateways', {}), 'RequestLimitExceeded')
  const told = (await client.answer('DescribeVpnGateways')).Error?.Message ?? ''
  assert.match(told, /equals to `102` in a second, which exceeds the frequency limit `100` for a second/)
  await client.ask('DescribeVpnConnections')
  const { installation } = client
  const elsewhere = { action: 'DescribeVpnGateways', parameters: {}, region: 'ap-shanghai' }
  assert.equal((await answerTo(installation, tc3Request(installation, elsewhere))).Error, undefined)
  installation.now += 1000
  await client.ask('DescribeVpnGateways')
})

test('what is set of an operation holds, and what is refused counts', async () => {
  await using client = await openTestClient()
  await client.set({ 'rate-limits': true, 'rate.vpc.CreateVpc': 2, 'rate.region.DescribeRegions': 0 })
  assert.equal(await client.refusal('CreateVpc', {}), 'MissingParameter')
  assert.equal(await client.refusal('CreateVpc', {}), 'MissingParameter')
  assert.equal(await client.refusal('CreateVpc', {}), 'RequestLimitExceeded')
  await client.set({ 'rate-limits': null })
  assert.equal(await client.refusal('CreateVpc', {}), 'MissingParameter')
})

test('limits are published of a second: 20 of routes and quotas, 100 of the others', () => {
  const usual = (name: string) => settings().get(`rate.vpc.${name}`)?.usual
  const names = ['CreateVpnGateway', 'CreateVpnGatewayRoutes', 'DescribeVpcLimits', 'ModifyVpnConnectionAttribute']
  assert.deepEqual(names.map(usual), [100, 20, 20, 100])
  assert.equal(settings().get('rate-limits')?.usual, false)
})
