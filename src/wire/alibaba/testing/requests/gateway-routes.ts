/** Good requests about routes of VPN gateways, of either sort. */
import {
  type OperationClient,
  type OperationFixture,
  Together,
  type Values,
} from '../../../http/testing/operation-fixture.ts'
import type { Tree } from '../../../http/testing/request-places.ts'
import { connectionOn, gateway, made } from '../made.ts'

/** A gateway, and a route that it could have. */
export async function newRoute(client: OperationClient, differs: Tree = {}): Promise<Tree> {
  const VpnGatewayId = await gateway(client)
  const NextHop = await connectionOn(client, VpnGatewayId)
  return { VpnGatewayId, NextHop, RouteDest: '172.20.0.0/16', Weight: 100, PublishVpc: true, ...differs }
}

/** What names a route that is made. */
export async function madeRoute(client: OperationClient, action: string, differs: Tree = {}): Promise<Tree> {
  const route = await newRoute(client, differs)
  await made(client, action, route, 'VpnInstanceId')
  const { PublishVpc: _, ...naming } = route
  return naming
}

const first: Tree = { RouteDest: '172.20.0.0/16', Weight: 100 }
const second: Tree = { RouteDest: '172.21.0.0/16', Weight: 0 }

/** For each field that names a route: two routes that differ in all of them, each of a gateway of its own. */
export const namingValues = (
  operations: readonly string[],
  names: readonly string[],
  make: (client: OperationClient, differs: Tree) => Promise<Tree>,
): OperationFixture['values'] => {
  const values =
    (name: string): Values =>
    async (client) => {
      const routes = [await make(client, first), await make(client, second)]
      return routes.map((route) => new Together(route[name], route))
    }
  return Object.fromEntries(operations.flatMap((action) => names.map((name) => [`${action} ${name}`, values(name)])))
}

/** Of an operation that makes a route. */
export const newRouteValues = (action: string): OperationFixture['values'] => ({
  [`${action} VpnGatewayId`]: async (client) => {
    const routes = [await newRoute(client), await newRoute(client)]
    return routes.map(({ VpnGatewayId, NextHop }) => new Together(VpnGatewayId, { NextHop }))
  },
  [`${action} NextHop`]: async (client, { VpnGatewayId }) => [
    await connectionOn(client, String(VpnGatewayId)),
    await connectionOn(client, String(VpnGatewayId)),
  ],
})

/** Makes the alternative of a route: which of the two is the active one, their weights say. */
export const joinAlternative =
  (action: string) =>
  async (client: OperationClient, { NewWeight, Weight, NewPriority, ...route }: Tree): Promise<void> => {
    const VpnGatewayId = String(route.VpnGatewayId)
    const NextHop = await connectionOn(client, VpnGatewayId)
    const alternative = { VpnGatewayId, NextHop, Weight: 100 - Number(NewWeight ?? Weight), PublishVpc: false }
    const { RouteDest, RouteSource } = route
    const Priority = NewPriority ?? route.Priority
    await made(client, action, { RouteDest, RouteSource, Priority, ...alternative }, 'VpnInstanceId')
  }
