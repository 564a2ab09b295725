/** How a test looks at the routes of a VPN gateway, and at what was learned over its connections. */
import type { LearnedRoute, ObservedBgpSession } from '../../../domain/bgp.ts'
import type { Body, Caller, Parameters } from './caller.ts'
import { everything, router, single } from './resources.ts'

/** The elements of a list at a path of a describing operation's answer. */
export async function listed(caller: Caller, path: string, action: string, parameters: Parameters) {
  return (await caller.get(path, action, parameters)) as readonly Body[]
}

export const destinationBased = (caller: Caller, VpnGatewayId: unknown, parameters: Parameters = {}) =>
  listed(caller, 'VpnRouteEntries.VpnRouteEntry', 'DescribeVpnRouteEntries', { VpnGatewayId, ...parameters })

export const policyBased = (caller: Caller, VpnGatewayId: unknown, parameters: Parameters = {}) =>
  listed(caller, 'VpnPbrRouteEntries.VpnPbrRouteEntry', 'DescribeVpnPbrRouteEntries', { VpnGatewayId, ...parameters })

export const ofConnection = (caller: Caller, VpnConnectionId: unknown, parameters: Parameters = {}) =>
  listed(caller, 'VcoRouteEntries', 'DescribeVcoRouteEntries', { VpnConnectionId, ...parameters })

/** A connection that a transit router carries, and a route that it could have. */
export async function attachedRoute(caller: Caller, subnets: Parameters = everything, to?: string) {
  const VpnConnectionId = await caller.make('CreateVpnAttachment', await single(caller, subnets))
  const TransitRouterId = to ?? (await router(caller))
  await caller.make('CreateTransitRouterVpnAttachment', { VpnId: VpnConnectionId, TransitRouterId })
  await caller.settle()
  return { VpnConnectionId, NextHop: VpnConnectionId, RouteDest: '172.20.0.0/16', Weight: 100 }
}

export const tunnelsOf = async (caller: Caller, connection: unknown): Promise<readonly string[]> => {
  const found = await caller.store.read((reader) => reader.get('connection', String(connection)))
  return (found?.spec.tunnels ?? []).map(({ id }) => id)
}

export const learned = (prefix: string, change: Partial<LearnedRoute> = {}): LearnedRoute => ({
  prefix: prefix as LearnedRoute['prefix'],
  asPath: [65_001],
  communities: [],
  selected: true,
  ...change,
})

/** Lets the routing daemon of a gateway or router tell what came over each tunnel. */
export function tell(caller: Caller, root: string, told: Readonly<Record<string, readonly LearnedRoute[]>>): void {
  const sessions = Object.entries(told).map(
    ([tunnel, received]): ObservedBgpSession => ({
      tunnel,
      state: 'established',
      since: 1_700_000_000_000,
      localAddress: '169.254.10.1' as ObservedBgpSession['localAddress'],
      neighborAddress: '169.254.10.2' as ObservedBgpSession['neighborAddress'],
      localAsNumber: 45_104 as ObservedBgpSession['localAsNumber'],
      neighborAsNumber: 65_001 as ObservedBgpSession['neighborAsNumber'],
      limitReached: false,
      received,
      advertised: [],
    }),
  )
  const installed = Object.values(told)
    .flat()
    .map(({ prefix }) => prefix)
  const bgp = { alive: true, sessions, installed }
  caller.observed.record(root, { id: root, links: [], tunnels: [], policies: [], routes: [], bgp }, caller.now)
}
