import type { OperationClient } from '../../../http/testing/operation-fixture.ts'
import type { Tree } from '../../../http/testing/request-places.ts'
import { made, one } from '../made.ts'
import { joinAlternative, madeRoute, namingValues, newRoute, newRouteValues } from './gateway-routes.ts'
import type { NounFixture } from './noun-fixture.ts'

const create = 'CreateVpnPbrRouteEntry'
const naming = ['VpnGatewayId', 'NextHop', 'RouteSource', 'RouteDest', 'Weight', 'Priority']

const policy = { RouteSource: '10.0.1.0/24', Priority: 10 }

const other = { RouteSource: '10.0.2.0/24', Priority: 20 }

const makePolicy = (client: OperationClient, differs: Tree = {}) =>
  madeRoute(client, create, { ...(differs.Weight === 0 ? other : policy), ...differs })

/** A wider policy of another connection in between: which of the two decides, their priorities say. */
async function joinWider(client: OperationClient, { VpnGatewayId, NextHop }: Tree): Promise<void> {
  const wider = { RouteSource: '10.0.0.0/16', RouteDest: '172.16.0.0/12', Priority: 50, Weight: 100, PublishVpc: false }
  await made(client, create, { VpnGatewayId, NextHop, ...wider }, 'VpnInstanceId')
}

export const vpnPbrRouteEntryFixture: NounFixture = {
  requests: {
    CreateVpnPbrRouteEntry: one((client) => newRoute(client, policy)),
    DescribeVpnPbrRouteEntries: one(async (client) => {
      const { VpnGatewayId } = await makePolicy(client)
      return { VpnGatewayId }
    }),
    ModifyVpnPbrRouteEntryWeight: one(async (client) => ({ ...(await makePolicy(client)), NewWeight: 0 })),
    ModifyVpnPbrRouteEntryPriority: one(async (client) => ({ ...(await makePolicy(client)), NewPriority: 5 })),
    ModifyVpnPbrRouteEntryAttribute: one(async (client) => ({ ...(await makePolicy(client)), NewPriority: 5 })),
    DeleteVpnPbrRouteEntry: one((client) => makePolicy(client)),
  },
  joined: {
    async CreateVpnPbrRouteEntry(client, sent) {
      await joinAlternative(create)(client, sent)
      await joinWider(client, sent)
    },
    ModifyVpnPbrRouteEntryWeight: joinAlternative(create),
    ModifyVpnPbrRouteEntryPriority: joinWider,
    async ModifyVpnPbrRouteEntryAttribute(client, sent) {
      await joinAlternative(create)(client, sent)
      await joinWider(client, sent)
    },
  },
  values: {
    ...newRouteValues(create),
    'CreateVpnPbrRouteEntry Priority': async () => [10, 90],
    'ModifyVpnPbrRouteEntryPriority NewPriority': async () => [10, 90],
    'ModifyVpnPbrRouteEntryAttribute NewPriority': async () => [10, 90],
    ...namingValues(['ModifyVpnPbrRouteEntryWeight'], naming, async (client, differs) => {
      const route = await makePolicy(client, differs)
      return { ...route, NewWeight: route.Weight }
    }),
    ...namingValues(
      ['ModifyVpnPbrRouteEntryPriority', 'ModifyVpnPbrRouteEntryAttribute'],
      naming,
      async (client, differs) => {
        const route = await makePolicy(client, differs)
        return { ...route, NewPriority: route.Priority }
      },
    ),
  },
}
