import { type OperationClient, type Requests, Together, type Values } from '../../../http/testing/operation-fixture.ts'
import { type Tree, valuesAt } from '../../../http/testing/request-places.ts'
import { routeTableOf, vpcOfRouteTable } from '../../ids.ts'
import { gatewayIn, labelled, made, routeTable, subnet, vpc, zone } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

const routeTo = (GatewayId: string, DestinationCidrBlock = '192.168.7.0/24'): Tree => ({
  DestinationCidrBlock,
  GatewayType: 'VPN',
  GatewayId,
})

/** The route table of a new VPC, and a gateway of that. */
async function place(client: OperationClient, CidrBlock = '10.1.0.0/16') {
  const VpcId = await vpc(client, CidrBlock)
  return { RouteTableId: routeTableOf(VpcId), gateway: await gatewayIn(client, VpcId) }
}

const two = (gateway: string): readonly Tree[] => [routeTo(gateway), routeTo(gateway, '192.168.6.0/24')]

/** A table with two routes. */
async function routed(client: OperationClient, CidrBlock?: string) {
  const { RouteTableId, gateway } = await place(client, CidrBlock)
  await made(client, 'CreateRoutes', { RouteTableId, Routes: two(gateway) }, 'RouteTableSet.RouteTableId')
  const { body } = await client.send('DescribeRouteTables', { RouteTableIds: [RouteTableId] })
  const ids = valuesAt(body, 'RouteTableSet.RouteSet.RouteItemId').map(String)
  return { RouteTableId, gateway, ids, numbers: valuesAt(body, 'RouteTableSet.RouteSet.RouteId') }
}

const twoTables = async (client: OperationClient) => [
  await routed(client, '10.21.0.0/16'),
  await routed(client, '10.22.0.0/16'),
]

const shown = async (client: OperationClient, { RouteTableId }: Tree, path: string) => {
  const { body } = await client.send('DescribeRouteTables', { RouteTableIds: [RouteTableId] })
  return valuesAt(body, `RouteTableSet.${path}`)
}

const gatewayBeside = async (client: OperationClient, request: Tree) =>
  gatewayIn(client, String((await shown(client, request, 'VpcId'))[0]))

/** Two other gateways of the table's VPC. */
const twoGateways = async (client: OperationClient, request: Tree) => [
  await gatewayBeside(client, request),
  await gatewayBeside(client, request),
]

/** What the two routes of the table have under the name; they are made where it has none. */
const shownOf = async (client: OperationClient, request: Tree, name: string) => {
  const there = await shown(client, request, `RouteSet.${name}`)
  if (there.length > 0) return there
  const { RouteTableId } = request
  const Routes = two(await gatewayBeside(client, request))
  await made(client, 'CreateRoutes', { RouteTableId, Routes }, 'RouteTableSet.RouteTableId')
  return shown(client, request, `RouteSet.${name}`)
}

/** The one route, or the other. */
const eachOf =
  (name: 'RouteId' | 'RouteItemId'): Values =>
  async (client, request) =>
    (await shownOf(client, request, name)).map((value) => [value])

/** The one route is replaced, or the other, by one to elsewhere. */
const eachReplaced =
  (name: 'RouteId' | 'RouteItemId'): Values =>
  async (client, request) => {
    const [gateway] = await shownOf(client, request, 'GatewayId')
    return (await shownOf(client, request, name)).map((value) => {
      const route = { ...routeTo(String(gateway), '192.168.4.0/24'), [name]: value }
      return new Together(value, { Routes: [route] })
    })
  }

/** The routes, which are disabled, are named by number, or by id. */
const switched: Requests = async (client) => {
  const { RouteTableId, ids, numbers } = await routed(client)
  await client.send('DisableRoutes', { RouteTableId, RouteItemIds: ids })
  return [
    { RouteTableId, RouteIds: numbers },
    { RouteTableId, RouteItemIds: ids },
  ]
}

/** What the two tables are reset to, each to routes to a gateway of its own VPC. */
const resetTables: Values = async (client) =>
  (await twoTables(client)).map(
    ({ RouteTableId, gateway }) => new Together(RouteTableId, { Routes: [routeTo(gateway, '192.168.5.0/24')] }),
  )

/** Routes of two tables that differ in whatever they can be asked for. */
const listed: Requests = async (client) => {
  await routed(client, '10.21.0.0/16')
  const { RouteTableId, gateway } = await place(client, '10.22.0.0/16')
  const Routes = [{ ...routeTo(gateway, '172.16.0.0/16'), RouteDescription: 'other' }]
  await made(client, 'CreateRoutes', { RouteTableId, Routes }, 'RouteTableSet.RouteTableId')
  return [{}]
}

/** Whatever table is named needs its own routes. */
const withItems = async (client: OperationClient) =>
  (await twoTables(client)).map(
    ({ RouteTableId, ids }) => new Together(RouteTableId, { RouteItemIds: ids, RouteIds: undefined }),
  )

/** The routes are in main tables. */
const routesShownAs = (action: string): NounFixture['shownAs'] => ({
  [`${action} vpc-id`]: ({ RouteTableId }) => [vpcOfRouteTable(String(RouteTableId))],
  [`${action} gateway-id`]: 'GatewayId',
  [`${action} description`]: 'RouteDescription',
  [`${action} dest-cidr`]: 'DestinationCidrBlock',
})

/** Of a table, when a route is made in it or gives way to another. */
const routesShown = ['DestinationCidrBlock', 'GatewayId', 'RouteDescription', 'Enabled'].map(
  (name) => `RouteSet.${name}`,
)

export const routeFixture: NounFixture = {
  requests: {
    async CreateRoutes(client) {
      const { RouteTableId, gateway } = await place(client)
      return [{ RouteTableId, Routes: two(gateway) }]
    },
    async ReplaceRoutes(client) {
      const { RouteTableId, gateway, ids } = await routed(client)
      return [{ RouteTableId, Routes: two(gateway).map((each, at) => ({ ...each, RouteItemId: ids[at] })) }]
    },
    async ResetRoutes(client) {
      const { RouteTableId, gateway } = await routed(client)
      return [{ RouteTableId, RouteTableName: 'new', Routes: two(gateway) }]
    },
    DescribeRoutes: listed,
    DescribeRouteList: listed,
    async DescribeRouteConflicts(client) {
      return [{ RouteTableId: routeTableOf(await vpc(client)), DestinationCidrBlocks: ['192.168.7.0/24'] }]
    },
    EnableRoutes: switched,
    DisableRoutes: switched,
    async DeleteRoutes(client) {
      const { RouteTableId, ids } = await routed(client)
      return [{ RouteTableId, Routes: [{ RouteItemId: ids[0] }] }]
    },
    async DescribeRouteTables(client) {
      const { RouteTableId } = await routed(client)
      const other = await vpc(client, '10.2.0.0/16')
      await routeTable(client, other, labelled)
      await client.send('ModifyRouteTableAttribute', { RouteTableId, RouteTableName: 'one' })
      return [{}, { RouteTableIds: [routeTableOf(other)] }]
    },
    async CreateRouteTable(client) {
      return [{ VpcId: await vpc(client), RouteTableName: 'n' }]
    },
    async DeleteRouteTable(client) {
      return [{ RouteTableId: await routeTable(client, await vpc(client)) }]
    },
    async ModifyRouteTableAttribute(client) {
      return [{ RouteTableId: routeTableOf(await vpc(client)), RouteTableName: 'new' }]
    },
    async ReplaceRouteTableAssociation(client) {
      const VpcId = await vpc(client)
      return [{ RouteTableId: routeTableOf(VpcId), SubnetId: await subnet(client, VpcId) }]
    },
  },
  values: {
    'CreateRoutes RouteTableId': async (client) =>
      (await twoTables(client)).map(
        ({ RouteTableId, gateway }) => new Together(RouteTableId, { Routes: [routeTo(gateway, '192.168.5.0/24')] }),
      ),
    'CreateRoutes Routes.GatewayId': twoGateways,
    'ResetRoutes RouteTableId': resetTables,
    'ResetRoutes Routes.GatewayId': twoGateways,
    'ReplaceRoutes RouteTableId': async (client) =>
      (await twoTables(client)).map(
        ({ RouteTableId, gateway, ids }) =>
          new Together(RouteTableId, { Routes: [{ ...routeTo(gateway), RouteItemId: ids[0] }] }),
      ),
    'ReplaceRoutes Routes.GatewayId': twoGateways,
    'ReplaceRoutes Routes.RouteItemId': eachReplaced('RouteItemId'),
    'ReplaceRoutes Routes.RouteId': eachReplaced('RouteId'),
    'EnableRoutes RouteTableId': withItems,
    'EnableRoutes RouteIds': eachOf('RouteId'),
    'EnableRoutes RouteItemIds': eachOf('RouteItemId'),
    'DisableRoutes RouteIds': eachOf('RouteId'),
    'DisableRoutes RouteItemIds': eachOf('RouteItemId'),
    'DisableRoutes RouteTableId': withItems,
    'ModifyRouteTableAttribute RouteTableId': async (client) => [
      routeTableOf(await vpc(client)),
      routeTableOf(await vpc(client)),
    ],
    'ReplaceRouteTableAssociation RouteTableId': async (client) => {
      const vpcs = [await vpc(client), await vpc(client)]
      const pair = async (VpcId: string) => new Together(routeTableOf(VpcId), { SubnetId: await subnet(client, VpcId) })
      return Promise.all(vpcs.map(pair))
    },
    'ReplaceRouteTableAssociation SubnetId': async (client) => {
      const VpcId = await vpc(client)
      const RouteTableId = await routeTable(client, VpcId)
      const beside = { VpcId, SubnetName: 'beside', CidrBlock: '10.1.8.0/24', Zone: zone }
      const subnets = [await subnet(client, VpcId), await made(client, 'CreateSubnet', beside, 'Subnet.SubnetId')]
      return subnets.map((SubnetId) => new Together(SubnetId, { RouteTableId }))
    },
  },
  follows: {
    'Routes.GatewayId': routesShown,
    'Routes.RouteId': routesShown,
    'Routes.RouteItemId': routesShown,
  },
  shownAs: {
    'association.main': 'Main',
    visible: () => [true],
    ...routesShownAs('DescribeRoutes'),
    ...routesShownAs('DescribeRouteList'),
  },
}
