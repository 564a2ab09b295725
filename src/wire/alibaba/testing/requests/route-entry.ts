import { type OperationClient, Together, type Values } from '../../../http/testing/operation-fixture.ts'
import { standsAt, type Tree } from '../../../http/testing/request-places.ts'
import { routeTableOf } from '../../ids.ts'
import { made, one, vpc, vSwitch } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

const NextHopType = 'VpnGateway'

const gatewayOf = (client: OperationClient, VpcId: string) =>
  made(client, 'CreateVpnGateway', { VpcId, Bandwidth: 10 }, 'VpnGatewayId')

/** The table of a new VPC, and a gateway of the VPC. */
async function place(client: OperationClient) {
  const VpcId = await vpc(client)
  await vSwitch(client, VpcId)
  return { RouteTableId: routeTableOf(VpcId), gateway: await gatewayOf(client, VpcId) }
}

async function entryRequest(client: OperationClient, DestinationCidrBlock = '172.20.0.0/16'): Promise<Tree> {
  const { RouteTableId, gateway } = await place(client)
  return { RouteTableId, DestinationCidrBlock, NextHopType, NextHopId: gateway }
}

const entry = (client: OperationClient, request: Tree) => made(client, 'CreateRouteEntry', request, 'RouteEntryId')

async function newEntry(client: OperationClient, destination?: string): Promise<Tree> {
  const request = await entryRequest(client, destination)
  return { RouteTableId: request.RouteTableId, RouteEntryId: await entry(client, request) }
}

/** The gateway of another VPC's table, or the table of another gateway. */
const twoTables: Values = async (client) => {
  const places = [await place(client), await place(client)]
  return places.map(({ RouteTableId, gateway }) => new Together(RouteTableId, { NextHopId: gateway }))
}

/** Two other gateways of the VPC that the table is of. */
async function twoGateways(client: OperationClient, RouteTableId: unknown): Promise<readonly string[]> {
  const { body } = await client.send('DescribeRouteTableList', { RouteTableId })
  const VpcId = String(standsAt(body, 'RouterTableList.RouterTableListType.VpcId'))
  return [await gatewayOf(client, VpcId), await gatewayOf(client, VpcId)]
}

/** The table of an entry that is named by its id alone. */
async function tableOf({ installation }: OperationClient, { RouteEntryId }: Tree): Promise<string> {
  const route = await installation.store.read((reader) => reader.get('route', String(RouteEntryId)))
  return routeTableOf(route?.spec.place.id ?? '')
}

export const routeEntryFixture: NounFixture = {
  requests: {
    CreateRouteEntry: one((client) => entryRequest(client)),
    CreateRouteEntries: one(async (client) => {
      const { RouteTableId, gateway } = await place(client)
      const to = (DstCidrBlock: string): Tree => ({ RouteTableId, DstCidrBlock, NextHopType, NextHop: gateway })
      return { RouteEntries: [to('172.20.0.0/16'), to('172.30.0.0/16')] }
    }),
    DescribeRouteEntryList: one(async (client) => {
      const request = await entryRequest(client)
      await entry(client, request)
      return { RouteTableId: request.RouteTableId }
    }),
    ListVpcPublishedRouteEntries: one(async (client) => ({ RouteTableId: routeTableOf(await vpc(client)) })),
    GetVpcRouteEntrySummary: one(async (client) => ({ VpcId: await vpc(client), RouteEntryType: 'Custom' })),
    ModifyRouteEntry: one((client) => newEntry(client)),
    DeleteRouteEntry: one((client) => newEntry(client)),
    DeleteRouteEntries: one(async (client) => {
      return { RouteEntries: [await newEntry(client)] }
    }),
  },
  values: {
    'CreateRouteEntry RouteTableId': twoTables,
    'CreateRouteEntry NextHopId': (client, { RouteTableId }) => twoGateways(client, RouteTableId),
    'RouteEntries.RouteTableId': async (client) => {
      const places = [await place(client), await place(client)]
      return places.map(({ RouteTableId, gateway }) => {
        const element = { RouteTableId, DstCidrBlock: '172.20.0.0/16', NextHopType, NextHop: gateway }
        return new Together(RouteTableId, { RouteEntries: [element] })
      })
    },
    'CreateRouteEntries RouteEntries.NextHop': (client, { RouteEntries }) =>
      twoGateways(client, standsAt(RouteEntries, 'RouteTableId')),
    'ModifyRouteEntry NewNextHopId': async (client, request) => twoGateways(client, await tableOf(client, request)),
    'ModifyRouteEntry RouteTableId': async (client, request) => [await tableOf(client, request)],
    'ModifyRouteEntry DestinationCidrBlock': async (client) =>
      Promise.all(
        ['172.22.0.0/16', '172.23.0.0/16'].map(async (destination) => {
          return new Together(destination, await newEntry(client, destination))
        }),
      ),
  },
}
