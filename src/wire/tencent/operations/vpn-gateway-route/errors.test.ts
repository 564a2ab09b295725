import type { Ipv4Prefix } from '../../../../domain/address.ts'
import { suspend } from '../../testing/bills.ts'
import { notFound, type Provocation, testDeclaredErrors, usedUp } from '../../testing/declared-errors.ts'
import { numbered, type Site, speaking } from '../../testing/site.ts'

const routed = { RouteType: 'StaticRoute' }

const to = (InstanceId: string, DestinationCidrBlock = '172.31.0.0/16', Priority = 0) => ({
  DestinationCidrBlock,
  InstanceType: 'VPNCONN',
  InstanceId,
  Priority,
  Status: 'ENABLE',
})

/** A route of the site's gateway, into a connection that is made for it. */
async function makeRoute({ connect, make, gateway }: Site): Promise<string> {
  const Routes = [to(await connect(routed))]
  return make('CreateVpnGatewayRoutes', { VpnGatewayId: gateway, Routes }, 'Routes.0.RouteId')
}

const withDestination = (code: string, destination: string): Provocation => ({
  code,
  provoke: async ({ connect, gateway }) => ({
    VpnGatewayId: gateway,
    Routes: [to(await connect(routed), destination)],
  }),
})

/** Connections to as many peers, and an enabled route into each of the first `enabled`. */
async function fan({ connect, makePeer, ask, gateway }: Site, enabled: number, more: number): Promise<string[]> {
  const ids: string[] = []
  for (let host = 0; host < enabled + more; host += 1) {
    const CustomerGatewayId = await makePeer(`192.0.2.${host + 10}`)
    ids.push(await connect({ ...routed, CustomerGatewayId }))
  }
  const Routes = ids.slice(0, enabled).map((id) => to(id))
  await ask('CreateVpnGatewayRoutes', { VpnGatewayId: gateway, Routes })
  return ids.slice(enabled)
}

const unknown = 'vpnr-00000000'

const learnedRoute: Omit<Provocation, 'provoke'> = { ...numbered, code: 'UnsupportedOperation' }

/** The id of a route that the gateway's neighbor has told. */
async function learn({ ask, connect, gateway, installation, stored }: Site): Promise<string> {
  const id = await connect(speaking)
  const tunnel = (await stored('connection', id))?.spec.tunnels[0]?.id ?? ''
  const received = [{ prefix: '172.20.0.0/16' as Ipv4Prefix, asPath: [65_001], selected: true }]
  installation.observed.record(
    gateway,
    {
      id: gateway,
      links: [],
      policies: [],
      routes: [],
      tunnels: [],
      bgp: { sessions: [{ tunnel, state: 'established', since: installation.now, received }], installed: [] } as never,
    },
    installation.now,
  )
  const { Routes } = await ask('DescribeVpnGatewayRoutes', { VpnGatewayId: gateway })
  const [route] = Routes as { RouteId: string; Type: string }[]
  if (route?.Type !== 'BGP') throw new Error('nothing was learned')
  return route.RouteId
}

await testDeclaredErrors(import.meta.dirname, {
  CreateVpnGatewayRoutes: {
    'gateway-not-found': {
      code: notFound,
      provoke: async ({ connect }) => ({ VpnGatewayId: 'vpngw-00000000', Routes: [to(await connect(routed))] }),
    },
    'connection-not-found': {
      code: notFound,
      provoke: ({ gateway }) => ({ VpnGatewayId: gateway, Routes: [to('vpnx-00000000')] }),
    },
    'route-place-invalid': {
      code: notFound,
      async provoke({ vpc, make, connect, installation }) {
        const other = { VpcId: vpc, VpnGatewayName: 'other', InternetMaxBandwidthOut: 5 }
        const VpnGatewayId = await make('CreateVpnGateway', other, 'VpnGateway.VpnGatewayId')
        await installation.settle()
        return { VpnGatewayId, Routes: [to(await connect(routed))] }
      },
    },
    'route-destination-invalid': withDestination('InvalidParameterValue.Malformed', '224.0.0.0/8'),
    'remote-overlaps-network': withDestination('InvalidParameterValue.VpcCidrConflict', '10.1.4.0/24'),
    'peer-inside-route': withDestination('UnsupportedOperation', '198.51.100.0/24'),
    'route-exists': {
      code: 'InvalidParameterValue.VpnGatewayRouteDuplicate',
      async provoke({ connect, gateway }) {
        const id = await connect(routed)
        return { VpnGatewayId: gateway, Routes: [to(id), to(id, '172.31.0.0/16', 100)] }
      },
    },
    'route-alternatives-full': {
      code: 'LimitExceeded',
      async provoke(site) {
        const [ninth = ''] = await fan(site, 8, 1)
        return { VpnGatewayId: site.gateway, Routes: [to(ninth)] }
      },
    },
    suspended: {
      code: 'UnsupportedOperation.InvalidState',
      async provoke({ installation, connect, gateway }) {
        const Routes = [to(await connect(routed))]
        await suspend(installation, gateway)
        return { VpnGatewayId: gateway, Routes }
      },
    },
    'routes-exhausted': usedUp(
      'vpn-gateway-max-routes',
      async ({ connect, gateway }) => ({ VpnGatewayId: gateway, Routes: [to(await connect(routed))] }),
      'LimitExceeded.VpnGatewayRoutesLimitExceeded',
    ),
  },
  DescribeVpnGatewayRoutes: {
    'gateway-not-found': { code: notFound, provoke: () => ({ VpnGatewayId: 'vpngw-00000000' }) },
  },
  ModifyVpnGatewayRoutes: {
    suspended: {
      code: 'UnsupportedOperation.InvalidState',
      async provoke(site) {
        const RouteId = await makeRoute(site)
        await suspend(site.installation, site.gateway)
        return { VpnGatewayId: site.gateway, Routes: [{ RouteId }] }
      },
    },
    'gateway-not-found': {
      code: notFound,
      provoke: () => ({ VpnGatewayId: 'vpngw-00000000', Routes: [{ RouteId: unknown }] }),
    },
    'route-not-found': {
      code: notFound,
      async provoke(site) {
        const VpnGatewayId = site.gateway
        await makeRoute(site)
        return { VpnGatewayId, Routes: [{ RouteId: unknown }] }
      },
    },
    'route-derived': {
      ...learnedRoute,
      provoke: async (site) => ({ VpnGatewayId: site.gateway, Routes: [{ RouteId: await learn(site) }] }),
    },
    'route-alternatives-full': {
      code: 'LimitExceeded',
      async provoke(site) {
        const [idle = '', eighth = ''] = await fan(site, 7, 2)
        const VpnGatewayId = site.gateway
        const disabled = { VpnGatewayId, Routes: [{ ...to(idle), Status: 'DISABLE' }] }
        const RouteId = await site.make('CreateVpnGatewayRoutes', disabled, 'Routes.0.RouteId')
        await site.ask('CreateVpnGatewayRoutes', { VpnGatewayId, Routes: [to(eighth)] })
        return { VpnGatewayId, Routes: [{ RouteId, Status: 'ENABLE' }] }
      },
    },
  },
  DeleteVpnGatewayRoutes: {
    'gateway-not-found': {
      code: notFound,
      provoke: () => ({ VpnGatewayId: 'vpngw-00000000', RouteIds: [unknown] }),
    },
    'route-not-found': {
      code: notFound,
      provoke: ({ gateway }) => ({ VpnGatewayId: gateway, RouteIds: [unknown] }),
    },
    'route-derived': {
      ...learnedRoute,
      provoke: async (site) => ({ VpnGatewayId: site.gateway, RouteIds: [await learn(site)] }),
    },
  },
})
