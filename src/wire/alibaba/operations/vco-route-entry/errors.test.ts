import type { Caller, Parameters } from '../../testing/caller.ts'
import { granted, type Provoke, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { attachedVpc, attachment, everything } from '../../testing/resources.ts'
import { attachedRoute } from '../../testing/routes.ts'

const create = 'CreateVcoRouteEntry'

const withOther =
  (other: (caller: Caller) => Promise<Parameters>): Provoke =>
  async (caller) => ({ ...(await attachedRoute(caller)), ...(await other(caller)) })

const noConnection = withOther(async () => ({ VpnConnectionId: 'vco-none' }))

const naming: Provoke = async (caller) => ({ ...(await attachedRoute(caller)), NewWeight: 0 })

await testDeclaredErrors(import.meta.dirname, {
  CreateVcoRouteEntry: {
    'connection-not-found': noConnection,
    'not-attached': withOther(async (caller) => {
      const VpnConnectionId = await attachment(caller)
      return { VpnConnectionId, NextHop: VpnConnectionId }
    }),
    'route-place-invalid': withOther(async (caller) => ({ NextHop: await attachment(caller) })),
    'route-destination-invalid': withOther(async () => ({ RouteDest: '0.0.0.0/0' })),
    'route-exists': async (caller) => {
      const route = await attachedRoute(caller)
      await caller.ok(create, route)
      return { ...route, Weight: 0 }
    },
    'remote-overlaps-network': async (caller) => {
      const { request } = await attachedVpc(caller)
      await caller.settle()
      const route = await attachedRoute(caller, everything, request.TransitRouterId)
      return { ...route, RouteDest: '10.0.1.0/24' }
    },
    'peer-inside-route': withOther(async () => ({ RouteDest: '192.0.2.0/24' })),
    'routes-exhausted': granted('vpn_quota_vco_routes_num', (caller) => attachedRoute(caller)),
  },
  DescribeVcoRouteEntries: { 'connection-not-found': async () => ({ VpnConnectionId: 'vco-none' }) },
  ModifyVcoRouteEntryWeight: {
    'connection-not-found': async (caller) => ({ ...(await naming(caller)), VpnConnectionId: 'vco-none' }),
    'route-not-found': naming,
  },
  DeleteVcoRouteEntry: {
    'connection-not-found': noConnection,
    'route-not-found': withOther(async () => ({})),
  },
})
