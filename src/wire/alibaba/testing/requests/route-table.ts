import { type OperationClient, Together } from '../../../http/testing/operation-fixture.ts'
import { routeTableOf, vpcOfRouteTable } from '../../ids.ts'
import { attachment, grouped, made, named, one, router, singleTunnel, vpc, vSwitch, zone } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

/** The system route table of a new VPC. */
const routeTable = async (client: OperationClient) => routeTableOf(await vpc(client))

/** Two tables, of which the one in a resource group is named "a". */
async function namedAndOther(client: OperationClient): Promise<void> {
  const VpcId = await vpc(client, '10.1.0.0/16', grouped)
  await vSwitch(client, VpcId, '10.1.1.0/24')
  await client.send('ModifyRouteTableAttributes', { RouteTableId: routeTableOf(VpcId), RouteTableName: 'a' })
  await vpc(client)
}

/** A table that somebody made, and a vSwitch of its VPC. */
async function customTable(client: OperationClient) {
  const VpcId = await vpc(client)
  const VSwitchId = await vSwitch(client, VpcId)
  return { RouteTableId: await made(client, 'CreateRouteTable', { VpcId }, 'RouteTableId'), VSwitchId }
}

export const routeTableFixture: NounFixture = {
  requests: {
    CreateRouteTable: one(async (client) => ({ VpcId: await vpc(client) })),
    DeleteRouteTable: one(async (client) => ({ RouteTableId: (await customTable(client)).RouteTableId })),
    AssociateRouteTable: one((client) => customTable(client)),
    UnassociateRouteTable: one(async (client) => {
      const request = await customTable(client)
      await made(client, 'AssociateRouteTable', request, 'RequestId')
      return request
    }),
    DescribeRouteTableList: one(async (client) => {
      await namedAndOther(client)
      await made(client, 'CreateRouteTable', { VpcId: await vpc(client), Tag: grouped.Tag }, 'RouteTableId')
      return {}
    }),
    DescribeRouteTables: one(async (client) => {
      await namedAndOther(client)
      return {}
    }),
    ModifyRouteTableAttributes: named('RouteTableId', routeTable),
  },
  values: {
    'AssociateRouteTable RouteTableId': async (client) => {
      const associations = [await customTable(client), await customTable(client)]
      return associations.map(({ RouteTableId, VSwitchId }) => new Together(RouteTableId, { VSwitchId }))
    },
  },
  shownAs: {
    'DescribeRouteTables RouterId': 'VRouterId',
    'DescribeRouteTables RouteTableName': ({ ResourceGroupId }) =>
      ResourceGroupId === grouped.ResourceGroupId ? ['a'] : [],
    'DescribeRouteTables RouterType': () => ['VRouter'],
  },
  joined: {
    // A transit router with something to publish to the VPC.
    async ModifyRouteTableAttributes(client, { RouteTableId }) {
      const VpcId = vpcOfRouteTable(String(RouteTableId))
      const TransitRouterId = await router(client)
      const ZoneMappings = [{ VSwitchId: await vSwitch(client, VpcId), ZoneId: zone }]
      await made(
        client,
        'CreateTransitRouterVpcAttachment',
        { VpcId, TransitRouterId, ZoneMappings, AutoPublishRouteEnabled: true },
        'RequestId',
      )
      const VpnId = await attachment(client, await singleTunnel(client))
      await made(client, 'CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId }, 'RequestId')
    },
  },
}
