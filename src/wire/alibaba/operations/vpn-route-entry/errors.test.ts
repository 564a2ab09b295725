import type { Caller } from '../../testing/caller.ts'
import { granted, testDeclaredErrors } from '../../testing/declared-errors.ts'
import {
  conflicting,
  namedRouteProvocations,
  namingOf,
  newRoute,
  newRouteProvocations,
  rankProvocations,
} from '../../testing/route-provocations.ts'

const create = 'CreateVpnRouteEntry'

const publication = { RouteType: 'dbr', PublishVpc: true, Weight: undefined }

await testDeclaredErrors(import.meta.dirname, {
  CreateVpnRouteEntry: newRouteProvocations(create, 'vpn_quota_dbr_num'),
  DescribeVpnRouteEntries: { 'gateway-not-found': async () => ({ VpnGatewayId: 'vpn-none' }) },
  ModifyVpnRouteEntryWeight: rankProvocations(create, { NewWeight: 0 }),
  PublishVpnRouteEntry: {
    ...namedRouteProvocations(create, publication),
    'published-routes-exhausted': granted('vpc_quota_vpn_custom_route_entry', async (caller) => {
      const route = await newRoute(caller, { PublishVpc: false })
      await caller.ok(create, route)
      return { ...namingOf(route), ...publication }
    }),
    'route-conflict': async (caller: Caller) => ({ ...(await conflicting(caller, create)), ...publication }),
  },
  DeleteVpnRouteEntry: namedRouteProvocations(create, {}),
})
