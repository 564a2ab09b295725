/** What the operations on routes of VPN gateways are refused for, of either sort. */
import assert from 'node:assert/strict'
import type { QuotaId } from '../settings/quotas.ts'
import { suspend } from './bills.ts'
import type { Caller, Parameters } from './caller.ts'
import { granted, type Provoke } from './declared-errors.ts'
import { attachment, connectionOn, everything, gateway } from './resources.ts'

const plain = { RouteDest: '172.20.0.0/16', Weight: 100 }

/** A gateway with a connection, and a route that it could have. */
export async function newRoute(caller: Caller, differs: Parameters = {}): Promise<Parameters> {
  const VpnGatewayId = await gateway(caller)
  const NextHop = await connectionOn(caller, VpnGatewayId, everything)
  await caller.settle()
  return { VpnGatewayId, NextHop, ...plain, PublishVpc: true, ...differs }
}

/** The same for traffic into another connection of its gateway. */
export const intoAnother = async (caller: Caller, route: Parameters, differs: Parameters = {}) => ({
  ...route,
  NextHop: await connectionOn(caller, String(route.VpnGatewayId), everything),
  ...differs,
})

/** What names a route. */
export const namingOf = ({ PublishVpc: _, ...naming }: Parameters): Parameters => naming

/** The gateway is changed, and the data plane has not taken it yet. */
export async function changeGateway(caller: Caller, { VpnGatewayId }: Parameters): Promise<void> {
  const found = await caller.store.read((reader) => reader.get('gateway', String(VpnGatewayId)))
  assert.ok(found)
  await caller.put({ ...found, name: 'changed', generation: found.generation + 1 })
}

/** A gateway of the same VPC leads to the same destination, published. */
async function rivalOf(caller: Caller, action: string, route: Parameters): Promise<void> {
  const own = await caller.ok('DescribeVpnGateway', { VpnGatewayId: route.VpnGatewayId })
  const VpnGatewayId = await caller.make('CreateVpnGateway', { VpcId: own.VpcId, Bandwidth: 10 })
  await caller.settle()
  await caller.ok(action, await intoAnother(caller, { ...route, VpnGatewayId }, { PublishVpc: true }))
}

/** The admin port lets a route have more alternatives than the cloud does. */
async function thirdAlternative(caller: Caller, NextHop: unknown): Promise<void> {
  const { items } = await caller.store.read((reader) => reader.page('route', { limit: 1 }))
  const [route] = items
  assert.ok(route)
  const spec = { ...route.spec, nextHop: String(NextHop), preference: 50 }
  await caller.put({ ...route, id: 'rte-third', generation: 1, spec })
}

const noGateway = { VpnGatewayId: 'vpn-none' }

/** Of an operation that makes a route that the quota is of; `differs` is what its routes have more than a destination. */
export function newRouteProvocations(action: string, quota: QuotaId, differs: Parameters = {}) {
  const good = (caller: Caller) => newRoute(caller, differs)
  const withOther =
    (other: (caller: Caller) => Promise<Parameters>): Provoke =>
    async (caller) => ({ ...(await good(caller)), ...(await other(caller)) })
  return {
    'gateway-not-found': withOther(async () => noGateway),
    busy: async (caller) => {
      const route = await good(caller)
      await changeGateway(caller, route)
      return route
    },
    suspended: async (caller) => {
      const route = await good(caller)
      await suspend(caller, String(route.VpnGatewayId))
      return route
    },
    'connection-not-found': withOther(async () => ({ NextHop: 'vco-none' })),
    'route-place-invalid': withOther(async (caller) => ({ NextHop: await attachment(caller) })),
    'route-destination-invalid': withOther(async () => ({ RouteDest: '0.0.0.0/0' })),
    'route-exists': async (caller) => {
      const route = await good(caller)
      await caller.ok(action, route)
      return { ...route, Weight: 0 }
    },
    'route-alternatives-full': async (caller) => {
      const route = await good(caller)
      await caller.ok(action, route)
      await caller.ok(action, await intoAnother(caller, route, { Weight: 0 }))
      return intoAnother(caller, route)
    },
    'route-preference-taken': async (caller) => {
      const route = await good(caller)
      await caller.ok(action, route)
      return intoAnother(caller, route)
    },
    'route-conflict': async (caller) => {
      const route = await good(caller)
      await rivalOf(caller, action, route)
      return route
    },
    'remote-overlaps-network': withOther(async () => ({ RouteDest: '10.0.1.0/24' })),
    'peer-inside-route': withOther(async () => ({ RouteDest: '192.0.2.0/24' })),
    'routes-exhausted': granted(quota, good),
    'published-routes-exhausted': granted('vpc_quota_vpn_custom_route_entry', good),
  } satisfies Readonly<Record<string, Provoke>>
}

/** Of an operation that names a route by all that the request has beside `change`. */
export function namedRouteProvocations(action: string, change: Parameters, differs: Parameters = {}) {
  const made = async (caller: Caller): Promise<Parameters> => {
    const route = await newRoute(caller, differs)
    await caller.ok(action, route)
    return { ...namingOf(route), ...change }
  }
  return {
    'gateway-not-found': async (caller) => ({ ...(await made(caller)), ...noGateway }),
    busy: async (caller) => {
      const route = await made(caller)
      await changeGateway(caller, route)
      return route
    },
    suspended: async (caller) => {
      const route = await made(caller)
      await suspend(caller, String(route.VpnGatewayId))
      return route
    },
    'route-not-found': async (caller) => ({ ...(await made(caller)), RouteDest: '172.21.0.0/16' }),
  } satisfies Readonly<Record<string, Provoke>>
}

/** Of an operation that ranks a route anew among its alternatives. */
export function rankProvocations(action: string, change: Parameters, differs: Parameters = {}) {
  const pair = async (caller: Caller): Promise<Parameters> => {
    const route = await newRoute(caller, differs)
    await caller.ok(action, route)
    await caller.ok(action, await intoAnother(caller, route, { Weight: 0 }))
    return { ...namingOf(route), ...change }
  }
  return {
    ...namedRouteProvocations(action, change, differs),
    'route-preference-taken': pair,
    'route-alternatives-full': async (caller) => {
      const route = await pair(caller)
      await thirdAlternative(caller, (await intoAnother(caller, route)).NextHop)
      return route
    },
  } satisfies Readonly<Record<string, Provoke>>
}

/** A route that is not published, whose destination the VPC reaches by another of its gateways. */
export async function conflicting(caller: Caller, action: string, differs: Parameters = {}): Promise<Parameters> {
  const route = await newRoute(caller, { ...differs, PublishVpc: false })
  await caller.ok(action, route)
  await rivalOf(caller, action, route)
  return namingOf(route)
}
