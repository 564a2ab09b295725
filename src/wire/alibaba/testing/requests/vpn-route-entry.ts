import { made, one } from '../made.ts'
import { joinAlternative, madeRoute, namingValues, newRoute, newRouteValues } from './gateway-routes.ts'
import type { NounFixture } from './noun-fixture.ts'

const create = 'CreateVpnRouteEntry'
const createPolicy = 'CreateVpnPbrRouteEntry'
const naming = ['VpnGatewayId', 'NextHop', 'RouteDest', 'Weight']

export const vpnRouteEntryFixture: NounFixture = {
  requests: {
    CreateVpnRouteEntry: one((client) => newRoute(client)),
    DescribeVpnRouteEntries: one(async (client) => {
      const { VpnGatewayId } = await madeRoute(client, create)
      return { VpnGatewayId }
    }),
    ModifyVpnRouteEntryWeight: one(async (client) => ({ ...(await madeRoute(client, create)), NewWeight: 0 })),
    async PublishVpnRouteEntry(client) {
      const withdrawal = { RouteType: 'dbr', PublishVpc: false }
      const { Weight: _, ...alone } = await madeRoute(client, create)
      const { Weight, ...route } = await madeRoute(client, create)
      const policy = { ...route, Weight, RouteSource: '10.0.1.0/24', PublishVpc: true }
      await made(client, createPolicy, policy, 'VpnInstanceId')
      return [alone, route].map((each) => ({ ...each, ...withdrawal }))
    },
    DeleteVpnRouteEntry: one((client) => madeRoute(client, create)),
  },
  joined: {
    CreateVpnRouteEntry: joinAlternative(create),
    ModifyVpnRouteEntryWeight: joinAlternative(create),
  },
  values: {
    ...newRouteValues(create),
    ...namingValues(['ModifyVpnRouteEntryWeight'], naming, async (client, differs) => {
      const route = await madeRoute(client, create, differs)
      return { ...route, NewWeight: route.Weight }
    }),
    ...namingValues(['PublishVpnRouteEntry'], ['RouteSource'], async (client, differs) => {
      const policy = { RouteSource: differs.Weight === 0 ? '10.0.1.0/24' : '10.0.2.0/24', ...differs }
      const { Weight: _, ...route } = await madeRoute(client, createPolicy, policy)
      return { ...route, RouteType: 'pbr' }
    }),
    ...namingValues(['PublishVpnRouteEntry'], ['VpnGatewayId', 'NextHop', 'RouteDest'], async (client, differs) => {
      const { Weight: _, ...route } = await madeRoute(client, create, differs)
      return route
    }),
  },
}
