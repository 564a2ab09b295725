import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, openSite } from '../../testing/site.ts'

test('a VPC’s name, name servers and publishing change as given, its range and its tags stay, and a whole update is taken', async () => {
  await using site = await openSite()
  const VpcId = await site.make(
    'CreateVpc',
    { VpcName: 'old', CidrBlock: '10.2.0.0/16', DomainName: 'a.example', Tags: [{ Key: 'a', Value: 'b' }] },
    'Vpc.VpcId',
  )
  const shown = async () => {
    const vpc = at(await site.ask('DescribeVpcs', { VpcIds: [VpcId] }), 'VpcSet.0') as Record<string, unknown>
    return [vpc.VpcName, vpc.CidrBlock, vpc.DnsServerSet, vpc.DomainName, vpc.EnableRouteVpcPublish, vpc.TagSet]
  }
  const TagSet = [{ Key: 'a', Value: 'b' }]
  await site.ask('ModifyVpcAttribute', {
    VpcId,
    VpcName: 'new',
    DnsServers: ['192.0.2.53'],
    EnableRouteVpcPublish: true,
  })
  assert.deepEqual(await shown(), ['new', '10.2.0.0/16', ['192.0.2.53'], 'a.example', true, TagSet])
  const whole = {
    VpcName: 'new',
    EnableMulticast: 'false',
    EnableRouteVpcPublish: false,
    EnableRouteVpcPublishIpv6: false,
    DomainName: '',
  }
  await site.ask('ModifyVpcAttribute', { VpcId, ...whole })
  assert.deepEqual(await shown(), ['new', '10.2.0.0/16', ['192.0.2.53'], '', false, TagSet])
})

test('ModifyVpcAttribute with multicast, a cluster’s subnets or a bad value is refused with its own code', async () => {
  await using site = await openSite()
  const table: readonly (readonly [object, string])[] = [
    [{ EnableMulticast: 'true' }, 'UnsupportedOperation.EnableMulticast'],
    [{ EnableCdcPublish: true }, 'UnsupportedOperation.CdcPublishNeedCdcId'],
    [{ VpcName: 'n'.repeat(61) }, 'InvalidParameterValue.TooLong'],
    [{ DnsServers: ['1', '2'] }, 'InvalidParameterValue'],
    [{ DnsServers: Array.from({ length: 5 }, (_, index) => `192.0.2.${index + 1}`) }, 'InvalidParameterValue'],
    [{ VpcId: 'vpc-x' }, 'InvalidParameterValue.Malformed'],
  ]
  for (const [more, code] of table) {
    assert.equal(await site.refusal('ModifyVpcAttribute', { VpcId: site.vpc, ...more }), code, JSON.stringify(more))
  }
})
