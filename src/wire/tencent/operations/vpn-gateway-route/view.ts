import { createHash } from 'node:crypto'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { allOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { idPrefixes } from '../../ids.ts'

/** A route of a gateway's table, as it is shown. */
export interface GatewayRouteView {
  readonly id: string
  readonly destination: string
  readonly connection: string
  readonly priority: number
  readonly enabled: boolean
  readonly type: 'Static' | 'BGP'
  readonly createdAt: number
  readonly updatedAt: number
  readonly description: string
}

export const viewRoute = (route: Resource<'route'>): GatewayRouteView => ({
  id: route.id,
  destination: route.spec.destination,
  connection: route.spec.nextHop,
  priority: route.spec.preference,
  enabled: route.spec.enabled,
  type: 'Static',
  createdAt: route.createdAt,
  updatedAt: extras.route.read(route).updatedAt ?? route.createdAt,
  description: route.labels.description ?? '',
})

/** Nobody has made it, so that its id is made of what it is. */
const learnedId = (destination: string, connection: string): string => {
  const digest = createHash('sha256').update(`${destination} ${connection}`).digest('hex')
  return `${idPrefixes.vpnGatewayRoute}-${digest.slice(0, 8)}`
}

/** What the neighbors of these connections have told, and packets are routed by. */
function learned(
  { observed }: CallContext,
  gateway: string,
  connections: readonly Resource<'connection'>[],
): readonly GatewayRouteView[] {
  const owners = new Map(connections.flatMap(({ id, spec }) => spec.tunnels.map((tunnel) => [tunnel.id, id] as const)))
  const sessions = observed.gateway(gateway)?.value.bgp?.sessions ?? []
  return sessions.flatMap(({ tunnel, since, received }) => {
    const connection = owners.get(tunnel)
    if (connection === undefined) return []
    return received
      .filter(({ selected }) => selected)
      .map(({ prefix }) => ({
        id: learnedId(prefix, connection),
        destination: prefix,
        connection,
        priority: 0,
        enabled: true,
        type: 'BGP' as const,
        createdAt: since,
        updatedAt: since,
        description: '',
      }))
  })
}

const noGateway = (id: string): DomainError => domainError('gateway-not-found', 'no such gateway in this region', id)

/** All of the gateway's table that nothing but its destination is asked of: what was made, the oldest first, and what was learned. */
export async function routesOf(
  context: CallContext,
  gateway: string,
): Promise<Result<readonly GatewayRouteView[], DomainError>> {
  const { reader } = context
  if ((await reader.get('gateway', gateway)) === undefined) return fail(noGateway(gateway))
  const stored = await allOf(reader, 'route', [
    { by: 'facet', facet: 'place', anyOf: [gateway] },
    { by: 'facet', facet: 'policy-based', anyOf: ['no'] },
  ])
  const connections = await reader.referencing(gateway, 'connection')
  return ok([...stored.toReversed().map(viewRoute), ...learned(context, gateway, connections)])
}

/** The route that is named, where somebody has made it. */
export async function namedRoute(
  context: CallContext,
  gateway: string,
  id: string,
): Promise<Result<Resource<'route'>, DomainError>> {
  const route = await context.reader.get('route', id)
  if (route !== undefined && route.spec.place.id === gateway) return ok(route)
  const all = await routesOf(context, gateway)
  if (!all.ok) return all
  const isLearned = all.value.some((each) => each.id === id)
  return fail(
    isLearned
      ? domainError('route-derived', 'was told by a neighbor', id)
      : domainError('route-not-found', `${gateway} has no such route`, id),
  )
}
