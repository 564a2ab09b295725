import type { Ipv4Prefix } from '../../../../domain/address.ts'
import { noExtras, noLabels } from '../../../../domain/resource.ts'
import { routeTableOf } from '../../ids.ts'
import { attach, makeCcn, makeVpc } from '../../testing/ccn.ts'
import { notFound, type Provocation, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { at, type Site } from '../../testing/site.ts'

const to = (GatewayId: string, DestinationCidrBlock = '172.31.0.0/16') => ({
  DestinationCidrBlock,
  GatewayType: 'VPN',
  GatewayId,
})

const table = ({ vpc }: Site) => ({ RouteTableId: routeTableOf(vpc) })

const nowhere = { RouteTableId: 'rtb-00000000' }

/** What names the route that is to be replaced, where one is. */
type Replaced = object

type Asked = (site: Site, replaced: Replaced) => Promise<object> | object

/** Another gateway of the VPC. */
async function another({ make, vpc, installation }: Site): Promise<string> {
  const parameters = { VpcId: vpc, VpnGatewayName: 'other', InternetMaxBandwidthOut: 5 }
  const id = await make('CreateVpnGateway', parameters, 'VpnGateway.VpnGatewayId')
  await installation.settle()
  return id
}

/** A route of the site's VPC, and what names it. */
async function existing(site: Site, GatewayId = site.gateway, more: object = {}): Promise<{ RouteItemId: string }> {
  const Routes = [{ ...to(GatewayId, '172.20.0.0/16'), ...more }]
  const answer = await site.ask('CreateRoutes', { ...table(site), Routes })
  return { RouteItemId: String(at(answer, 'RouteTableSet.0.RouteSet.0.RouteItemId')) }
}

/** As many gateways as a destination may have, with a route to each. */
async function fill(site: Site, destination: string, count = 8): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await site.ask('CreateRoutes', { ...table(site), Routes: [to(await another(site), destination)] })
  }
}

/** What the table has, as it is asked for anew. */
async function there(site: Site): Promise<readonly object[]> {
  const { RouteTableSet } = await site.ask('DescribeRouteTables', { RouteTableIds: [routeTableOf(site.vpc)] })
  const routes = at({ RouteTableSet } as never, 'RouteTableSet.0.RouteSet') as readonly {
    GatewayId: string
    DestinationCidrBlock: string
  }[]
  return routes.map(({ GatewayId, DestinationCidrBlock }) => to(GatewayId, DestinationCidrBlock))
}

/** A route that another gateway of the VPC has, and the VPC takes. */
async function publish(site: Site, destination: string): Promise<void> {
  const gateway = await another(site)
  const holder = await site.stored('gateway', gateway)
  await site.installation.store.write((transaction) =>
    transaction.put({
      kind: 'route',
      id: 'published',
      account: holder?.account ?? '',
      region: holder?.region ?? '',
      name: '',
      createdAt: site.installation.now,
      labels: noLabels,
      extras: noExtras,
      generation: 1,
      deleting: false,
      spec: {
        place: { kind: 'gateway', id: gateway },
        destination: destination as Ipv4Prefix,
        nextHop: gateway,
        priority: 10,
        preference: 0,
        enabled: true,
        published: true,
      },
    }),
  )
}

const asked = (code: string, route: Asked): { code: string; route: Asked } => ({ code, route })

const refusals = {
  'gateway-not-found': asked(notFound, () => to('vpngw-00000000')),
  'route-place-invalid': asked('InvalidParameterValue.RouteNextHopInvalid', async ({ make }) => {
    const VpcId = await make('CreateVpc', { VpcName: 'other', CidrBlock: '10.2.0.0/16' }, 'Vpc.VpcId')
    const parameters = { VpcId, VpnGatewayName: 'other', InternetMaxBandwidthOut: 5 }
    return to(await make('CreateVpnGateway', parameters, 'VpnGateway.VpnGatewayId'))
  }),
  'route-destination-invalid': asked('InvalidParameterValue', ({ gateway }) => to(gateway, '224.0.0.0/8')),
  'remote-overlaps-network': asked('InvalidParameterValue.VpcCidrConflict', ({ gateway }) =>
    to(gateway, '10.1.4.0/24'),
  ),
  'route-exists': asked('InvalidParameterValue.Duplicate', async (site) => {
    await site.ask('CreateRoutes', { ...table(site), Routes: [to(site.gateway)] })
    return to(site.gateway)
  }),
  'route-alternatives-full': asked('UnsupportedOperation.Ecmp', async (site) => {
    await fill(site, '172.31.0.0/16')
    return to(site.gateway)
  }),
  'route-conflict': asked('InvalidParameterValue.Duplicate', async (site) => {
    await publish(site, '172.31.0.0/16')
    return to(site.gateway)
  }),
  'route-led-by-router': asked('UnsupportedOperation.EcmpWithCcnRoute', async (site) => {
    await attach(site, await makeCcn(site), site.vpc, await makeVpc(site, '172.31.0.0/16'))
    return to(site.gateway, '172.31.0.0/16')
  }),
  'routes-exhausted': asked('LimitExceeded', async (site, replaced) => {
    const count = 'RouteItemId' in replaced ? 49 : 50
    const Routes = Array.from({ length: count }, (_, index) => to(site.gateway, `172.30.${index}.0/24`))
    await site.ask('CreateRoutes', { ...table(site), Routes })
    return to(site.gateway)
  }),
} as const

const creating = Object.fromEntries(
  Object.entries(refusals).map(([error, { code, route }]): [string, Provocation] => [
    error,
    { code, provoke: async (site) => ({ ...table(site), Routes: [await route(site, {})] }) },
  ]),
)

const resetting = Object.fromEntries(
  Object.entries(refusals).map(([error, { code, route }]): [string, Provocation] => [
    error,
    {
      code,
      async provoke(site) {
        const refused = await route(site, {})
        const kept =
          error === 'routes-exhausted' || error.startsWith('route-alt') || error === 'route-exists'
            ? await there(site)
            : []
        return { ...table(site), RouteTableName: 'n', Routes: [...kept, refused] }
      },
    },
  ]),
)

/** One is replaced by two, of which the second is one too many. */
const replacing = Object.fromEntries(
  Object.entries(refusals).map(([error, { code, route }]): [string, Provocation] => [
    error,
    {
      code,
      async provoke(site) {
        const named = await existing(site)
        const refused = await route(site, named)
        const Routes = [
          { ...to(site.gateway, '172.21.0.0/16'), ...named },
          { ...refused, ...named },
        ]
        return { ...table(site), Routes }
      },
    },
  ]),
)

const unnamed: Provocation = {
  code: notFound,
  provoke: (site) => ({ ...table(site), RouteItemIds: ['rti-00000000'] }),
}

await testDeclaredErrors(import.meta.dirname, {
  CreateRoutes: {
    ...creating,
    'network-table-not-found': { code: notFound, provoke: ({ gateway }) => ({ ...nowhere, Routes: [to(gateway)] }) },
  },
  ResetRoutes: {
    ...resetting,
    'network-table-not-found': {
      code: notFound,
      provoke: ({ gateway }) => ({ ...nowhere, RouteTableName: 'n', Routes: [to(gateway)] }),
    },
  },
  DescribeRouteConflicts: {
    'network-table-not-found': {
      code: notFound,
      provoke: () => ({ ...nowhere, DestinationCidrBlocks: ['172.31.0.0/16'] }),
    },
  },
  ReplaceRoutes: {
    ...replacing,
    'network-table-not-found': {
      code: notFound,
      provoke: ({ gateway }) => ({ ...nowhere, Routes: [{ ...to(gateway), RouteId: 1 }] }),
    },
    'route-not-found': {
      code: notFound,
      provoke: (site) => ({ ...table(site), Routes: [{ ...to(site.gateway), RouteId: 1 }] }),
    },
  },
  EnableRoutes: {
    'network-table-not-found': { code: notFound, provoke: () => ({ ...nowhere, RouteIds: [1] }) },
    'route-not-found': unnamed,
    'route-alternatives-full': {
      code: 'UnsupportedOperation.Ecmp',
      async provoke(site) {
        await fill(site, '172.20.0.0/16', 7)
        const { RouteItemId } = await existing(site, site.gateway, { Enabled: false })
        await fill(site, '172.20.0.0/16', 1)
        return { ...table(site), RouteItemIds: [RouteItemId] }
      },
    },
    'route-led-by-router': {
      code: 'UnsupportedOperation.EcmpWithCcnRoute',
      async provoke(site) {
        const { RouteItemId } = await existing(site, site.gateway, { Enabled: false })
        await attach(site, await makeCcn(site), site.vpc, await makeVpc(site, '172.20.0.0/16'))
        return { ...table(site), RouteItemIds: [RouteItemId] }
      },
    },
    'route-conflict': {
      code: 'InvalidParameterValue.Duplicate',
      async provoke(site) {
        const { RouteItemId } = await existing(site, site.gateway, { Enabled: false })
        await publish(site, '172.20.0.0/16')
        return { ...table(site), RouteItemIds: [RouteItemId] }
      },
    },
  },
  DisableRoutes: {
    'network-table-not-found': { code: notFound, provoke: () => ({ ...nowhere, RouteIds: [1] }) },
    'route-not-found': unnamed,
  },
  DeleteRoutes: {
    'network-table-not-found': { code: notFound, provoke: () => ({ ...nowhere, Routes: [{ RouteId: 1 }] }) },
    'route-not-found': { code: notFound, provoke: (site) => ({ ...table(site), Routes: [{ RouteId: 1 }] }) },
  },
})
