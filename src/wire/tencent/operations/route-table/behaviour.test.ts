import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { desiredRouting } from '../../../http/testing/desired-routing.ts'
import { routeTableOf } from '../../ids.ts'
import { answerTo, tc3Request } from '../../testing/client.ts'
import { at, openSite } from '../../testing/site.ts'

const site = await openSite()
after(() => site[Symbol.asyncDispose]())

const RouteTableId = routeTableOf(site.vpc)

const subnet = await site.make(
  'CreateSubnet',
  { VpcId: site.vpc, SubnetName: 's', CidrBlock: '10.1.4.0/24', Zone: 'ap-guangzhou-3' },
  'Subnet.SubnetId',
)

test('a VPC has one main route table, with all of its subnets', async () => {
  const answer = await site.ask('DescribeRouteTables', { Filters: [{ Name: 'vpc-id', Values: [site.vpc] }] })
  assert.deepEqual(answer.RouteTableSet, [
    {
      VpcId: site.vpc,
      RouteTableId,
      RouteTableName: 'default',
      AssociationSet: [{ SubnetId: subnet, RouteTableId }],
      RouteSet: [],
      Main: true,
      CreatedTime: '2026-11-20 20:00:00',
      TagSet: [],
      LocalCidrForCcn: [],
    },
  ])
  const { SubnetSet } = await site.ask('DescribeSubnets', { SubnetIds: [subnet] })
  assert.equal(at({ SubnetSet } as never, 'SubnetSet.0.RouteTableId'), RouteTableId)
})

test('a route table gets another name and is found by it, and a subnet may be put where it is', async () => {
  await site.ask('ModifyRouteTableAttribute', { RouteTableId, RouteTableName: 'mine' })
  const found = async (...Filters: { Name: string; Values: string[] }[]) =>
    (await site.ask('DescribeRouteTables', { Filters })).TotalCount
  const named = (value: string) => found({ Name: 'route-table-name', Values: [value] })
  assert.deepEqual([await named('mine'), await named('default')], [1, 0])
  const main = (value: string) => found({ Name: 'association.main', Values: [value] })
  assert.deepEqual([await main('true'), await main('false')], [1, 0])
  await site.ask('ReplaceRouteTableAssociation', { RouteTableId, SubnetId: subnet })
})

test('tables with routes of a next hop’s type are found together with the table and its VPC, and not alone', async () => {
  const Routes = [{ DestinationCidrBlock: '172.31.0.0/16', GatewayType: 'VPN', GatewayId: site.gateway }]
  await site.ask('CreateRoutes', { RouteTableId, Routes })
  const place = [
    { Name: 'route-table-id', Values: [RouteTableId] },
    { Name: 'vpc-id', Values: [site.vpc] },
  ]
  const found = async (type: string) => {
    const Filters = [...place, { Name: 'next-hop-type', Values: [type] }]
    return (await site.ask('DescribeRouteTables', { Filters })).TotalCount
  }
  assert.deepEqual([await found('VPN'), await found('NAT')], [1, 0])
  const alone = { Filters: [{ Name: 'next-hop-type', Values: ['VPN'] }] }
  assert.equal(await site.refusal('DescribeRouteTables', alone), 'InvalidParameter.FilterMissParameter')
})

test('NeedRouterInfo false leaves the routes out, and pages are asked for in text', async () => {
  const bare = await site.ask('DescribeRouteTables', { RouteTableIds: [RouteTableId], NeedRouterInfo: false })
  assert.deepEqual(at(bare, 'RouteTableSet.0.RouteSet'), [])
  const page = await site.ask('DescribeRouteTables', { Offset: '1', Limit: '1' })
  assert.deepEqual([page.TotalCount, page.RouteTableSet], [1, []])
  assert.equal(await site.refusal('DescribeRouteTables', { Limit: 5 }), 'InvalidParameter')
})

const life = { VpcId: site.vpc, RouteTableName: 'branches', Tags: [{ Key: 'team', Value: 'network' }] }

test('a route table that somebody made is shown as it is answered, beside the main one, and found by what it has', async () => {
  const { RouteTable: made } = await site.ask('CreateRouteTable', life)
  const { RouteTableId: id } = made as { RouteTableId: string }
  assert.match(id, /^rtb-[0-9a-z]{8}$/)
  assert.deepEqual(made, {
    VpcId: site.vpc,
    RouteTableId: id,
    RouteTableName: 'branches',
    AssociationSet: [],
    RouteSet: [],
    Main: false,
    CreatedTime: '2026-11-20 20:00:00',
    TagSet: life.Tags,
    LocalCidrForCcn: [],
  })
  const found = async (Name: string, ...Values: string[]) => {
    const { RouteTableSet } = await site.ask('DescribeRouteTables', { Filters: [{ Name, Values }] })
    return (RouteTableSet as { RouteTableId: string }[]).map(({ RouteTableId: each }) => each).toSorted()
  }
  const both = [id, RouteTableId].toSorted()
  assert.deepEqual(await found('vpc-id', site.vpc), both)
  assert.deepEqual(await found('association.main', 'true', 'false'), both)
  for (const [name, value] of [
    ['route-table-name', 'branches'],
    ['association.main', 'false'],
    ['tag-key', 'team'],
    ['tag:team', 'network'],
  ] as const) {
    assert.deepEqual(await found(name, value), [id], name)
  }
  const named = { ServiceType: 'vpc', ResourcePrefix: 'rtb', ResourceIds: [id], ResourceRegion: 'ap-guangzhou' }
  const { Tags } = await answerTo(
    site.installation,
    tc3Request(site.installation, {
      action: 'DescribeResourceTagsByResourceIds',
      parameters: named,
      version: '2018-08-13',
    }),
  )
  assert.deepEqual(
    (Tags as { TagKey: string; TagValue: string }[]).map(({ TagKey, TagValue }) => [TagKey, TagValue]),
    [['team', 'network']],
  )
  await site.ask('ModifyRouteTableAttribute', { RouteTableId: id, RouteTableName: 'offices' })
  assert.deepEqual(
    [await found('route-table-name', 'offices'), await found('route-table-name', 'mine')],
    [[id], [RouteTableId]],
  )
  assert.equal(await site.refusal('DeleteVpc', { VpcId: site.vpc }), 'ResourceInUse')
  await site.ask('DeleteRouteTable', { RouteTableId: id })
  assert.deepEqual(await found('vpc-id', site.vpc), [RouteTableId])
})

test('a subnet is led by the routes of the table that it is put into, and by the main one’s once it is put back', async () => {
  const id = await site.make('CreateRouteTable', life, 'RouteTable.RouteTableId')
  const Routes = [{ DestinationCidrBlock: '172.20.0.0/16', GatewayType: 'VPN', GatewayId: site.gateway }]
  const { RouteTableSet } = await site.ask('CreateRoutes', { RouteTableId: id, Routes })
  const [answered] = RouteTableSet as { RouteTableId: string; RouteSet: { RouteTableId: string; RouteId: number }[] }[]
  assert.deepEqual([answered?.RouteTableId, answered?.RouteSet[0]?.RouteTableId], [id, id])
  await site.ask('ReplaceRouteTableAssociation', { RouteTableId: id, SubnetId: subnet })
  await site.installation.settle()
  const { SubnetSet } = await site.ask('DescribeSubnets', { SubnetIds: [subnet] })
  assert.equal(at({ SubnetSet } as never, 'SubnetSet.0.RouteTableId'), id)
  const subnetsOf = async (table: string) => {
    const answer = await site.ask('DescribeRouteTables', { RouteTableIds: [table] })
    return at(answer, 'RouteTableSet.0.AssociationSet')
  }
  const Associated = [{ SubnetId: subnet, RouteTableId: id }]
  assert.deepEqual([await subnetsOf(id), await subnetsOf(RouteTableId)], [Associated, []])
  const routing = () => desiredRouting(site.installation.store, site.vpc, site.gateway)
  const routed = [[subnet, id]]
  const leads = { routed, beyond: ['172.31.0.0/16'], tables: [{ table: id, beyond: ['172.20.0.0/16'] }] }
  assert.deepEqual(await routing(), leads)
  await site.ask('DisableRoutes', { RouteTableId: id, RouteIds: [answered?.RouteSet[0]?.RouteId] })
  assert.deepEqual(await routing(), { ...leads, tables: undefined })
  await site.ask('ReplaceRouteTableAssociation', { RouteTableId, SubnetId: subnet })
  assert.deepEqual((await routing()).routed, [])
  await site.ask('DeleteRouteTable', { RouteTableId: id })
  assert.equal(
    (
      await site.ask('DescribeRoutes', {
        Filters: [
          { Name: 'gateway-id', Values: [site.gateway] },
          { Name: 'route-table-id', Values: [id] },
        ],
      })
    ).TotalCount,
    0,
  )
})
