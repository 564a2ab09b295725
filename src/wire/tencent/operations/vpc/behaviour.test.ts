import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestClient } from '../../testing/client.ts'
import { at } from '../../testing/site.ts'

test('a VPC with every default is answered and described with every field of the document', async () => {
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
    StackType: 'IPv4',
    TagSet: [],
    AssistantCidrSet: [],
    EnableRouteVpcPublish: false,
    Ipv6CidrBlockSet: [],
    EnableRouteVpcPublishIpv6: false,
  })
  const described = await client.ask('DescribeVpcs', { VpcIds: [VpcId] })
  assert.deepEqual([described.TotalCount, described.VpcSet], [1, [vpc]])
})

test('a VPC with every parameter is shown with what was given', async () => {
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

test('a VPC’s CidrBlock outside the private networks, or not from /12 to /28, is InvalidParameterValue.Malformed', async () => {
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

test('filters of DescribeVpcs match a part of the name, and the whole of a prefix, a tag key or a tag', async () => {
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

test('a VPC that is deleted is gone for the caller at once', async () => {
  await using client = await openTestClient()
  const VpcId = at(await client.ask('CreateVpc', { VpcName: 'n', CidrBlock: '10.1.0.0/16' }), 'Vpc.VpcId')
  await client.installation.settle()
  await client.ask('DeleteVpc', { VpcId })
  assert.deepEqual((await client.ask('DescribeVpcs', { VpcIds: [VpcId] })).VpcSet, [])
  assert.equal(await client.refusal('DeleteVpc', { VpcId }), 'ResourceNotFound')
})

test('DescribeVpcs takes its page as text, and refuses a number or a page of more than 100', async () => {
  await using client = await openTestClient()
  assert.equal(await client.refusal('DescribeVpcs', { Limit: 10 }), 'InvalidParameter')
  assert.equal(await client.refusal('DescribeVpcs', { Limit: '101' }), 'InvalidParameterValue.LimitExceeded')
})

test('a VPC or subnet with IPv6 is UnsupportedOperation, and what newer clients send for none is taken', async () => {
  await using client = await openTestClient()
  const vpc = { VpcName: 'n', CidrBlock: '10.1.0.0/16' }
  const none = { StackType: 'IPv4', Ipv6CidrBlock: '' }
  const VpcId = at(await client.ask('CreateVpc', { ...vpc, ...none, AddressType: '' }), 'Vpc.VpcId')
  const subnet = { VpcId, SubnetName: 'n', CidrBlock: '10.1.1.0/24', Zone: 'ap-guangzhou-3' }
  await client.ask('CreateSubnet', { ...subnet, ...none })
  for (const more of [{ StackType: 'DualStack' }, { Ipv6CidrBlock: 'fd76:3600:1000:700::/56' }]) {
    assert.equal(await client.refusal('CreateVpc', { ...vpc, ...more }), 'UnsupportedOperation')
    assert.equal(
      await client.refusal('CreateSubnet', { ...subnet, CidrBlock: '10.1.2.0/24', ...more }),
      'UnsupportedOperation',
    )
  }
  assert.equal(await client.refusal('CreateVpc', { ...vpc, AddressType: 'GUA' }), 'UnsupportedOperation')
})
