import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestClient } from '../../testing/client.ts'
import { at, openSite } from '../../testing/site.ts'

test('a customer gateway is shown as it was created, found by every filter, and gone once deleted', async () => {
  await using client = await openTestClient()
  const { CustomerGateway: made } = await client.ask('CreateCustomerGateway', {
    CustomerGatewayName: 'peer',
    IpAddress: '10.3.3.14',
    Tags: [{ Key: 'a', Value: 'b' }],
    BgpAsn: 65001,
  })
  const { CustomerGatewayId, ...rest } = made as Record<string, unknown>
  assert.match(String(CustomerGatewayId), /^cgw-[0-9a-z]{8}$/)
  assert.deepEqual(rest, {
    CustomerGatewayName: 'peer',
    IpAddress: '10.3.3.14',
    CreatedTime: '2026-11-20 20:00:00',
    BgpAsn: 65001,
    VpnConnNum: 0,
    TagSet: [{ Key: 'a', Value: 'b' }],
  })
  for (const [Name, value] of [
    ['customer-gateway-id', CustomerGatewayId],
    ['customer-gateway-name', 'peer'],
    ['ip-address', '10.3.3.14'],
  ]) {
    const found = await client.ask('DescribeCustomerGateways', { Filters: [{ Name, Values: [value, 'other'] }] })
    assert.deepEqual(found.CustomerGatewaySet, [made])
  }
  await client.ask('DeleteCustomerGateway', { CustomerGatewayId })
  const gone = await client.ask('DescribeCustomerGateways', { CustomerGatewayIds: [CustomerGatewayId] })
  assert.deepEqual([gone.TotalCount, gone.CustomerGatewaySet], [0, []])
})

test('a customer gateway with an address that no host can have, or an AS number of the platform’s, is InvalidParameterValue', async () => {
  await using client = await openTestClient()
  const peer = (more: object) => ({ CustomerGatewayName: 'c', IpAddress: '198.51.100.1', ...more })
  for (const IpAddress of ['0.0.0.0', '127.0.0.1', '169.254.1.1', '224.0.0.5', '255.255.255.255', '::1', '1.2.3', '']) {
    assert.equal(await client.refusal('CreateCustomerGateway', peer({ IpAddress })), 'InvalidParameterValue', IpAddress)
  }
  for (const BgpAsn of [0, 4294967296, 139341, 45090, 58835, -1]) {
    assert.equal(
      await client.refusal('CreateCustomerGateway', peer({ BgpAsn })),
      'InvalidParameterValue',
      String(BgpAsn),
    )
  }
  const { CustomerGateway: made } = await client.ask('CreateCustomerGateway', peer({}))
  assert.equal((made as { BgpAsn: number }).BgpAsn, 0)
})

test('a customer gateway whose address has nothing but zeros or ones in its class’s host part is refused', async () => {
  await using client = await openTestClient()
  const request = (IpAddress: string) => ({ CustomerGatewayName: 'c', IpAddress })
  for (const address of ['1.0.0.0', '126.255.255.255', '172.20.0.0', '128.1.255.255', '192.0.2.0', '223.1.2.255']) {
    assert.equal(await client.refusal('CreateCustomerGateway', request(address)), 'InvalidParameterValue', address)
  }
  for (const address of ['10.1.0.0', '10.0.0.255', '172.20.1.0', '172.20.0.255', '192.0.2.254']) {
    await client.ask('CreateCustomerGateway', request(address))
  }
})

test('a customer gateway gets another name and AS number, none for 0, and tells how many connections lead to it', async () => {
  await using site = await openSite({}, { BgpAsn: 65001 })
  const shown = async () => {
    const set = await site.ask('DescribeCustomerGateways', { CustomerGatewayIds: [site.peer] })
    const { CustomerGatewayName, BgpAsn, IpAddress, VpnConnNum } = at(set, 'CustomerGatewaySet.0') as Record<
      string,
      unknown
    >
    return [CustomerGatewayName, BgpAsn, IpAddress, VpnConnNum]
  }
  await site.connect()
  const named = { CustomerGatewayId: site.peer, CustomerGatewayName: 'new' }
  await site.ask('ModifyCustomerGatewayAttribute', named)
  assert.deepEqual(await shown(), ['new', 65001, '198.51.100.9', 1])
  await site.ask('ModifyCustomerGatewayAttribute', { ...named, BgpAsn: 65002 })
  assert.deepEqual(await shown(), ['new', 65002, '198.51.100.9', 1])
  await site.ask('ModifyCustomerGatewayAttribute', { ...named, BgpAsn: 0 })
  assert.deepEqual(await shown(), ['new', 0, '198.51.100.9', 1])
})

test('the vendors are the two that the cloud’s documents name', async () => {
  await using client = await openTestClient()
  const { CustomerGatewayVendorSet } = await client.ask('DescribeCustomerGatewayVendors')
  assert.deepEqual(CustomerGatewayVendorSet, [
    { Platform: 'ios', SoftwareVersion: 'V15.4', VendorName: 'cisco' },
    { Platform: 'comware', SoftwareVersion: 'V1.0', VendorName: 'h3c' },
  ])
})
