import type { OperationClient } from '../../../http/testing/operation-fixture.ts'
import type { Tree } from '../../../http/testing/request-places.ts'
import { attach, attachment, everything, made, one, onePeer } from '../made.ts'
import { namingValues } from './gateway-routes.ts'
import type { NounFixture } from './noun-fixture.ts'

const create = 'CreateVcoRouteEntry'

/** A connection that a transit router carries, and a route that it could have. */
async function newRoute(client: OperationClient, differs: Tree = {}): Promise<Tree> {
  const VpnConnectionId = await attachment(client, { ...everything, CustomerGatewayId: await onePeer(client) })
  await attach(client, VpnConnectionId)
  return { VpnConnectionId, NextHop: VpnConnectionId, RouteDest: '172.20.0.0/16', Weight: 100, ...differs }
}

async function madeRoute(client: OperationClient, differs: Tree = {}): Promise<Tree> {
  const route = await newRoute(client, differs)
  await made(client, create, route, 'VpnConnectionId')
  return route
}

export const vcoRouteEntryFixture: NounFixture = {
  requests: {
    CreateVcoRouteEntry: one((client) => newRoute(client)),
    DescribeVcoRouteEntries: one(async (client) => {
      const { VpnConnectionId } = await madeRoute(client)
      return { VpnConnectionId }
    }),
    ModifyVcoRouteEntryWeight: one(async (client) => ({ ...(await madeRoute(client)), NewWeight: 0 })),
    DeleteVcoRouteEntry: one((client) => madeRoute(client)),
  },
  values: {
    ...namingValues([create], ['VpnConnectionId', 'NextHop'], async (client) => {
      const { VpnConnectionId, NextHop } = await newRoute(client)
      return { VpnConnectionId, NextHop }
    }),
    ...namingValues(
      ['ModifyVcoRouteEntryWeight'],
      ['VpnConnectionId', 'NextHop', 'RouteDest', 'Weight'],
      async (client, differs) => {
        const route = await madeRoute(client, differs)
        return { ...route, NewWeight: route.Weight }
      },
    ),
  },
}
