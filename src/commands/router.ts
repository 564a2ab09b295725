import type { Ipv4Address, Ipv4Prefix } from '../domain/address.ts'
import { routerOfGroup } from '../domain/claims.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { Reader, Unscoped } from '../domain/reader.ts'
import type { AddressBlock, AttachmentTarget, Resource, Router } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { checkBeside } from './bgp.ts'
import {
  type Command,
  changed,
  claiming,
  type NewResource,
  newResource,
  putting,
  puttingWithout,
  removing,
} from './command.ts'
import { checkGranted, grantTo, loadGrants, ownedBy } from './grant.ts'
import { checkProbesLeave } from './health-check.ts'
import { checkPlace, type FoundPlace, findPlace, type NetworkPlace } from './network-place.ts'
import { checkQuota } from './quota.ts'
import { blocksOf, checkBlocks, loadBlocks } from './router-block.ts'
import { checkApart, loadApart } from './router-group.ts'
import { type Carried, checkRoutes, loadCarried, loadOwnRoutes, nameFor, routedPrefixes } from './router-routes.ts'
import { checkUnassociated, checkUnrouted } from './router-table.ts'
import { checkOneTunnel, type Joined, loadJoined, sharing, takeOuterAddresses } from './shared-address.ts'

export interface CreateRouterGroup extends NewResource {
  readonly disjoint?: boolean
}

export const createRouterGroup: Command<CreateRouterGroup, null> = {
  name: 'create-router-group',
  load: async () => null,
  decide: (_, { disjoint, ...input }) =>
    ok(putting({ kind: 'router-group', ...newResource(input), spec: disjoint ? { disjoint } : {} })),
}

interface GroupAndRouters {
  readonly group: Resource<'router-group'> | undefined
  readonly routers: readonly Resource<'router'>[]
  readonly grants: readonly Resource<'grant'>[]
}

/** What has been granted to it is granted to nobody then. */
export const deleteRouterGroup: Command<{ readonly id: string }, GroupAndRouters> = {
  name: 'delete-router-group',
  load: async (reader, { id }) => ({
    group: await reader.get('router-group', id),
    routers: await reader.referencing(id, 'router'),
    grants: await reader.unscoped.referencing(id, 'grant'),
  }),
  decide({ group, routers, grants }, { id }) {
    if (group === undefined) return fail(domainError('router-group-not-found', 'no such router group', id))
    const router = routers[0]
    if (router !== undefined) return fail(domainError('in-use', `delete router ${router.id} first`, id))
    return ok(removing(group, ...grants))
  },
}

export interface CreateRouter extends NewResource, Pick<Router, 'prefixes'> {
  /** Absent for one that is joined with no others. */
  readonly group?: string
  readonly blocks?: readonly AddressBlock[]
  /** How many there may be in all of the account's regions. */
  readonly quota?: number
}

interface GroupAndBlocks {
  readonly used: number
  readonly group: Resource<'router-group'> | undefined
  /** Of its routers. */
  readonly others: readonly AddressBlock[]
}

export const createRouter: Command<CreateRouter, GroupAndBlocks> = {
  name: 'create-router',
  load: async (reader, { group, quota }) => ({
    group: group === undefined ? undefined : await reader.get('router-group', group),
    others: await loadBlocks(reader, group),
    used: quota === undefined ? 0 : await reader.count('router', 'account'),
  }),
  decide({ group, others, used }, input) {
    const { blocks = [], prefixes } = input
    if (input.group !== undefined && group === undefined) {
      return fail(domainError('router-group-not-found', 'no such router group', input.group))
    }
    const refusal = checkBlocks(blocks, others, blocks.length, input.id) ?? checkQuota(used, input.quota, 'routers')
    if (refusal !== undefined) return fail(refusal)
    const spec = {
      ...(group === undefined ? {} : { group: group.id }),
      ...(prefixes === undefined ? {} : { prefixes }),
      ...(blocks.length === 0 ? {} : { blocks }),
    }
    return ok(claiming({ kind: 'router', ...newResource(input), spec }, ...claimsOf(input, group)))
  },
}

const claimsOf = ({ account, region }: NewResource, group: Resource<'router-group'> | undefined) =>
  group === undefined
    ? []
    : [
        {
          ...routerOfGroup({ account, region }, group.id),
          refusal: (holder: string) => domainError('router-exists', `${holder} is the region’s router`, group.id),
        },
      ]

interface RouterAndAttachments {
  readonly router: Resource<'router'> | undefined
  readonly attachments: readonly Resource<'router-attachment'>[]
  readonly tables: readonly Resource<'router-table'>[]
  readonly routes: readonly Resource<'router-route'>[]
}

export interface DeleteRouter {
  readonly id: string
  /** Whether it may go while it is still letting go of attachments. */
  readonly letsGo?: boolean
}

/** Its tables go with it, and their entries. */
export const deleteRouter: Command<DeleteRouter, RouterAndAttachments> = {
  name: 'delete-router',
  load: async (reader, { id }) => ({
    router: await reader.get('router', id),
    attachments: await reader.referencing(id, 'router-attachment'),
    tables: await reader.referencing(id, 'router-table'),
    routes: await reader.referencing(id, 'router-route'),
  }),
  decide({ router, attachments, tables, routes }, { id, letsGo = false }) {
    if (router === undefined) return fail(domainError('router-not-found', 'no such router in this region', id))
    if (router.deleting) return fail(domainError('busy', 'is being deleted', id))
    const attachment = letsGo ? attachments.find(isStaying) : attachments[0]
    if (attachment !== undefined) {
      return fail(domainError('in-use', `delete attachment ${attachment.id} first`, id))
    }
    return ok(puttingWithout(changed(router, { deleting: true }), [...routes, ...tables]))
  },
}

/** How a new attachment stands to the router's own table, where it is not as it is for all. */
export interface InitialTable {
  /** False for one whose packets no table routes until somebody associates it with one. */
  readonly associated?: boolean
  /** False for one that no table is told of. */
  readonly propagating?: boolean
}

export interface AttachNetwork extends NewResource, NetworkPlace, InitialTable {
  readonly router: string
  /** The account of the network; the router's where it is not given. */
  readonly owner?: string
  readonly publishesRoutes: boolean
  /** How many attachments the router may have. */
  readonly quota?: number
}

interface NetworkAttachmentSurroundings extends FoundPlace {
  readonly grants: readonly Resource<'grant'>[]
  /** Whose addresses it may not have. */
  readonly apart: readonly Resource<'network'>[]
  /** How many attachments the router has. */
  readonly used: number
  readonly connections: readonly Resource<'connection'>[]
  /** The connections' own. */
  readonly routes: readonly Resource<'route'>[]
  readonly router: Resource<'router'> | undefined
  readonly existing: readonly Resource<'router-attachment'>[]
}

export const isStaying = ({ deleting }: Resource): boolean => !deleting

/** How many attachments a router has, where that has a limit. */
export const countAttachments = async (reader: Reader, router: string, quota: number | undefined): Promise<number> =>
  quota === undefined ? 0 : (await reader.referencing(router, 'router-attachment')).filter(isStaying).length

/** Why what is attached by these may not be attached to the router too. */
export function checkFree(
  router: Resource<'router'>,
  existing: readonly Resource<'router-attachment'>[],
  target: string,
): DomainError | undefined {
  // Where the routers tell prefixes apart, whoever has let go of one may have another at once.
  const other = router.spec.prefixes === undefined ? existing[0] : existing.find(isStaying)
  if (other === undefined) return undefined
  if (router.spec.prefixes === undefined || other.spec.router === router.id) {
    return domainError('already-attached', `by ${nameFor(router.account, other)}`, target)
  }
  const isOwn = other.account === router.account
  return domainError('attached-elsewhere', `to ${isOwn ? other.spec.router : 'a router of another account'}`, target)
}

export const attach = (
  input: NewResource & InitialTable & { readonly publishesRoutes: boolean },
  { id: router, spec: { group } }: Resource<'router'>,
  target: AttachmentTarget,
  grants: readonly Resource<'grant'>[],
) => {
  const { publishesRoutes, associated = true, propagating = true } = input
  const paid = grantTo(group, grants)?.spec.payer === 'target' ? ({ payer: 'target' } as const) : {}
  const tables = { ...(associated ? {} : { table: null }), ...(propagating ? {} : { propagates: [] }) }
  const spec = { router, target, publishesRoutes, ...tables, ...paid }
  return ok(putting({ kind: 'router-attachment', ...newResource(input), spec }))
}

async function loadRouted(reader: Unscoped, router: string) {
  const { connections } = await loadCarried(reader, router)
  return { connections, routes: await loadOwnRoutes(reader, connections) }
}

export const attachNetwork: Command<AttachNetwork, NetworkAttachmentSurroundings> = {
  name: 'attach-network',
  load: async (reader, input) => ({
    ...(await findPlace(ownedBy(reader, input), input)),
    router: await reader.get('router', input.router),
    grants: await loadGrants(reader, input.network),
    existing: await reader.unscoped.referencing(input.network, 'router-attachment'),
    apart: await loadApart(reader.unscoped, input.router),
    used: await countAttachments(reader, input.router, input.quota),
    ...(await loadRouted(reader.unscoped, input.router)),
  }),
  decide({ router, existing, used, connections, routes, grants, apart, ...found }, input) {
    if (router === undefined || router.deleting) {
      return fail(domainError('router-not-found', 'no such router in this region', input.router))
    }
    const denied = checkGranted(router, input.network, input, grants)
    if (denied !== undefined) return fail(denied)
    const network = checkPlace(found, input)
    if (!network.ok) return network
    const refusal =
      checkFree(router, existing, input.network) ??
      checkQuota(used, input.quota, 'attachments of the router') ??
      checkApart(network.value, apart, router.account) ??
      checkRoutes(routedPrefixes(connections, routes), [network.value])
    if (refusal !== undefined) return fail(refusal)
    return attach(input, router, { kind: 'network', id: network.value.id, subnets: input.subnets }, grants)
  },
}

export interface AttachConnection extends NewResource {
  readonly router: string
  readonly connection: string
  /** The account of the connection; the router's where it is not given. */
  readonly owner?: string
  readonly outerPool: Ipv4Prefix
  readonly publishesRoutes: boolean
  /** How many connections the router may carry. */
  readonly quota?: number
}

interface ConnectionAttachmentSurroundings {
  readonly grants: readonly Resource<'grant'>[]
  readonly carried: Carried
  readonly router: Resource<'router'> | undefined
  readonly connection: Resource<'connection'> | undefined
  readonly peers: readonly (Resource<'customer-gateway'> | undefined)[]
  readonly existing: readonly Resource<'router-attachment'>[]
  /** The connection's own. */
  readonly routes: readonly Resource<'route'>[]
  readonly addresses: readonly Ipv4Address[]
  /** What they are taken from. */
  readonly pools: readonly Ipv4Prefix[]
  readonly joined: Joined
}

/** Of the first pool that has them, and of the next what is missing. */
async function takeAddresses(
  reader: Reader,
  pools: readonly Ipv4Prefix[],
  count: number,
): Promise<readonly Ipv4Address[]> {
  const taken: Ipv4Address[] = []
  for (const pool of pools) taken.push(...(await takeOuterAddresses(reader, pool, count - taken.length)))
  return taken
}

async function loadConnection(reader: Reader, input: AttachConnection): Promise<ConnectionAttachmentSurroundings> {
  const connection = await ownedBy(reader, input).get('connection', input.connection)
  const tunnels = connection?.spec.tunnels ?? []
  const router = await reader.get('router', input.router)
  const own = router === undefined ? [] : blocksOf(router).map(({ prefix }) => prefix)
  const pools = connection?.spec.isPrivate === true ? own : [input.outerPool]
  const { unscoped } = reader
  const peers = await Promise.all(tunnels.map((tunnel) => unscoped.get('customer-gateway', tunnel.customerGateway)))
  const addresses = await takeAddresses(reader, pools, tunnels.length)
  const reached = sharing(pools).sharesAddress === undefined ? [] : peers.flatMap((peer) => peer?.spec.address ?? [])
  return {
    connection,
    router,
    pools,
    grants: await loadGrants(reader, input.connection),
    peers,
    joined: await loadJoined(unscoped, input.connection, addresses, reached),
    existing: await reader.unscoped.referencing(input.connection, 'router-attachment'),
    routes: await reader.unscoped.referencing(input.connection, 'route'),
    carried: await loadCarried(reader.unscoped, input.router),
    addresses,
  }
}

export const attachConnection: Command<AttachConnection, ConnectionAttachmentSurroundings> = {
  name: 'attach-connection',
  load: loadConnection,
  decide({ router, connection, peers, joined, existing, routes, addresses, pools, carried, grants }, input) {
    if (router === undefined || router.deleting) {
      return fail(domainError('router-not-found', 'no such router in this region', input.router))
    }
    const denied = checkGranted(router, input.connection, input, grants)
    if (denied !== undefined) return fail(denied)
    if (connection === undefined || connection.deleting) {
      return fail(domainError('connection-not-found', 'no such connection in this region', input.connection))
    }
    const bound = connection.spec.gateway ?? existing[0]?.id
    if (bound !== undefined) return fail(domainError('already-attached', `by ${bound}`, connection.id))
    const exhausted = checkQuota(carried.connections.length, input.quota, 'connections on the router')
    if (exhausted !== undefined) return fail(exhausted)
    if (addresses.length < connection.spec.tunnels.length) {
      const where = pools.length === 0 ? 'the router has no address block' : `none is left in ${pools.join(' or ')}`
      return fail(domainError('addresses-exhausted', where, router.id))
    }
    const own = peers.find((peer) => peer !== undefined && addresses.includes(peer.spec.address))
    if (own !== undefined) {
      return fail(domainError('peer-address-own', 'the peer would have the connection’s own address', own.id))
    }
    const beside = carried.connections.flatMap(({ spec }) => spec.tunnels)
    const byId = new Map(peers.flatMap((peer) => (peer === undefined ? [] : [[peer.id, peer] as const])))
    const joining = { ownAddresses: addresses, peers: byId, joined }
    const refusal =
      checkOneTunnel('addresses-exhausted', connection.spec, joining, input.account) ??
      checkRoutes(routedPrefixes([connection], routes), carried.networks) ??
      checkBeside(connection.spec.tunnels, beside) ??
      checkProbesLeave(connection.spec.tunnels, beside)
    if (refusal !== undefined) return fail(refusal)
    return attach(input, router, { kind: 'connection', id: connection.id, addresses, ...sharing(pools) }, grants)
  },
}

export interface Detach {
  readonly id: string
  /** Takes it out of the route tables that somebody has put it in, and the entries that lead into it, where it would be refused otherwise. */
  readonly force?: boolean
}

interface AttachmentAndRoutes {
  readonly attachment: Resource<'router-attachment'> | undefined
  /** The entries of route tables that lead into it. */
  readonly routes: readonly Resource<'router-route'>[]
}

export const detach: Command<Detach, AttachmentAndRoutes> = {
  name: 'detach',
  load: async (reader, { id }) => ({
    attachment: await reader.get('router-attachment', id),
    routes: await reader.referencing(id, 'router-route'),
  }),
  decide({ attachment, routes }, { id, force = true }) {
    if (attachment === undefined) return fail(domainError('attachment-not-found', 'no such attachment', id))
    if (attachment.deleting) return fail(domainError('busy', 'is being detached', id))
    const refusal = force ? undefined : (checkUnassociated(attachment) ?? checkUnrouted(attachment, routes))
    if (refusal !== undefined) return fail(refusal)
    return ok(puttingWithout(changed(attachment, { deleting: true }), routes))
  },
}
