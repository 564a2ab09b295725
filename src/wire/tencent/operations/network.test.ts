import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestClient } from '../testing/client.ts'
import { at, openSite } from '../testing/site.ts'

const subnet = (vpc: string, more = {}) => ({
  VpcId: vpc,
  SubnetName: 'office',
  CidrBlock: '10.1.4.0/24',
  Zone: 'ap-guangzhou-3',
  ...more,
})

test('a VPC with every default, and nothing that a client could miss', async () => {
  await using client = await openTestClient()
  const { Vpc: vpc } = await client.ask('CreateVpc', { VpcName: 'office', CidrBlock: '10.1.0.0/16' })
  const { VpcId, ...rest } = vpc as Record<string, unknown>
  assert.match(String(VpcId), /^vpc-[0-9a-z]{8}$/)
  assert.deepEqual(rest, {
    VpcName: 'office',
    CidrBlock: '10.1.0.0/16',
    IsDefault: false,
    EnableMulticast: false,
    CreatedTime: '2026-11-20 20:00:00',
    DnsServerSet: [],
    DomainName: '',
    DhcpOptionsId: '',
    EnableDhcp: true,
    Ipv6CidrBlock: '',
    TagSet: [],
    AssistantCidrSet: [],
    EnableRouteVpcPublish: false,
    Ipv6CidrBlockSet: [],
    EnableRouteVpcPublishIpv6: false,
  })
  const described = await client.ask('DescribeVpcs', { VpcIds: [VpcId] })
  assert.deepEqual([described.TotalCount, described.VpcSet], [1, [vpc]])
})

test('a VPC with everything that can be given is shown with it', async () => {
  await using client = await openTestClient()
  const { Vpc: vpc } = await client.ask('CreateVpc', {
    VpcName: '办公室',
    CidrBlock: '192.168.0.0/16',
    EnableMulticast: 'false',
    DnsServers: ['183.60.83.19'],
    DomainName: 'office.example',
    Tags: [{ Key: 'city', Value: 'shanghai' }, { Key: 'empty' }],
    EnableRouteVpcPublish: true,
    EnableRouteVpcPublishIpv6: true,
  })
  const shown = vpc as Record<string, unknown>
  assert.deepEqual(shown.DnsServerSet, ['183.60.83.19'])
  assert.deepEqual(
    [shown.DomainName, shown.EnableRouteVpcPublish, shown.EnableRouteVpcPublishIpv6],
    ['office.example', true, true],
  )
  assert.deepEqual(shown.TagSet, [
    { Key: 'city', Value: 'shanghai' },
    { Key: 'empty', Value: '' },
  ])
})

test('VPCs may have the prefixes of private networks only, from /12 to /28', async () => {
  await using client = await openTestClient()
  const vpc = (CidrBlock: string) => ({ VpcName: 'n', CidrBlock })
  for (const good of ['10.0.0.0/12', '10.240.0.0/12', '10.9.8.0/28', '172.16.0.0/12', '192.168.0.0/16']) {
    await client.ask('CreateVpc', vpc(good))
  }
  const bad = ['10.0.0.0/8', '10.0.0.0/29', '10.0.0.1/16', '172.32.0.0/16', '11.0.0.0/16', '192.168.0.0/15', 'x', '']
  for (const CidrBlock of bad) {
    assert.equal(await client.refusal('CreateVpc', vpc(CidrBlock)), 'InvalidParameterValue.Malformed', CidrBlock)
  }
})

test('filters of VPCs: fuzzy by name, exact by the rest, by tag key and by tag', async () => {
  await using client = await openTestClient()
  const names = ['office east', 'office west', 'home']
  for (const [index, VpcName] of names.entries()) {
    const Tags = [{ Key: 'place', Value: VpcName }]
    await client.ask('CreateVpc', { VpcName, CidrBlock: `10.${index}.0.0/16`, ...(index === 2 ? {} : { Tags }) })
    client.installation.now += 1000
  }
  const found = async (...Filters: { Name: string; Values: string[] }[]) => {
    const { VpcSet, TotalCount } = await client.ask('DescribeVpcs', { Filters })
    const set = VpcSet as { VpcName: string }[]
    assert.equal(TotalCount, set.length)
    return set.map(({ VpcName }) => VpcName)
  }
  assert.deepEqual(await found(), ['home', 'office west', 'office east'])
  assert.deepEqual(await found({ Name: 'vpc-name', Values: ['office'] }), ['office west', 'office east'])
  assert.deepEqual(await found({ Name: 'cidr-block', Values: ['10.0.0.0/16', '10.2.0.0/16'] }), ['home', 'office east'])
  assert.deepEqual(await found({ Name: 'tag-key', Values: ['place'] }), ['office west', 'office east'])
  assert.deepEqual(await found({ Name: 'tag:place', Values: ['office east'] }), ['office east'])
  assert.deepEqual(await found({ Name: 'is-default', Values: ['true'] }), [])
  const page = await client.ask('DescribeVpcs', { Offset: '1', Limit: '1' })
  assert.deepEqual([page.TotalCount, (page.VpcSet as { VpcName: string }[])[0]?.VpcName], [3, 'office west'])
})

test('a subnet with every default, its VPC’s route table and its addresses counted', async () => {
  await using site = await openSite()
  const { Subnet: made } = await site.ask('CreateSubnet', subnet(site.vpc))
  const { SubnetId, RouteTableId, ...rest } = made as Record<string, unknown>
  assert.match(String(SubnetId), /^subnet-[0-9a-z]{8}$/)
  assert.match(String(RouteTableId), /^rtb-[0-9a-z]{8}$/)
  assert.deepEqual(rest, {
    VpcId: site.vpc,
    SubnetName: 'office',
    CidrBlock: '10.1.4.0/24',
    IsDefault: false,
    EnableBroadcast: false,
    Zone: 'ap-guangzhou-3',
    CreatedTime: '2026-11-20 20:00:00',
    AvailableIpAddressCount: 253,
    Ipv6CidrBlock: '',
    NetworkAclId: '',
    IsRemoteVpcSnat: false,
    TotalIpAddressCount: 253,
    TagSet: [],
    CdcId: '',
    IsCdcSubnet: 0,
  })
  const other = await site.ask('CreateSubnet', subnet(site.vpc, { CidrBlock: '10.1.5.0/24' }))
  assert.equal(at(other, 'Subnet.RouteTableId'), RouteTableId)
  await site.putHost(String(SubnetId), '10.1.4.9')
  const described = await site.ask('DescribeSubnets', { Filters: [{ Name: 'subnet-id', Values: [SubnetId] }] })
  assert.deepEqual([described.TotalCount, at(described, 'SubnetSet.0.AvailableIpAddressCount')], [1, 252])
})

test('a zone is one of the region’s', async () => {
  await using site = await openSite()
  for (const Zone of ['ap-beijing-1', 'ap-guangzhou', 'ap-guangzhou-x', '']) {
    assert.equal(await site.refusal('CreateSubnet', subnet(site.vpc, { Zone })), 'InvalidParameterValue.ZoneConflict')
  }
})

test('what is deleted is gone for the caller at once', async () => {
  await using client = await openTestClient()
  const vpc = at(await client.ask('CreateVpc', { VpcName: 'n', CidrBlock: '10.1.0.0/16' }), 'Vpc.VpcId')
  const made = await client.ask('CreateSubnet', subnet(String(vpc)))
  const SubnetId = at(made, 'Subnet.SubnetId')
  await client.installation.settle()
  await client.ask('DeleteSubnet', { SubnetId })
  assert.equal((await client.ask('DescribeSubnets', { SubnetIds: [SubnetId] })).TotalCount, 0)
  await client.installation.settle()
  await client.ask('DeleteVpc', { VpcId: vpc })
  assert.deepEqual((await client.ask('DescribeVpcs', { VpcIds: [vpc] })).VpcSet, [])
  assert.equal(await client.refusal('DeleteVpc', { VpcId: vpc }), 'ResourceNotFound')
})

test('a customer gateway, from creation to deletion', async () => {
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

test('a customer gateway’s address is one that a host can have, and its AS number none of the platform’s', async () => {
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

test('tags are checked as the cloud checks them', async () => {
  await using client = await openTestClient()
  const tagged = (...Tags: object[]) => ({ CustomerGatewayName: 'c', IpAddress: '198.51.100.1', Tags })
  const value = 'InvalidParameterValue'
  const table: readonly (readonly [object[], string])[] = [
    [[{ Key: 'a' }, { Key: 'a' }], `${value}.TagDuplicateKey`],
    [[{ Key: '' }], `${value}.TagInvalidKey`],
    [[{ Key: 'a\u0000' }], `${value}.TagInvalidKey`],
    [[{ Key: 'a'.repeat(128) }], `${value}.TagInvalidKeyLen`],
    [[{ Key: 'a', Value: 'b'.repeat(256) }], `${value}.TagInvalidVal`],
    [[{ Key: 'a', Value: '\n' }], `${value}.TagInvalidVal`],
    [[{ Key: 'project' }], 'UnsupportedOperation.TagSystemReservedTagKey'],
    [[{ Key: 'qcs:a' }], 'UnsupportedOperation.TagSystemReservedTagKey'],
    [Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}` })), 'LimitExceeded.TagKeyPerResourceExceeded'],
  ]
  for (const [tags, code] of table) {
    assert.equal(
      await client.refusal('CreateCustomerGateway', tagged(...tags)),
      code,
      JSON.stringify(tags).slice(0, 60),
    )
  }
})

test('names are 1 to 60 long: characters of connections’ ends, bytes of the rest', async () => {
  await using site = await openSite()
  const wide = '网'.repeat(60)
  const cases: readonly (readonly [string, string, object])[] = [
    ['CreateVpc', 'VpcName', { CidrBlock: '10.1.0.0/16' }],
    ['CreateSubnet', 'SubnetName', subnet(site.vpc)],
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
