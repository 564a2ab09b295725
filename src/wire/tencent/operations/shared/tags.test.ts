import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SettingChange } from '../../../../domain/setting.ts'
import { openTestClient } from '../../testing/client.ts'

test('a tag that is repeated, blank, too long, reserved or one too many is refused with its own code', async () => {
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

test('what an operator has set of the tag service refuses every Create that has tags, each with its own code', async () => {
  await using client = await openTestClient()
  const value = 'InvalidParameterValue'
  const team = 'team=network'
  const table: readonly (readonly [SettingChange, string])[] = [
    [{ 'tags.failure': 'duplicate-resource-type' }, `${value}.TagDuplicateResourceType`],
    [{ 'tags.failure': 'resource-format' }, `${value}.TagResourceFormatError`],
    [{ 'tags.failure': 'timestamp' }, `${value}.TagTimestampExceeded`],
    [{ 'tags.known': 'env=a' }, `${value}.TagKeyNotExists`],
    [{ 'tags.known': 'team=a' }, `${value}.TagValNotExists`],
    [{ 'tags.known': 'team=a,env=network' }, `${value}.TagNotExisted`],
    [{ 'tags.refused': `${team}:without-quota` }, `${value}.TagNotAllocatedQuota`],
    [{ 'tags.refused': `${team}:quota-used-up` }, 'LimitExceeded.TagNotEnoughQuota'],
    [{ 'tags.refused': 'team:being-assigned' }, 'UnsupportedOperation.TagAllocate'],
    [{ 'tags.refused': `env:without-quota,${team}:being-released` }, 'UnsupportedOperation.TagFree'],
    [{ 'tags.untagged': 'vpc,subnet,rtb,vpngw,cgw,vpnx,ccn' }, `${value}.TagNotSupportTag`],
  ]
  const VpcId = 'vpc-00000000'
  const creations = {
    CreateVpc: { VpcName: 'n', CidrBlock: '10.1.0.0/16' },
    CreateSubnet: { VpcId, SubnetName: 's', CidrBlock: '10.1.0.0/24', Zone: 'ap-guangzhou-3' },
    CreateSubnets: { VpcId, Subnets: [{ SubnetName: 's', CidrBlock: '10.1.0.0/24', Zone: 'ap-guangzhou-3' }] },
    CreateCcn: { CcnName: 'c' },
    CreateRouteTable: { VpcId, RouteTableName: 't' },
    CreateCustomerGateway: { CustomerGatewayName: 'c', IpAddress: '198.51.100.1' },
    CreateVpnGateway: { VpcId, VpnGatewayName: 'g', InternetMaxBandwidthOut: 5 },
    CreateVpnConnection: {
      VpnGatewayId: 'vpngw-00000000',
      CustomerGatewayId: 'cgw-00000000',
      VpnConnectionName: 'n',
      PreShareKey: 'k3y!',
    },
  }
  const Tags = [{ Key: 'team', Value: 'network' }]
  const usual = { 'tags.failure': null, 'tags.known': null, 'tags.refused': null, 'tags.untagged': null }
  for (const [change, code] of table) {
    await client.set({ ...usual, ...change })
    for (const [action, parameters] of Object.entries(creations)) {
      assert.equal(await client.refusal(action, { ...parameters, Tags }), code, `${action} ${JSON.stringify(change)}`)
    }
    await client.ask('CreateVpc', creations.CreateVpc)
    await client.set({ 'quota.appid-max-vpcs': 1000 })
  }
  await client.set({ ...usual, 'tags.known': 'env=a,team=network', 'tags.refused': 'team=other:being-assigned' })
  await client.ask('CreateVpc', { ...creations.CreateVpc, Tags })
})
