import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import {
  namedRouteProvocations,
  newRoute,
  newRouteProvocations,
  rankProvocations,
} from '../../testing/route-provocations.ts'

const create = 'CreateVpnPbrRouteEntry'

const policy = { RouteSource: '10.0.1.0/24' }

await testDeclaredErrors(import.meta.dirname, {
  CreateVpnPbrRouteEntry: {
    ...newRouteProvocations(create, 'vpn_quota_pbr_num', policy),
    'route-source-invalid': (caller) => newRoute(caller, { RouteSource: '127.0.0.0/8' }),
  },
  DescribeVpnPbrRouteEntries: { 'gateway-not-found': async () => ({ VpnGatewayId: 'vpn-none' }) },
  ModifyVpnPbrRouteEntryWeight: rankProvocations(create, { NewWeight: 0 }, policy),
  ModifyVpnPbrRouteEntryPriority: namedRouteProvocations(create, { NewPriority: 5 }, policy),
  ModifyVpnPbrRouteEntryAttribute: rankProvocations(create, { NewWeight: 0, Priority: 10 }, policy),
  DeleteVpnPbrRouteEntry: namedRouteProvocations(create, {}, policy),
})
