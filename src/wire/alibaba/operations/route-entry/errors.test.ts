import { noExtras, noLabels, type Resource } from '../../../../domain/resource.ts'
import { routeTableOf, vpcOfRouteTable } from '../../ids.ts'
import type { Caller } from '../../testing/caller.ts'
import { granted, type Provoke, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { connection, gateway, vpc } from '../../testing/resources.ts'

const destination = '172.20.0.0/16'
const NextHopType = 'VpnGateway'

/** A good request, of a VPC with a gateway. */
async function request(caller: Caller, DestinationCidrBlock = destination) {
  const NextHopId = await gateway(caller)
  const VpcId = String(await caller.get('VpcId', 'DescribeVpnGateway', { VpnGatewayId: NextHopId }))
  return { RouteTableId: routeTableOf(VpcId), DestinationCidrBlock, NextHopType, NextHopId }
}

const second = (caller: Caller, RouteTableId: string) =>
  caller.make('CreateVpnGateway', { VpcId: vpcOfRouteTable(RouteTableId), Bandwidth: 10 })

/** The other gateway of a request's VPC, with a connection that leads to the destination. */
async function rival(caller: Caller, RouteTableId: string, to: string): Promise<string> {
  const id = await second(caller, RouteTableId)
  await caller.settle()
  const nextHop = await connection(caller, { VpnGatewayId: id })
  const place = { kind: 'gateway' as const, id }
  const rest = { destination: to as never, nextHop, priority: 0, preference: 0, enabled: true }
  await caller.put(route(caller, 'rte-rival', { place, ...rest, published: true }))
  return id
}

const route = (caller: Caller, id: string, spec: Resource<'route'>['spec']): Resource<'route'> => ({
  kind: 'route',
  id,
  account: caller.account.id,
  region: 'cn-hangzhou',
  name: '',
  createdAt: caller.now,
  generation: 1,
  deleting: false,
  labels: noLabels,
  extras: noExtras,
  spec,
})

const made: (change: (caller: Caller, good: Awaited<ReturnType<typeof request>>) => Promise<object>) => Provoke =
  (change) => async (caller) => {
    const good = await request(caller)
    await caller.ok('CreateRouteEntry', good)
    const named = { RouteTableId: good.RouteTableId, DestinationCidrBlock: destination }
    return { ...named, ...(await change(caller, good)) }
  }

/** The entry of the vSwitch, which the system has made. */
const system = { DestinationCidrBlock: '10.0.1.0/24' }

await testDeclaredErrors(import.meta.dirname, {
  CreateRouteEntry: {
    'network-not-found': async (caller) => ({ ...(await request(caller)), RouteTableId: 'vtb-none' }),
    'gateway-not-found': async (caller) => ({ ...(await request(caller)), NextHopId: 'vpn-none' }),
    'route-place-invalid': async (caller) => ({ ...(await request(caller)), NextHopId: await gateway(caller) }),
    'route-destination-invalid': (caller) => request(caller, '224.0.0.0/4'),
    'remote-overlaps-network': (caller) => request(caller, '10.0.1.0/25'),
    'route-exists': async (caller) => {
      const good = await request(caller)
      await caller.ok('CreateRouteEntry', good)
      return good
    },
    'route-alternatives-full': async (caller) => {
      const good = await request(caller)
      await caller.ok('CreateRouteEntry', good)
      return { ...good, NextHopId: await second(caller, good.RouteTableId) }
    },
    'route-conflict': async (caller) => {
      const good = await request(caller)
      await rival(caller, good.RouteTableId, destination)
      return good
    },
    'routes-exhausted': granted('vpc_quota_route_entrys_num', request),
    'published-routes-exhausted': granted('vpc_quota_vpn_custom_route_entry', request),
  },
  DescribeRouteEntryList: { 'network-not-found': async () => ({ RouteTableId: 'vtb-none' }) },
  ListVpcPublishedRouteEntries: { 'network-not-found': async () => ({ RouteTableId: 'vtb-none' }) },
  GetVpcRouteEntrySummary: {
    'network-not-found': async () => ({ VpcId: 'vpc-none', RouteEntryType: 'Custom' }),
  },
  ModifyRouteEntry: {
    'route-not-found': made(async () => ({ DestinationCidrBlock: '172.21.0.0/16' })),
    'route-derived': made(async () => system),
    'gateway-not-found': made(async () => ({ NewNextHopId: 'vpn-none' })),
    'route-place-invalid': made(async (caller) => ({ NewNextHopId: await gateway(caller) })),
    'route-conflict': async (caller) => {
      const good = await request(caller)
      const published = await rival(caller, good.RouteTableId, destination)
      await caller.ok('CreateRouteEntry', { ...good, NextHopId: published })
      return { RouteTableId: good.RouteTableId, DestinationCidrBlock: destination, NewNextHopId: good.NextHopId }
    },
  },
  DeleteRouteEntry: {
    'route-not-found': async (caller) => ({
      RouteTableId: routeTableOf(await vpc(caller)),
      DestinationCidrBlock: destination,
    }),
    'route-derived': made(async () => system),
  },
})
