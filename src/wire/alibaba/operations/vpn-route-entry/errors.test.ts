import type { Caller } from '../../testing/caller.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import {
  conflicting,
  namedRouteProvocations,
  newRouteProvocations,
  rankProvocations,
} from '../../testing/route-provocations.ts'

const create = 'CreateVpnRouteEntry'

const publication = { RouteType: 'dbr', PublishVpc: true, Weight: undefined }

await testDeclaredErrors(import.meta.dirname, {
  CreateVpnRouteEntry: newRouteProvocations(create),
  DescribeVpnRouteEntries: { 'gateway-not-found': async () => ({ VpnGatewayId: 'vpn-none' }) },
  ModifyVpnRouteEntryWeight: rankProvocations(create, { NewWeight: 0 }),
  PublishVpnRouteEntry: {
    ...namedRouteProvocations(create, publication),
    'route-conflict': async (caller: Caller) => ({ ...(await conflicting(caller, create)), ...publication }),
  },
  DeleteVpnRouteEntry: namedRouteProvocations(create, {}),
})
