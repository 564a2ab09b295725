import type { Kind, Resource, ResourceRef } from './resource.ts'

/** The nouns that are brought into the world as a whole; all others are part of one of them. */
export type RootKind = 'network' | 'gateway' | 'host' | 'workload'

/** What has to be reconciled. A gateway's stands for a router's too: both terminate tunnels. */
export interface Root {
  readonly kind: RootKind
  readonly id: string
}

/** What leads from a resource to its roots when it does not name them itself. */
export interface Users {
  /** The connections that cannot be without it, or the connection itself. */
  readonly connections: readonly Resource<'connection'>[]
  /** The router attachments of these connections, or of the network. */
  readonly attachments: readonly Resource<'router-attachment'>[]
  /** The gateways that carry the network. */
  readonly gateways: readonly Resource<'gateway'>[]
  /** The gateways that are attached to its router, or to that of an attachment among these: they carry what that does. */
  readonly attached: readonly string[]
}

export const noUsers: Users = { connections: [], attachments: [], gateways: [], attached: [] }

/** The kinds whose own roots are themselves. */
export const rootOfKind: Readonly<Partial<Record<Kind, RootKind>>> = {
  network: 'network',
  gateway: 'gateway',
  router: 'gateway',
  host: 'host',
  workload: 'workload',
}

/** The connection that the resource is, or is part of, where the router that this is attached to is the root. */
export function routedConnection(resource: Resource): string | undefined {
  if (resource.kind === 'connection') return resource.spec.gateway === undefined ? resource.id : undefined
  return resource.kind === 'route' && resource.spec.place.kind === 'connection' ? resource.spec.place.id : undefined
}

/** The network whose gateways and routers are to lead to it otherwise than before. */
export function networkToLink(before: Resource | undefined, after: Resource | undefined): string | undefined {
  const either = after ?? before
  if (either?.kind === 'subnet') {
    // They speak as the router of one.
    return before?.deleting === after?.deleting ? undefined : either.spec.network
  }
  if (before?.kind !== 'network' || after?.kind !== 'network') return undefined
  const { secondary: ranges = [], takesDynamicRoutes, offersRanges } = before.spec
  const isSame =
    takesDynamicRoutes === after.spec.takesDynamicRoutes &&
    offersRanges === after.spec.offersRanges &&
    ranges.join() === (after.spec.secondary ?? []).join()
  return isSame ? undefined : after.id
}

/** The network or gateway whose router, where it has one, leads otherwise than before when the resource changes. */
export function offeredBy(resource: Resource): ResourceRef | undefined {
  if (resource.kind === 'subnet') return { kind: 'network', id: resource.spec.network }
  if (resource.kind === 'connection') return gatewayRef(resource.spec.gateway)
  if (resource.kind !== 'route') return undefined
  const { kind, id } = resource.spec.place
  // What a network's own routes lead elsewhere, routers do not.
  if (kind === 'network') return { kind, id }
  return gatewayRef(kind === 'gateway' ? id : undefined)
}

const gatewayRef = (id: string | undefined): ResourceRef | undefined =>
  id === undefined ? undefined : { kind: 'gateway', id }

/** The router whose gateways carry otherwise than before when the resource changes. */
export function routerOf(resource: Resource): string | undefined {
  if (resource.kind === 'router') return resource.id
  return resource.kind === 'router-attachment' ? resource.spec.router : undefined
}

const rootsOfUsers = ({ connections, attachments, gateways, attached }: Users): readonly Root[] => [
  ...attached.map(gatewayRoot),
  ...gateways.map(({ id }) => gatewayRoot(id)),
  ...connections.flatMap(({ spec }): Root[] => (spec.gateway === undefined ? [] : [gatewayRoot(spec.gateway)])),
  ...attachments.map(({ spec }) => gatewayRoot(spec.router)),
]

const gatewayRoot = (id: string): Root => ({ kind: 'gateway', id })

/** The roots that a resource is part of as it stands. */
function partOf(resource: Resource, users: Users): readonly Root[] {
  switch (resource.kind) {
    case 'network':
      return [{ kind: 'network', id: resource.id }, ...rootsOfUsers(users)]
    case 'subnet':
      return [{ kind: 'network', id: resource.spec.network }, ...rootsOfUsers(users)]
    case 'gateway':
      return [gatewayRoot(resource.id)]
    case 'router':
      return [gatewayRoot(resource.id), ...rootsOfUsers(users)]
    case 'router-attachment': {
      const { router, target } = resource.spec
      const gateway = target.kind === 'gateway' ? [gatewayRoot(target.id)] : []
      return [gatewayRoot(router), ...gateway, ...rootsOfUsers(users)]
    }
    case 'router-route':
      return [gatewayRoot(resource.spec.router)]
    case 'connection': {
      const { gateway } = resource.spec
      // One that nothing terminates asks nothing of the data plane: it has no root, and no generation is noted for it.
      return gateway === undefined ? rootsOfUsers(users) : [gatewayRoot(gateway), ...rootsOfUsers(users)]
    }
    case 'customer-gateway':
      return rootsOfUsers(users)
    case 'host':
    case 'workload':
      return [{ kind: resource.kind, id: resource.id }]
    case 'route': {
      const { place, nextHop } = resource.spec
      if (place.kind === 'connection') return rootsOfUsers(users)
      return [gatewayRoot(place.kind === 'gateway' ? place.id : nextHop), ...rootsOfUsers(users)]
    }
    case 'router-group':
    case 'router-table':
    case 'network-table':
    case 'grant':
    case 'diagnosis':
    case 'user':
    case 'user-group':
    case 'policy':
    case 'role':
    case 'order':
    case 'ledger':
    case 'account-tag':
      return []
  }
}

/**
 * What has to be reconciled when a resource has become another: where it was, which has to let go of it, and where it is.
 * Undefined stands for before it was made and after it was removed.
 */
export function rootsOf(
  before: Resource | undefined,
  after: Resource | undefined,
  users: Users = noUsers,
): readonly Root[] {
  const all = [before, after].flatMap((resource) => (resource === undefined ? [] : partOf(resource, users)))
  return [...new Map(all.map((root) => [`${root.kind} ${root.id}`, root])).values()]
}
