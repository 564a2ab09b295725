/** What VPCs have beside gateways, and tags, through the official Node SDK. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { tag } from 'tencentcloud-sdk-nodejs/tencentcloud/services/tag/index.js'
import { region } from './testing/client.ts'
import { clientOf, serveSdk } from './testing/sdk.ts'

const server = await serveSdk()
after(() => server[Symbol.asyncDispose]())

const client = clientOf(server, 'TC3-HMAC-SHA256', 'POST')

const { installation, port } = server

const tags = new tag.v20180813.Client({
  credential: { secretId: installation.key.id, secretKey: installation.key.secret },
  region,
  profile: { httpProfile: { endpoint: `127.0.0.1:${port}`, protocol: 'http://' } },
})

const Zone = `${region}-3`

const VpcId = (await client.CreateVpc({ VpcName: 'site', CidrBlock: '10.1.0.0/16' })).Vpc?.VpcId ?? ''

test('a route table is made, has a subnet and routes, is renamed and deleted by the Node SDK', async () => {
  const created = await client.CreateRouteTable({ VpcId, RouteTableName: 'branches' })
  const RouteTableId = created.RouteTable?.RouteTableId ?? ''
  const gateway = await client.CreateVpnGateway({ VpcId, VpnGatewayName: 'g', InternetMaxBandwidthOut: 5 })
  const GatewayId = gateway.VpnGateway?.VpnGatewayId ?? ''
  await installation.settle()
  const subnets = [
    { SubnetName: 'one', CidrBlock: '10.1.4.0/24', Zone },
    { SubnetName: 'two', CidrBlock: '10.1.5.0/24', Zone, RouteTableId },
  ]
  const [one, two] = (await client.CreateSubnets({ VpcId, Subnets: subnets })).SubnetSet ?? []
  const read = async () => (await client.DescribeRouteTables({ RouteTableIds: [RouteTableId] })).RouteTableSet?.[0]
  assert.deepEqual((await read())?.AssociationSet, [{ SubnetId: two?.SubnetId, RouteTableId }])
  const to = { GatewayType: 'VPN', GatewayId }
  const Routes = [{ ...to, DestinationCidrBlock: '172.20.0.0/16' }]
  const made = (await client.CreateRoutes({ RouteTableId, Routes })).RouteTableSet?.[0]?.RouteSet?.[0]
  await client.DisableRoutes({ RouteTableId, RouteIds: [made?.RouteId ?? 0] })
  assert.equal((await read())?.RouteSet?.[0]?.Enabled, false)
  const Filters = [{ Name: 'route-table-id', Values: [RouteTableId] }]
  assert.equal((await client.DescribeRoutes({ Filters })).TotalCount, 1)
  const reset = [{ ...to, DestinationCidrBlock: '172.21.0.0/16' }]
  await client.ResetRoutes({ RouteTableId, RouteTableName: 'offices', Routes: reset })
  const after = await read()
  assert.deepEqual(
    [after?.RouteTableName, after?.RouteSet?.map((route) => route.DestinationCidrBlock)],
    ['offices', ['172.21.0.0/16']],
  )
  await assert.rejects(client.DeleteRouteTable({ RouteTableId }), { code: 'UnsupportedOperation.DelRouteWithSubnet' })
  const main = { RouteTableId: one?.RouteTableId ?? '', SubnetId: two?.SubnetId ?? '' }
  await client.ReplaceRouteTableAssociation(main)
  await client.DeleteRouteTable({ RouteTableId })
  assert.equal(await read(), undefined)
})

test('secondary ranges are added, checked, changed and taken away by the Node SDK', async () => {
  await client.CreateAssistantCidr({ VpcId, CidrBlocks: ['172.24.0.0/16'] })
  const read = async () => (await client.DescribeVpcs({ VpcIds: [VpcId] })).VpcSet?.[0]?.AssistantCidrSet ?? []
  assert.deepEqual(
    (await read()).map(({ CidrBlock, AssistantType }) => [CidrBlock, AssistantType]),
    [['172.24.0.0/16', 0]],
  )
  const change = { VpcId, OldCidrBlocks: ['172.24.0.0/16'], NewCidrBlocks: ['172.25.0.0/16'] }
  assert.deepEqual((await client.CheckAssistantCidr(change)).ConflictSourceSet, [])
  await client.ModifyAssistantCidr(change)
  const listed = await client.DescribeAssistantCidr({ VpcIds: [VpcId] })
  assert.deepEqual([listed.TotalCount, listed.AssistantCidrSet], [1, await read()])
  await client.DeleteAssistantCidr({ VpcId, CidrBlocks: ['172.25.0.0/16'] })
  assert.deepEqual(await read(), [])
})

test('the default VPC is made once, and what a VPC holds is counted, by the Node SDK', async () => {
  assert.equal((await client.CheckDefaultSubnet({ Zone })).Result, true)
  const { Vpc } = await client.CreateDefaultVpc({ Zone })
  assert.deepEqual((await client.CreateDefaultVpc({})).Vpc, Vpc)
  const found = await client.DescribeVpcs({ Filters: [{ Name: 'is-default', Values: ['true'] }] })
  assert.deepEqual(
    found.VpcSet?.map((each) => [each.VpcId, each.VpcName]),
    [[Vpc?.VpcId, 'Default-VPC']],
  )
  const [counts] =
    (await client.DescribeVpcResourceDashboard({ VpcIds: [Vpc?.VpcId ?? ''] })).ResourceDashboardSet ?? []
  assert.deepEqual([counts?.Subnet, counts?.RouteTable, counts?.Vpngw], [1, 1, 0])
  assert.equal((await client.DescribeUsedIpAddress({ VpcId })).TotalCount, 0)
})

test('a tag is made, given to a VPC, changed, taken away and deleted by the Node SDK', async () => {
  const Resource = `qcs::vpc:${region}:uin/:vpc/${VpcId}`
  const team = { TagKey: 'team', TagValue: 'network' }
  await tags.CreateTag(team)
  assert.deepEqual((await tags.GetTags({ TagKeys: ['team'] })).Tags, [{ ...team, Category: 'Custom' }])
  await tags.AddResourceTag({ Resource, ...team })
  assert.equal((await tags.DescribeTags(team)).Tags?.[0]?.CanDelete, 0)
  await tags.UpdateResourceTagValue({ Resource, TagKey: 'team', TagValue: 'other' })
  const found = await tags.DescribeResourcesByTags({ TagFilters: [{ TagKey: 'team' }] })
  assert.deepEqual(
    found.Rows?.map(({ ResourceId }) => ResourceId),
    [VpcId],
  )
  await tags.DeleteResourceTag({ Resource, TagKey: 'team' })
  await tags.DeleteTag(team)
  assert.equal((await tags.DescribeTags({})).TotalCount, 0)
})
