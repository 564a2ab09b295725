import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller, Parameters } from '../../testing/caller.ts'
import { openCaller } from '../../testing/caller.ts'
import { attachment, connection, customTable, gateway, peer, vpc, vSwitch } from '../../testing/resources.ts'

const stage = { Tag: [{ Key: 'stage', Value: 'test' }] }

const list = async (caller: Caller, parameters: Parameters) =>
  (await caller.get('TagResources.TagResource', 'ListTagResources', parameters)) as Parameters[]

const tagsOf = async (caller: Caller, ResourceType: string, id: string) =>
  (await list(caller, { ResourceType, ResourceId: [id] })).map(({ TagKey, TagValue }) => `${TagKey}=${TagValue}`)

test('each type of resource is tagged, listed and untagged, whatever the case of its name', async () => {
  await using caller = await openCaller()
  const VpcId = await vpc(caller)
  const resources = [
    ['VPC', VpcId, 'VPC'],
    ['vswitch', await vSwitch(caller, VpcId), 'VSWITCH'],
    ['VpnGateWay', await gateway(caller), 'VPNGATEWAY'],
    ['CUSTOMERGATEWAY', await peer(caller), 'CUSTOMERGATEWAY'],
    ['RouteTable', (await customTable(caller)).RouteTableId, 'ROUTETABLE'],
    ['VPNATTACHMENT', await attachment(caller), 'VPNATTACHMENT'],
    ['VpnConnection', await attachment(caller), 'VPNCONNECTION'],
  ] as const
  for (const [ResourceType, id, word] of resources) {
    const named = { ResourceType, ResourceId: [id] }
    const { RequestId, ...answer } = await caller.ok('TagResources', { ...named, ...stage })
    assert.deepEqual([typeof RequestId, answer], ['string', {}])
    const row = { ResourceId: id, ResourceType: word, TagKey: 'stage', TagValue: 'test' }
    assert.deepEqual(await list(caller, named), [row])
    await caller.ok('UnTagResources', { ...named, TagKey: ['stage'] })
    assert.deepEqual(await list(caller, named), [])
  }
})

test('a tag whose key is there already gets the new value, and the others stay', async () => {
  await using caller = await openCaller()
  const VpcId = await caller.make('CreateVpc', { Tag: [{ Key: 'a', Value: '1' }, { Key: 'b' }] })
  const named = { ResourceType: 'VPC', ResourceId: [VpcId] }
  await caller.ok('TagResources', { ...named, Tag: [{ Key: 'a', Value: '2' }, { Key: 'c' }] })
  const tags = await caller.get('Tags.Tag', 'DescribeVpcAttribute', { VpcId })
  const expected = [
    ['a', '2'],
    ['b', ''],
    ['c', ''],
  ].map(([Key, Value]) => ({ Key, Value }))
  assert.deepEqual(tags, expected)
  const found = async (Tag: readonly object[]) => (await caller.ok('DescribeVpcs', { Tag })).TotalCount
  assert.deepEqual([await found([{ Key: 'a', Value: '2' }]), await found([{ Key: 'a', Value: '1' }])], [1, 0])
})

test('of resources one of which is not there, or has no room for the tags, none is tagged', async () => {
  await using caller = await openCaller()
  const [one, other] = [await vpc(caller), await vpc(caller)]
  const named = { ResourceType: 'VPC', ResourceId: [one, other] }
  for (const ResourceId of [
    [one, 'vpc-none'],
    [one, await peer(caller)],
  ]) {
    await caller.refused('InvalidInstanceIds.NotFound', 'TagResources', { ...named, ResourceId, ...stage })
  }
  const many = Array.from({ length: 19 }, (_, at) => ({ Key: `k${at}` }))
  await caller.ok('TagResources', { ...named, ResourceId: [other], Tag: many })
  const two = { ...named, Tag: [{ Key: 'x' }, { Key: 'y' }] }
  await caller.refused('SizeLimitExceeded.TagNum', 'TagResources', two)
  assert.deepEqual(await tagsOf(caller, 'VPC', one), [])
  await caller.ok('TagResources', { ...named, Tag: [{ Key: 'k0', Value: 'changed' }, { Key: 'x' }] })
  assert.equal((await tagsOf(caller, 'VPC', other)).length, 20)
  assert.deepEqual(await tagsOf(caller, 'VPC', one), ['k0=changed', 'x='])
})

test('50 resources are tagged at once, and one more is SizeLimitExceeded.ResourceId', async () => {
  await using caller = await openCaller({ settings: { 'quota.vpc_quota_instances_num': 50 } })
  const ids = []
  for (let at = 0; at < 50; at += 1) ids.push(await vpc(caller))
  const named = { ResourceType: 'VPC', ...stage }
  await caller.refused('SizeLimitExceeded.ResourceId', 'TagResources', { ...named, ResourceId: [...ids, 'vpc-51'] })
  await caller.ok('TagResources', { ...named, ResourceId: ids })
  assert.equal((await list(caller, { ResourceType: 'VPC', ...stage })).length, 50)
})

test('tags and types that are not allowed are refused, each with its code', async () => {
  await using caller = await openCaller()
  const named = { ResourceType: 'VPC', ResourceId: [await vpc(caller)] }
  const refused = (code: string, parameters: Parameters) =>
    caller.refused(code, 'TagResources', { ...named, ...stage, ...parameters })
  await refused('InvalidInstanceType.NotFound', { ResourceType: 'EIP' })
  await refused('InvalidParameter.TagKey', { Tag: [{ Key: 'acs:k' }] })
  await refused('InvalidParameter.TagKey', { Tag: [{ Key: 'k'.repeat(129) }] })
  await refused('InvalidParameter.TagKey', { Tag: [{ Value: 'v' }] })
  await refused('InvalidParameter.TagValue', { Tag: [{ Key: 'k', Value: 'https://v' }] })
  await refused('Duplicated.TagKey', { Tag: [{ Key: 'k' }, { Key: 'k' }] })
  await refused('SizeLimitExceeded.TagNum', { Tag: Array.from({ length: 21 }, (_, at) => ({ Key: `k${at}` })) })
  await caller.ok('TagResources', { ...named, Tag: [{ Key: 'k'.repeat(128) }] })
})

test('tags are removed by their keys, or with All, and what is not there is no error', async () => {
  await using caller = await openCaller()
  const VpcId = await caller.make('CreateVpc', { Tag: [{ Key: 'a' }, { Key: 'b' }, { Key: 'c' }] })
  const named = { ResourceType: 'VPC', ResourceId: [VpcId] }
  await caller.refused('MissingParameter', 'UnTagResources', named)
  await caller.refused('MissingParameter', 'UnTagResources', { ...named, All: false })
  await caller.ok('UnTagResources', { ...named, TagKey: ['a', 'none'], All: true })
  assert.deepEqual(await tagsOf(caller, 'VPC', VpcId), ['b=', 'c='])
  await caller.ok('UnTagResources', { ...named, All: true })
  assert.deepEqual(await tagsOf(caller, 'VPC', VpcId), [])
})

test('VPNATTACHMENT is a connection without a gateway, and VPNCONNECTION any', async () => {
  await using caller = await openCaller()
  const bound = await connection(caller)
  const attached = await attachment(caller)
  const on = async (ResourceType: string) => {
    const ids = [bound, attached]
    for (const ResourceId of ids)
      await caller.call('TagResources', { ResourceType, ResourceId: [ResourceId], ...stage })
    const found = (await list(caller, { ResourceType })).map(({ ResourceId }) => ResourceId)
    await caller.ok('UnTagResources', { ResourceType: 'VPNCONNECTION', ResourceId: ids, All: true })
    return found
  }
  assert.deepEqual(await on('VPNATTACHMENT'), [attached])
  assert.deepEqual(await on('VPNCONNECTION'), [attached, bound])
  const named = { ResourceType: 'VPNATTACHMENT', ResourceId: [bound] }
  await caller.refused('InvalidInstanceIds.NotFound', 'TagResources', { ...named, ...stage })
  await caller.ok('TagResources', { ...named, ResourceType: 'VPNCONNECTION', ...stage })
  assert.deepEqual(await list(caller, { ResourceType: 'VPNATTACHMENT' }), [])
  const ofAttachments = { ...named, ResourceId: [bound, attached] }
  assert.deepEqual(await caller.get('TagResources.TagResource', 'DescribeTags', ofAttachments), [])
})

test('lists of tags are of one region, and without what is being deleted', async () => {
  await using caller = await openCaller()
  const here = await caller.make('CreateVpc', stage)
  await caller.make('CreateVpc', { RegionId: 'cn-beijing', Tag: [{ Key: 'other' }] })
  const keys = async (RegionId: string) => caller.get('TagKeys.TagKey', 'DescribeTagKeys', { RegionId })
  assert.deepEqual(await keys('cn-hangzhou'), [{ TagKey: 'stage', Type: 'Custom' }])
  assert.deepEqual(await keys('cn-beijing'), [{ TagKey: 'other', Type: 'Custom' }])
  assert.equal((await list(caller, { ResourceType: 'VPC' })).length, 1)
  await caller.ok('DeleteVpc', { VpcId: here })
  assert.deepEqual(await list(caller, { ResourceType: 'VPC' }), [])
})
