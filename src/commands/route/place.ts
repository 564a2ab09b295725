import { type DomainError, domainError } from '../../domain/error.ts'
import type { Reader, Unscoped } from '../../domain/reader.ts'
import type { Resource } from '../../domain/resource.ts'
import { isOfNetwork, type RouteEntry } from '../../domain/route-entry.ts'
import { loadNetworks } from '../router-routes.ts'

/** What a route stands at and leads to, as far as it is there. */
export interface FoundRoutePlace {
  readonly gateway: Resource<'gateway'> | undefined
  readonly connection: Resource<'connection'> | undefined
  readonly network: Resource<'network'> | undefined
  /** The far ends of the connection. */
  readonly peers: readonly Resource<'customer-gateway'>[]
  /** The networks beside the route: the gateway's, or those of the router that carries the connection. */
  readonly networks: readonly Resource<'network'>[]
}

async function loadPeers(reader: Reader, connection: Resource<'connection'> | undefined) {
  const ids = new Set(connection?.spec.tunnels.map(({ customerGateway }) => customerGateway))
  const found = await Promise.all([...ids].map((id) => reader.get('customer-gateway', id)))
  return found.filter((peer) => peer !== undefined)
}

async function loadRouterNetworks(reader: Unscoped, connection: string): Promise<readonly Resource<'network'>[]> {
  const attachments = await reader.referencing(connection, 'router-attachment')
  const attachment = attachments.find(({ deleting }) => !deleting)
  return attachment === undefined ? [] : loadNetworks(reader, attachment.spec.router)
}

/** Of a place that is a network, or a table of one; empty where there is no such table. */
async function networkOfPlace(reader: Reader, { kind, id }: RouteEntry['place']): Promise<string | undefined> {
  if (kind === 'network') return id
  return kind === 'network-table' ? ((await reader.get('network-table', id))?.spec.network ?? '') : undefined
}

export async function findRoutePlace(reader: Reader, { place, nextHop }: RouteEntry): Promise<FoundRoutePlace> {
  if (place.kind === 'connection') {
    const connection = await reader.get('connection', nextHop)
    const networks = await loadRouterNetworks(reader.unscoped, place.id)
    return { gateway: undefined, network: undefined, connection, peers: await loadPeers(reader, connection), networks }
  }
  const gateway = await reader.get('gateway', place.kind === 'gateway' ? place.id : nextHop)
  const connection = place.kind === 'gateway' ? await reader.get('connection', nextHop) : undefined
  const network = await reader.get('network', (await networkOfPlace(reader, place)) ?? gateway?.spec.network ?? '')
  const networks = network === undefined ? [] : [network]
  return { gateway, network, connection, peers: await loadPeers(reader, connection), networks }
}

const isThere = <R extends Resource>(resource: R | undefined): resource is R =>
  resource !== undefined && !resource.deleting

const misplaced = (detail: string, subject: string): DomainError => domainError('route-place-invalid', detail, subject)

/** Whether what the route stands at and what it leads to are there and belong together. */
export function checkRoutePlace(route: RouteEntry, found: FoundRoutePlace): DomainError | undefined {
  const { place, nextHop, source } = route
  const { gateway, connection, network } = found
  if (source !== undefined && place.kind !== 'gateway') {
    return misplaced('only a gateway has policy-based routes', source)
  }
  if (!isOfNetwork(route) && !isThere(connection)) {
    return domainError('connection-not-found', 'no such connection in this region', nextHop)
  }
  if (place.kind === 'connection') {
    if (place.id !== nextHop) return misplaced('a connection’s own routes lead into it', nextHop)
    const bound = connection?.spec.gateway
    return bound === undefined ? undefined : misplaced(`${bound} has its routes`, nextHop)
  }
  if (place.kind === 'network-table' && !isThere(network)) {
    return domainError('network-table-not-found', 'no such table of a network', place.id)
  }
  if (place.kind === 'network' && !isThere(network)) {
    return domainError('network-not-found', 'no such network in this region', place.id)
  }
  if (!isThere(gateway)) {
    const id = place.kind === 'gateway' ? place.id : nextHop
    return domainError('gateway-not-found', 'no such gateway in this region', id)
  }
  const belongs =
    place.kind === 'gateway' ? connection?.spec.gateway === place.id : gateway.spec.network === network?.id
  return belongs ? undefined : misplaced(`is not one of ${place.id}`, nextHop)
}
