import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'

test('a customer gateway is created, described and deleted', async () => {
  await using caller = await openCaller()
  const { RequestId, ...answer } = await caller.ok('CreateCustomerGateway', {
    IpAddress: '203.0.113.7',
    Name: 'site',
    Description: 'words',
    Asn: '1.10',
    AuthKey: 'secret',
    ResourceGroupId: 'rg-1',
    Tags: [{ Key: 'k', Value: 'v' }],
  })
  assert.ok(RequestId)
  const CustomerGatewayId = String(answer.CustomerGatewayId)
  const shared = {
    CreateTime: caller.now,
    CustomerGatewayId,
    Description: 'words',
    IpAddress: '203.0.113.7',
    Name: 'site',
  }
  assert.deepEqual(answer, shared)
  const expected = {
    ...shared,
    Asn: 65546,
    AuthKey: 'secret',
    ResourceGroupId: 'rg-1',
    Tags: { Tag: [{ Key: 'k', Value: 'v' }] },
  }
  const { RequestId: _, ...described } = await caller.ok('DescribeCustomerGateway', { CustomerGatewayId })
  assert.deepEqual(described, expected)
  assert.deepEqual(await caller.get('CustomerGateways.CustomerGateway', 'DescribeCustomerGateways'), [expected])
  await caller.ok('DeleteCustomerGateway', { CustomerGatewayId })
  await caller.refused('InvalidCustomerGatewayInstanceId.NotFound', 'DescribeCustomerGateway', { CustomerGatewayId })
})

test('a customer gateway with an invalid IpAddress, Name, Description, Asn or AuthKey is refused', async () => {
  await using caller = await openCaller()
  const cases: readonly (readonly [string, Parameters])[] = [
    ...[
      '10.0.0',
      '100.64.0.1',
      '127.0.0.1',
      '169.254.1.1',
      '224.0.0.1',
      '239.1.1.1',
      '255.1.1.1',
      '0.0.0.1',
      '::1',
    ].map((IpAddress) => ['InvalidIpAddress.WrongFormat', { IpAddress }] as const),
    ['InvalidName', { Name: 'https://x' }],
    ['InvalidDescription', { Description: 'a'.repeat(101) }],
    ['InvalidParameter', { Asn: '45104' }],
    ['InvalidParameter', { Asn: '0' }],
    ['InvalidParameter', { AuthKey: 'a b' }],
    ['InvalidParameter', { AuthKey: 'a?b' }],
    ['InvalidParameter', { AuthKey: 'a"b' }],
  ]
  for (const [code, parameters] of cases) {
    await caller.refused(code, 'CreateCustomerGateway', { IpAddress: '203.0.113.1', ...parameters })
  }
})

test('a customer gateway is renamed and described, keeps what is not named, and has no description where it is empty', async () => {
  await using caller = await openCaller()
  const given = { IpAddress: '203.0.113.7', Name: 'site', Description: 'words', AuthKey: 'k', ResourceGroupId: 'rg-1' }
  const CustomerGatewayId = await caller.make('CreateCustomerGateway', given)
  const { RequestId: _, ...answer } = await caller.ok('ModifyCustomerGatewayAttribute', {
    CustomerGatewayId,
    Name: 'new',
    Description: '',
  })
  const { AuthKey, ...kept } = given
  assert.deepEqual(answer, { ...kept, Name: 'new', Description: '', CustomerGatewayId, CreateTime: caller.now })
  const described = await caller.ok('DescribeCustomerGateway', { CustomerGatewayId })
  assert.deepEqual([described.Name, described.Description, described.AuthKey], ['new', '', 'k'])
  for (const [code, parameters] of [
    ['InvalidName', { Name: 'http://x' }],
    ['InvalidDescription', { Description: 'a'.repeat(101) }],
    ['InvalidParameter', { AuthKey: 'a b' }],
  ] as const) {
    await caller.refused(code, 'ModifyCustomerGatewayAttribute', { CustomerGatewayId, ...parameters })
  }
})

test('customer gateways are filtered by each documented filter', async () => {
  await using caller = await openCaller()
  const a = await caller.make('CreateCustomerGateway', { IpAddress: '203.0.113.1', Tag: [{ Key: 'k' }] })
  const b = await caller.make('CreateCustomerGateway', { IpAddress: '203.0.113.2', ResourceGroupId: 'rg-1' })
  const find = async (parameters: Parameters) =>
    (
      (await caller.get('CustomerGateways.CustomerGateway', 'DescribeCustomerGateways', parameters)) as Parameters[]
    ).map(({ CustomerGatewayId }) => CustomerGatewayId)
  assert.deepEqual(await find({ CustomerGatewayId: a }), [a])
  assert.deepEqual(await find({ ResourceGroupId: 'rg-1' }), [b])
  assert.deepEqual(await find({ Tag: [{ Key: 'k' }] }), [a])
})
