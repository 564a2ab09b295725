import type { Ipv4Address } from '../domain/address.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { StartAction, TrafficSelectors } from '../domain/ike.ts'
import { rangesOf } from '../domain/network-ranges.ts'
import type { Reader } from '../domain/reader.ts'
import type { Connection, Labels, Resource, Tunnel } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import type { RouteRules } from '../domain/route-rules.ts'
import { type AlgorithmRules, checkAlgorithms } from './algorithms.ts'
import { checkBgp, checkMixed, checkSilentBeside } from './bgp.ts'
import { type Command, changed, type NewResource, newResource, putting, puttingWithout, removing } from './command.ts'
import {
  type ConnectionQuotas,
  type CountedBeside,
  checkConnectionQuotas,
  checkPairs,
  countConnections,
} from './connection-quota.ts'
import { checkHealth, checkProbesLeave } from './health-check.ts'
import { checkPeerRoutes } from './peer-routes.ts'
import {
  type AutomaticSurroundings,
  checkAutomaticRoutes,
  loadAutomaticSurroundings,
  nothingBeside,
} from './route/automatic.ts'
import { checkAutomatic, checkWays, loadPolicies, loadPublished, type Standing } from './route/standing.ts'
import { automaticPrefixes } from './router-routes.ts'
import { checkSelectors } from './selectors.ts'
import { checkOneTunnel, type Joined, loadJoined, nothingJoined } from './shared-address.ts'

export interface CreateConnection extends NewResource, AlgorithmRules {
  /** The gateway that it is bound to; absent for one that a router is to carry. */
  readonly gateway?: string
  /** When given, the gateway must be this network's. */
  readonly network?: string
  readonly selectors: readonly TrafficSelectors[]
  readonly tunnels: readonly Tunnel[]
  readonly startAction: StartAction
  readonly automaticRoutes: boolean
  readonly publishes?: Connection['publishes']
  readonly isPrivate?: boolean
  readonly tunnelMbps?: number
  /** Refuses a peer whose outer address is among what the connection routes by itself. */
  readonly peersOutsideRoutes?: boolean
  /** Refuses a connection that speaks BGP beside one that does not, and the other way round. */
  readonly unmixedBgp?: boolean
  /** Refuses a connection that does not speak BGP beside one that does. */
  readonly bgpBesideBgp?: boolean
  /** Takes what can only fail: a BGP session within one autonomous system, and probes that no selector carries. */
  readonly takesWhatFails?: boolean
  /** Given where what the connection is routed by itself is to be allowed as routes are that somebody asks for. */
  readonly routeRules?: RouteRules
  readonly quotas?: ConnectionQuotas
  readonly automaticQuota?: AutomaticQuota
}

/** How many routes there may be where the connection has its own by itself; those of each sort that are counted with them. */
export interface AutomaticQuota {
  readonly routes: number
  /** Of what leads the network into its gateways. */
  readonly published?: number
}

type Peer = Resource<'customer-gateway'> | undefined

/** What surrounds a connection: its peers, and the gateway with all that it carries. */
export interface Surroundings {
  readonly peers: ReadonlyMap<string, Peer>
  readonly gateway: Resource<'gateway'> | undefined
  /** The outer addresses on this side: the gateway's, or those that its attachment has given the connection. */
  readonly ownAddresses: readonly Ipv4Address[]
  readonly network: Resource<'network'> | undefined
  readonly siblings: readonly Resource<'connection'>[]
  /** What its gateway, or the router that it is attached to, carries beside it, or with it. */
  readonly beside: readonly Resource<'connection'>[]
  readonly siblingPeers: ReadonlyMap<string, Peer>
}

async function loadPeers(
  reader: Reader,
  tunnels: readonly { customerGateway: string }[],
): Promise<ReadonlyMap<string, Peer>> {
  const ids = new Set(tunnels.map((tunnel) => tunnel.customerGateway))
  return new Map(await Promise.all([...ids].map(async (id) => [id, await reader.get('customer-gateway', id)] as const)))
}

export async function loadSurroundings(
  reader: Reader,
  gatewayId: string | undefined,
  tunnels: readonly { customerGateway: string }[],
): Promise<Surroundings> {
  const peers = await loadPeers(reader, tunnels)
  const gateway = gatewayId === undefined ? undefined : await reader.get('gateway', gatewayId)
  if (gateway === undefined) {
    const nothing = { network: undefined, siblings: [], beside: [], siblingPeers: new Map() }
    return { peers, gateway, ownAddresses: [], ...nothing }
  }
  const siblings = await reader.referencing(gateway.id, 'connection')
  return {
    peers,
    gateway,
    ownAddresses: gateway.spec.addresses,
    network: await reader.get('network', gateway.spec.network ?? ''),
    siblings,
    beside: siblings,
    siblingPeers: await loadPeers(
      reader,
      siblings.flatMap((sibling) => sibling.spec.tunnels),
    ),
  }
}

function checkPeers(
  id: string,
  connection: Connection,
  around: Surroundings,
  takesWhatFails: boolean,
): DomainError | undefined {
  const beside = besides(id, around)
  for (const tunnel of connection.tunnels) {
    const peer = around.peers.get(tunnel.customerGateway)
    if (peer === undefined) {
      return domainError(
        'customer-gateway-not-found',
        'no such customer gateway in this region',
        tunnel.customerGateway,
      )
    }
    const others = [...connection.tunnels.filter((other) => other !== tunnel), ...beside]
    const { selectors } = connection
    const asNumber = around.gateway?.spec.asNumber
    const refusal = checkBgp(tunnel, { peer: peer.spec, asNumber, others, selectors, takesWhatFails })
    if (refusal !== undefined) return refusal
    if (around.ownAddresses.includes(peer.spec.address)) {
      return domainError('peer-address-own', `${peer.spec.address} is the connection’s own outer address`, peer.id)
    }
  }
  return undefined
}

export const peersOf = ({ tunnels }: Connection, { peers }: Pick<Surroundings, 'peers'>) =>
  tunnels.flatMap(({ customerGateway }) => peers.get(customerGateway) ?? [])

/** Two tunnels of one outer address to one peer could not be told apart by the packets that arrive. */
function checkDistinct(id: string, connection: Connection, around: Surroundings): DomainError | undefined {
  for (const tunnel of connection.tunnels) {
    const address = around.peers.get(tunnel.customerGateway)?.spec.address
    for (const sibling of around.siblings) {
      const rival = sibling.spec.tunnels.find((other) => other.index === tunnel.index)
      if (sibling.id === id || rival === undefined) continue
      if (around.siblingPeers.get(rival.customerGateway)?.spec.address === address) {
        if (sibling.deleting) return domainError('connection-leaving', 'is being deleted: try again', sibling.id)
        return domainError('connection-exists', `${sibling.id} joins the same two addresses`, sibling.id)
      }
    }
  }
  return undefined
}

const besides = (id: string, { beside }: Surroundings): readonly Tunnel[] =>
  beside.flatMap((other) => (other.id === id ? [] : other.spec.tunnels))

function checkProbes(
  id: string,
  connection: Connection,
  around: Surroundings,
  takesWhatFails: boolean,
): DomainError | undefined {
  const ranges = around.network === undefined ? [] : rangesOf(around.network.spec)
  for (const { healthCheck } of connection.tunnels) {
    if (healthCheck === undefined) continue
    const refusal = checkHealth(healthCheck, connection, ranges, takesWhatFails)
    if (refusal !== undefined) return refusal
  }
  return checkProbesLeave(connection.tunnels, besides(id, around))
}

export function checkConnection(
  id: string,
  connection: Connection,
  around: Surroundings,
  takesWhatFails = false,
): DomainError | undefined {
  const wanted = around.gateway?.spec.addresses.length ?? connection.tunnels.length
  if (connection.tunnels.length !== wanted) {
    const detail = `the gateway has ${wanted} outer addresses, so the connection needs ${wanted} tunnels`
    return domainError('tunnels-incomplete', detail, around.gateway?.id)
  }
  return (
    checkPeers(id, connection, around, takesWhatFails) ??
    checkDistinct(id, connection, around) ??
    checkSelectors(id, connection, around) ??
    checkProbes(id, connection, around, takesWhatFails)
  )
}

/** Nothing is looked for where gateways have addresses of their own. */
export async function loadJoinedPeers(
  reader: Reader,
  id: string,
  { ownAddresses, peers }: Pick<Surroundings, 'ownAddresses' | 'peers'>,
  isShared = false,
): Promise<Joined> {
  if (!isShared) return nothingJoined
  const addresses = [...peers.values()].flatMap((peer) => peer?.spec.address ?? [])
  return loadJoined(reader.unscoped, id, ownAddresses, addresses)
}

interface Beginning extends Surroundings {
  /** Whether the data plane has the gateway. */
  readonly isMade: boolean
  /** What stands beside what the connection is routed by itself. */
  readonly routes: AutomaticSurroundings
  readonly counted: CountedBeside
  readonly routed: Routed
  readonly joined: Joined
}

/** The routes where a connection has its own by itself, as far as they have a limit. */
export interface Routed {
  readonly routes?: Standing
  readonly published?: Standing
}

export async function loadRouted(
  reader: Reader,
  { gateway }: Pick<Surroundings, 'gateway'>,
  quota: AutomaticQuota | undefined,
): Promise<Routed> {
  if (quota === undefined || gateway === undefined) return {}
  const routes = await loadPolicies(reader, gateway.id)
  const { network } = gateway.spec
  return quota.published === undefined || network === undefined
    ? { routes }
    : { routes, published: await loadPublished(reader, network) }
}

/** Whether there may be the routes that the connection is to have by itself, in place of those that it has. */
export function checkRouted(
  { routes = nowhere, published = nowhere }: Routed,
  connection: Resource<'connection'>,
  quota: AutomaticQuota | undefined,
  gone: readonly Resource<'route'>[] = [],
): DomainError | undefined {
  const left = gone.map(({ spec }) => spec)
  const after = ({ entries, connections }: Standing): Standing => ({
    entries: entries.filter((entry) => !left.includes(entry)),
    connections: [...connections.filter(({ id }) => id !== connection.id), connection],
  })
  return (
    checkAutomatic(routes, after(routes), quota?.routes) ?? checkWays(published, after(published), quota?.published)
  )
}

const nowhere: Standing = { entries: [], connections: [] }

const noQuotas: ConnectionQuotas = {}

export const createConnection: Command<CreateConnection, Beginning> = {
  name: 'create-connection',
  async load(reader, input) {
    const around = await loadSurroundings(reader, input.gateway, input.tunnels)
    const { gateway } = around
    const isJudged = input.automaticRoutes && input.routeRules !== undefined
    return {
      ...around,
      isMade: gateway !== undefined && (await reader.applied([gateway.id])).has(gateway.id),
      counted: await countConnections(reader, input.quotas ?? noQuotas, {
        ...(input.gateway === undefined ? {} : { gateway: input.gateway }),
        peers: input.tunnels.map(({ customerGateway }) => customerGateway),
      }),
      routes: isJudged ? await loadAutomaticSurroundings(reader, gateway) : nothingBeside,
      joined: await loadJoinedPeers(reader, input.id, around, gateway?.spec.sharesAddress),
      routed: automaticPrefixes(input).length === 0 ? {} : await loadRouted(reader, around, input.automaticQuota),
    }
  },
  decide({ isMade, counted, routes, routed, joined, ...around }, input) {
    const { gateway: of, network, selectors, tunnels, startAction, automaticRoutes, quotas = noQuotas } = input
    if (of !== undefined) {
      if (around.gateway === undefined || around.gateway.deleting) {
        return fail(domainError('gateway-not-found', 'no such gateway in this region', of))
      }
      if (network !== undefined && around.gateway.spec.network !== network) {
        return fail(domainError('not-in-network', `is not in ${network}`, of))
      }
      if (around.gateway.spec.suspended === 'unpaid')
        return fail(domainError('busy', 'nobody has paid for the gateway yet', of))
      if (!isMade) return fail(domainError('busy', 'the gateway is still being made', of))
    }
    const exhausted = checkConnectionQuotas(of === undefined ? {} : { gateway: of }, counted, quotas)
    if (exhausted !== undefined) return fail(exhausted)
    const connection: Connection = {
      ...(of === undefined ? {} : { gateway: of }),
      selectors,
      tunnels,
      startAction,
      automaticRoutes,
      ...(input.publishes === undefined ? {} : { publishes: input.publishes }),
      ...(input.isPrivate === true ? { isPrivate: true } : {}),
      ...(input.tunnelMbps === undefined ? {} : { tunnelMbps: input.tunnelMbps }),
    }
    const prefixes = input.peersOutsideRoutes === true ? automaticPrefixes(connection) : []
    const refusal =
      (input.unmixedBgp === true ? checkMixed(connection, around.siblings) : undefined) ??
      (input.bgpBesideBgp === true ? checkSilentBeside(connection, around.siblings) : undefined) ??
      checkAlgorithms(connection, around.gateway?.spec, input) ??
      checkConnection(input.id, connection, around, input.takesWhatFails) ??
      checkOneTunnel('connection-exists', connection, { ...around, joined }, input.account) ??
      checkPairs(input.id, connection, around.siblings, quotas.pairs) ??
      checkPeerRoutes(prefixes, peersOf(connection, around)) ??
      (input.routeRules === undefined
        ? undefined
        : checkAutomaticRoutes({ id: input.id, spec: connection }, undefined, routes, input.routeRules))
    if (refusal !== undefined) return fail(refusal)
    const { labels, ...rest } = newResource(input)
    const made = { kind: 'connection' as const, ...rest, labels: withGroupOf(around.gateway, labels), spec: connection }
    const exceeding = checkRouted(routed, made, input.automaticQuota)
    return exceeding === undefined ? ok(putting(made)) : fail(exceeding)
  },
}

/** What stands on a gateway belongs to the gateway's resource group. */
const withGroupOf = (gateway: Surroundings['gateway'], labels: Labels): Labels => {
  const group = gateway?.labels.resourceGroup
  return group === undefined ? labels : { ...labels, resourceGroup: group }
}

interface ConnectionAndDependents {
  readonly connection: Resource<'connection'> | undefined
  readonly attachments: readonly Resource<'router-attachment'>[]
  readonly routes: readonly Resource<'route'>[]
  readonly grantsAndDiagnoses: readonly Resource[]
}

export interface DeleteConnection {
  readonly id: string
  /** When given, the connection must be bound to this gateway. */
  readonly gateway?: string
  /** When given, whether it must be bound to a gateway at all. */
  readonly bound?: boolean
}

/** Whether the connection is bound to a gateway where it must be, and to none where it must not. */
export function checkBound({ id, spec }: Resource<'connection'>, bound: boolean | undefined): DomainError | undefined {
  if (bound === undefined || bound === (spec.gateway !== undefined)) return undefined
  return domainError('binding-wrong', bound ? 'is on no gateway' : `is on gateway ${spec.gateway}`, id)
}

/** The routes that lead into a connection, its own, its grants, and what was found of it go with it. */
export const deleteConnection: Command<DeleteConnection, ConnectionAndDependents> = {
  name: 'delete-connection',
  load: async (reader, { id }) => ({
    connection: await reader.get('connection', id),
    attachments: await reader.unscoped.referencing(id, 'router-attachment'),
    routes: await reader.referencing(id, 'route'),
    grantsAndDiagnoses: [...(await reader.referencing(id, 'grant')), ...(await reader.referencing(id, 'diagnosis'))],
  }),
  decide({ connection, attachments, routes, grantsAndDiagnoses }, { id, gateway, bound }) {
    if (connection === undefined || (gateway !== undefined && connection.spec.gateway !== gateway)) {
      return fail(domainError('connection-not-found', 'no such connection in this region', id))
    }
    const misplaced = checkBound(connection, bound)
    if (misplaced !== undefined) return fail(misplaced)
    if (connection.deleting) return fail(domainError('busy', 'is being deleted', id))
    const attachment = attachments[0]
    if (attachment !== undefined) return fail(domainError('in-use', `delete attachment ${attachment.id} first`, id))
    // One that nothing carries has left nothing in the data plane.
    if (connection.spec.gateway === undefined) return ok(removing(connection, ...routes, ...grantsAndDiagnoses))
    return ok(puttingWithout(changed(connection, { deleting: true }), [...routes, ...grantsAndDiagnoses]))
  },
}
