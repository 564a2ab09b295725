import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { routeTableOf } from '../../ids.ts'
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
