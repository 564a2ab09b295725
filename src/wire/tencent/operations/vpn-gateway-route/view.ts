import { createHash } from 'node:crypto'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { loadPrefixes } from '../../../../domain/router-prefixes.ts'
import { allOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { idPrefixes } from '../../ids.ts'

/** A route of a gateway's table, as it is shown. */
export interface GatewayRouteView {
  readonly id: string
  readonly destination: string
  /** The connection, or the CCN. */
  readonly nextHop: string
  readonly priority: number
  readonly enabled: boolean
  readonly type: 'Static' | 'BGP' | 'CCN'
  readonly createdAt: number
  readonly updatedAt: number
  readonly description: string
}

export const viewRoute = (route: Resource<'route'>): GatewayRouteView => ({
  id: route.id,
  destination: route.spec.destination,
  nextHop: route.spec.nextHop,
  priority: route.spec.preference,
  enabled: route.spec.enabled,
  type: 'Static',
  createdAt: route.createdAt,
  updatedAt: extras.route.read(route).updatedAt ?? route.createdAt,
  description: route.labels.description ?? '',
})

/** Nobody has made it, so that its id is made of what it is. */
const derivedId = (destination: string, nextHop: string): string => {
  const digest = createHash('sha256').update(`${destination} ${nextHop}`).digest('hex')
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
        id: derivedId(prefix, connection),
        destination: prefix,
        nextHop: connection,
        priority: 0,
        enabled: true,
        type: 'BGP' as const,
        createdAt: since,
        updatedAt: since,
        description: '',
      }))
  })
}

/** What the gateway's CCN leads it to: nobody has to make these. */
async function ofCcn({ reader }: CallContext, { id, spec }: Resource<'gateway'>): Promise<readonly GatewayRouteView[]> {
  if (spec.network !== undefined) return []
  const attachments = await reader.referencing(id, 'router-attachment')
  const ccn = await reader.get('router', attachments.find(({ deleting }) => !deleting)?.spec.router ?? '')
  const prefixes = ccn === undefined ? [] : await loadPrefixes(reader, ccn)
  return prefixes.flatMap(({ attachment, prefix, since, enabled }) =>
    !enabled || attachment.spec.target.kind !== 'network'
      ? []
      : [
          {
            id: derivedId(prefix, attachment.spec.router),
            destination: prefix,
            nextHop: attachment.spec.router,
            priority: 0,
            enabled: true,
            type: 'CCN' as const,
            createdAt: since,
            updatedAt: since,
            description: '',
          },
        ],
  )
}

const noGateway = (id: string): DomainError => domainError('gateway-not-found', 'no such gateway in this region', id)

/** All of the gateway's table that nothing but its destination is asked of: what was made, the oldest first, and what follows from others. */
export async function routesOf(
  context: CallContext,
  gateway: string,
): Promise<Result<readonly GatewayRouteView[], DomainError>> {
  const { reader } = context
  const found = await reader.get('gateway', gateway)
  if (found === undefined) return fail(noGateway(gateway))
  const stored = await allOf(reader, 'route', [
    { by: 'facet', facet: 'place', anyOf: [gateway] },
    { by: 'facet', facet: 'policy-based', anyOf: ['no'] },
  ])
  const connections = await reader.referencing(gateway, 'connection')
  const derived = [...learned(context, gateway, connections), ...(await ofCcn(context, found))]
  return ok([...stored.toReversed().map(viewRoute), ...derived])
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
  const derived = all.value.find((each) => each.id === id)
  return fail(
    derived !== undefined
      ? domainError('route-derived', derived.type === 'BGP' ? 'was told by a neighbor' : 'is the CCN’s', id)
      : domainError('route-not-found', `${gateway} has no such route`, id),
  )
}
