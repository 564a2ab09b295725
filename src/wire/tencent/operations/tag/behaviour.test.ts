import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { answerTo, region, tc3Request } from '../../testing/client.ts'
import { at, openSite } from '../../testing/site.ts'

const site = await openSite({ Tags: [{ Key: 'city', Value: 'shanghai' }] })
after(() => site[Symbol.asyncDispose]())

const version = '2018-08-13'

async function ask(action: string, parameters: object, where = region) {
  const { installation } = site
  return answerTo(installation, tc3Request(installation, { action, parameters, version, region: where }))
}

const code = async (action: string, parameters: object) => at(await ask(action, parameters), 'Error.Code')

const nameOf = (id: string, uin = '') => `qcs::vpc:${region}:uin/${uin}:${id.split('-')[0]}/${id}`

const tagsOf = async (...ids: readonly string[]) => {
  const [prefix] = (ids[0] ?? '').split('-')
  const named = { ServiceType: 'vpc', ResourcePrefix: prefix, ResourceIds: ids, ResourceRegion: region }
  return (await ask('DescribeResourceTagsByResourceIds', named)).Tags
}

const shown = (ResourceId: string, TagKey: string, TagValue: string) => ({ ResourceId, TagKey, TagValue })

test('a gateway’s tags are those of its creation and of the tag service, and the same wherever they are asked for', async () => {
  const Resource = nameOf(site.gateway)
  const ReplaceTags = [
    { TagKey: 'city', TagValue: 'beijing' },
    { TagKey: 'team', TagValue: 'network' },
  ]
  const { RequestId, ...answer } = await ask('ModifyResourceTags', { Resource, ReplaceTags })
  assert.deepEqual([typeof RequestId, answer], ['string', {}])
  const set = at(await site.ask('DescribeVpnGateways', { VpnGatewayIds: [site.gateway] }), 'VpnGatewaySet.0.TagSet')
  assert.deepEqual(set, [
    { Key: 'city', Value: 'beijing' },
    { Key: 'team', Value: 'network' },
  ])
  const [city, team] = (await tagsOf(site.gateway)) as object[]
  assert.deepEqual(city, {
    ...shown(site.gateway, 'city', 'beijing'),
    TagKeyMd5: '4ed5d2eaed1a1fadcc41ad1d58ed603e',
    TagValueMd5: '0420a206ae8b77b60f314a33b38c875a',
    ServiceType: 'vpc',
    Category: 'Custom',
  })
  assert.equal((team as { TagKey: string }).TagKey, 'team')
  await ask('ModifyResourceTags', { Resource, DeleteTags: [{ TagKey: 'city' }, { TagKey: 'none' }] })
  assert.equal(((await tagsOf(site.gateway)) as object[]).length, 1)
})

test('a VPC’s TagSet shows what the tag service has set, and DescribeVpcs finds it by that', async () => {
  await ask('ModifyResourceTags', { Resource: nameOf(site.vpc), ReplaceTags: [{ TagKey: 'a', TagValue: '1' }] })
  const found = await site.ask('DescribeVpcs', { Filters: [{ Name: 'tag:a', Values: ['1'] }] })
  assert.deepEqual(at(found, 'VpcSet.0.TagSet'), [{ Key: 'a', Value: '1' }])
})

test('tags of several resources come in the order of the ids, page by page, each resource’s once', async () => {
  const ids: string[] = []
  for (const host of [1, 2, 3]) {
    const id = await site.makePeer(`192.0.2.${host}`, { Tags: [{ Key: `k${host}`, Value: '' }] })
    ids.push(id)
  }
  const asked = { ServiceType: 'vpc', ResourcePrefix: 'cgw', ResourceIds: [...ids, ids[0]], ResourceRegion: region }
  const page = async (Offset: number, Limit: number) => {
    const answer = await ask('DescribeResourceTagsByResourceIds', { ...asked, Offset, Limit })
    return [answer.TotalCount, (answer.Tags as { ResourceId: string }[]).map(({ ResourceId }) => ResourceId)]
  }
  assert.deepEqual(await page(0, 2), [3, ids.slice(0, 2)])
  assert.deepEqual(await page(2, 2), [3, ids.slice(2)])
  assert.deepEqual(await page(3, 2), [3, []])
})

test('a resource of another region is tagged and found by the region in its name, whichever is asked', async () => {
  const made = await answerTo(
    site.installation,
    tc3Request(site.installation, {
      action: 'CreateVpc',
      parameters: { VpcName: 'n', CidrBlock: '10.7.0.0/16' },
      region: 'ap-shanghai',
    }),
  )
  const id = String(at(made, 'Vpc.VpcId'))
  const Resource = `qcs::vpc:ap-shanghai:uin/100000000001:vpc/${id}`
  await ask('ModifyResourceTags', { Resource, ReplaceTags: [{ TagKey: 'far', TagValue: '' }] })
  const found = await ask('GetResources', { TagFilters: [{ TagKey: 'far' }] })
  assert.deepEqual(found.ResourceTagMappingList, [
    { Resource, Tags: [{ TagKey: 'far', TagValue: '', Category: 'Custom' }] },
  ])
  const here = { Resource: nameOf(id), ReplaceTags: [{ TagKey: 'x', TagValue: '' }] }
  assert.equal(await code('ModifyResourceTags', here), 'InvalidParameterValue.ResourceDescriptionError')
})

test('GetResources shows every resource that has tags, kind after kind, page by page', async () => {
  const all: unknown[] = []
  for (let PaginationToken = ''; ; ) {
    const answer = await ask('GetResources', { PaginationToken, MaxResults: 1 })
    const list = answer.ResourceTagMappingList as { Resource: string }[]
    assert.ok(list.length <= 1)
    all.push(...list.map(({ Resource }) => Resource))
    PaginationToken = String(answer.PaginationToken)
    if (PaginationToken === '') break
  }
  const whole = (await ask('GetResources', {})).ResourceTagMappingList as { Resource: string }[]
  assert.ok(whole.length > 3)
  assert.deepEqual(
    all,
    whole.map(({ Resource }) => Resource),
  )
  assert.equal(await code('GetResources', { PaginationToken: 'x' }), 'InvalidParameter.PaginationTokenInvalid')
})

test('ModifyResourceTags with a bad name, a bad tag, nothing, or a tag both ways is refused with its own code', async () => {
  const Resource = nameOf(site.gateway)
  const set = (TagKey: string, TagValue = 'v') => ({ ReplaceTags: [{ TagKey, TagValue }] })
  const value = 'InvalidParameterValue'
  const table: readonly (readonly [object, string])[] = [
    [{ ...set('a'), Resource: site.gateway }, `${value}.ResourceDescriptionError`],
    [{ ...set('a'), Resource: `qcs::cvm:${region}:uin/:vpngw/${site.gateway}` }, `${value}.ResourceDescriptionError`],
    [{ ...set('a'), Resource: nameOf(site.gateway, '42') }, `${value}.ResourceDescriptionError`],
    [{}, 'InvalidParameter.Tag'],
    [{ ReplaceTags: [] }, 'InvalidParameter.Tag'],
    [{ ReplaceTags: [...set('a').ReplaceTags, ...set('a').ReplaceTags] }, 'InvalidParameter.Tag'],
    [{ ...set('a'), DeleteTags: [{ TagKey: 'a' }] }, `${value}.DeleteTagsParamError`],
    [{ DeleteTags: Array.from({ length: 11 }, (_, at) => ({ TagKey: `k${at}` })) }, `${value}.DeleteTagsParamError`],
    [set(''), `${value}.TagKeyEmpty`],
    [set('a\u0007'), `${value}.TagKeyCharacterIllegal`],
    [set('a'.repeat(128)), `${value}.TagKeyLengthExceeded`],
    [set('a', '\n'), `${value}.TagValueCharacterIllegal`],
    [set('a', 'b'.repeat(256)), `${value}.TagValueLengthExceeded`],
    [set('tencent'), 'InvalidParameter.ReservedTagKey'],
  ]
  for (const [more, expected] of table) {
    assert.equal(await code('ModifyResourceTags', { Resource, ...more }), expected, JSON.stringify(more).slice(0, 80))
  }
})

test('several resources are tagged and untagged at once, and one that cannot be is told of alone', async () => {
  const absent = nameOf('cgw-00000000')
  const ResourceList = [nameOf(site.vpc), absent, nameOf(site.gateway)]
  const Tags = [{ TagKey: 'both', TagValue: 'x' }]
  const { FailedResources } = await ask('TagResources', { ResourceList, Tags })
  const [failure] = FailedResources as Readonly<Record<string, unknown>>[]
  assert.equal((FailedResources as unknown[]).length, 1)
  assert.deepEqual(
    [failure?.Resource, failure?.Code],
    [nameOf('cgw-00000000', '100000000001'), 'InvalidParameterValue.ResourceDescriptionError'],
  )
  const tagged = async () => {
    const found = await ask('GetResources', { TagFilters: [{ TagKey: 'both', TagValue: ['x'] }] })
    return (found.ResourceTagMappingList as unknown[]).length
  }
  assert.equal(await tagged(), 2)
  const untagged = await ask('UnTagResources', { ResourceList: [nameOf(site.vpc)], TagKeys: ['both', 'none'] })
  assert.deepEqual([untagged.FailedResources, await tagged()], [[], 1])
  const many = Array.from({ length: 11 }, () => nameOf(site.vpc))
  assert.equal(await code('TagResources', { ResourceList: many, Tags }), 'LimitExceeded.ResourceNumPerRequest')
  const tooMany = Array.from({ length: 11 }, (_, index) => ({ TagKey: `k${index}`, TagValue: '' }))
  assert.equal(await code('TagResources', { ResourceList, Tags: tooMany }), 'LimitExceeded.TagNumPerRequest')
  assert.equal(
    await code('TagResources', { ResourceList, Tags: [...Tags, ...Tags] }),
    'InvalidParameterValue.TagKeyDuplicate',
  )
  assert.equal(await code('UnTagResources', { ResourceList, TagKeys: [] }), 'InvalidParameter')
})

test('a route table, and what there is none of here, has no tags', async () => {
  for (const id of [site.vpc.replace('vpc', 'rtb'), 'ccn-00000000', 'vpns-00000000', 'vpnc-00000000']) {
    assert.deepEqual(await tagsOf(id), [])
    const change = { Resource: nameOf(id), ReplaceTags: [{ TagKey: 'a', TagValue: 'b' }] }
    assert.equal(await code('ModifyResourceTags', change), 'InvalidParameterValue.ResourceDescriptionError')
  }
})

test('DescribeResourceTagsByResourceIds with another service, prefix, region or no id is refused with its own code', async () => {
  const good = { ServiceType: 'vpc', ResourcePrefix: 'vpc', ResourceIds: [site.vpc], ResourceRegion: region }
  const table: readonly (readonly [object, string])[] = [
    [{ ServiceType: 'cvm' }, 'ServiceTypeInvalid'],
    [{ ResourcePrefix: 'instance' }, 'ResourcePrefixInvalid'],
    [{ ResourceRegion: 'cn-hangzhou' }, 'RegionInvalid'],
    [{ ResourceIds: [] }, 'ResourceIdInvalid'],
    [{ ResourceIds: Array.from({ length: 51 }, (_, at) => `vpc-${at}`) }, 'ResourceIdInvalid'],
  ]
  for (const [more, expected] of table) {
    const told = await code('DescribeResourceTagsByResourceIds', { ...good, ...more })
    assert.equal(told, `InvalidParameterValue.${expected}`)
  }
})

test('tags of some keys are told resource by resource, in the order of the ids, and those of others are not', async () => {
  const give = (pairs: Readonly<Record<string, string>>) =>
    Object.entries(pairs).map(([Key, Value]) => ({ Key, Value }))
  const ids = [
    await site.makePeer('192.0.2.31', { Tags: give({ by: 'a', team: 'x' }) }),
    await site.makePeer('192.0.2.32', { Tags: give({ team: 'y' }) }),
    await site.makePeer('192.0.2.33', { Tags: give({ by: 'b' }) }),
  ]
  const named = { ServiceType: 'vpc', ResourcePrefix: 'cgw', ResourceIds: ids, ResourceRegion: region }
  const told = (ResourceId: string | undefined, TagKey: string, TagValue: string) => ({
    ResourceId,
    TagKeyValues: [{ TagKey, TagValue, Category: 'Custom' }],
  })
  const { RequestId: _, ...answer } = await ask('DescribeResourceTagsByTagKeys', { ...named, TagKeys: ['by'] })
  const Rows = [told(ids[0], 'by', 'a'), told(ids[2], 'by', 'b')]
  assert.deepEqual(answer, { TotalCount: 2, Offset: 0, Limit: 400, Rows })
  const second = await ask('DescribeResourceTagsByTagKeys', { ...named, TagKeys: ['by'], Offset: 1, Limit: 1 })
  assert.deepEqual(second.Rows, Rows.slice(1))
  for (const [more, expected] of [
    [{ TagKeys: [] }, 'InvalidParameter.Tag'],
    [{ TagKeys: Array.from({ length: 21 }, (_, at) => `k${at}`) }, 'InvalidParameter.Tag'],
    [{ TagKeys: [''] }, 'InvalidParameterValue.TagKeyEmpty'],
    [{ ResourceIds: Array.from({ length: 21 }, (_, at) => `cgw-${at}`) }, 'InvalidParameterValue.ResourceIdInvalid'],
    [{ ServiceType: 'cam' }, 'InvalidParameterValue.ResourcePrefixInvalid'],
  ] as const) {
    assert.equal(await code('DescribeResourceTagsByTagKeys', { ...named, TagKeys: ['by'], ...more }), expected)
  }
  const { RequestId: __, ...inOrder } = await ask('DescribeResourceTagsByResourceIdsSeq', named)
  const { RequestId: ___, ...plain } = await ask('DescribeResourceTagsByResourceIds', named)
  assert.deepEqual([inOrder, inOrder.TotalCount], [plain, 4])
  const between = { ...named, Offset: 1, Limit: 2 }
  assert.equal(await code('DescribeResourceTagsByResourceIdsSeq', between), 'InvalidParameterValue.OffsetInvalid')
})
