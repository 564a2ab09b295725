import { isDeepStrictEqual } from 'node:util'
import { automaticRoutes, identityOf } from '../domain/automatic-routes.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { StartAction, TrafficSelectors } from '../domain/ike.ts'
import { outerAddresses, sharesAddress } from '../domain/outer-addresses.ts'
import type { Reader } from '../domain/reader.ts'
import type { Connection, Extras, Resource } from '../domain/resource.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { RouteRules } from '../domain/route-rules.ts'
import { type AlgorithmRules, checkAlgorithms } from './algorithms.ts'
import { checkSilentBeside, speaks } from './bgp.ts'
import { type Command, changed, puttingWithout } from './command.ts'
import {
  type AutomaticQuota,
  checkBound,
  checkConnection,
  checkRouted,
  loadJoinedPeers,
  loadRouted,
  loadSurroundings,
  peersOf,
  type Routed,
  type Surroundings,
} from './connection.ts'
import {
  type ConnectionQuotas,
  type CountedBeside,
  checkConnectionQuotas,
  checkPairs,
  countConnections,
} from './connection-quota.ts'
import { checkPeerRoutes } from './peer-routes.ts'
import {
  type AutomaticSurroundings,
  checkAutomaticRoutes,
  loadAutomaticSurroundings,
  nothingBeside,
} from './route/automatic.ts'
import { automaticPrefixes, type Carried, checkRoutes, loadCarried, nothingCarried } from './router-routes.ts'
import { checkOneTunnel, type Joined } from './shared-address.ts'
import { patchTunnel, type TunnelPatch } from './tunnel-patch.ts'

/** What is named changes, and nothing else. */
export interface ConnectionPatch {
  readonly name?: string
  readonly selectors?: readonly TrafficSelectors[]
  readonly tunnels?: readonly TunnelPatch[]
  readonly startAction?: StartAction
  readonly automaticRoutes?: boolean
  readonly isPrivate?: boolean
  readonly extras?: Extras
}

/** A connection as it stands, with what a dialect's patch may depend on. */
export interface StandingConnection extends Pick<Surroundings, 'peers' | 'gateway' | 'network' | 'beside'> {
  readonly connection: Resource<'connection'>
  readonly attachments: readonly Resource<'router-attachment'>[]
  /** The generation that the data plane has been brought to, of a bound or attached connection and its attachment. */
  readonly applied: ReadonlyMap<string, number>
}

export interface ModifyConnection extends AlgorithmRules {
  readonly id: string
  /** Customer gateways that the patch may name. */
  readonly customerGateways?: readonly string[]
  /**
   * Refuses several pairs of prefixes with IKEv1, which negotiates one a Child SA: unless a connection with IKEv1 keeps
   * those that it has, or unless it has had several before, whichever.
   */
  readonly onePairWithIkeV1?: 'unless-same-pairs' | 'unless-several-before'
  /** Refuses a peer whose outer address is among what the connection routes by itself. */
  readonly peersOutsideRoutes?: boolean
  /** Refuses to let BGP go on a gateway of which another connection speaks it. */
  readonly bgpBesideBgp?: boolean
  /** Whether one that is being deleted is shown until it is gone, so that it is no unknown one. */
  readonly showsDeleting?: boolean
  /** Takes what can only fail: a BGP session within one autonomous system, and probes that no selector carries. */
  readonly takesWhatFails?: boolean
  /** Whether the patch names what the connection is routed by itself: what stands in for that may go with it. */
  readonly reroutes?: boolean
  /** Given where what the connection is routed by itself anew is to be allowed as routes are that somebody asks for. */
  readonly routeRules?: RouteRules
  /** How many routes there may be where the connection has its own by itself. */
  readonly automaticQuota?: AutomaticQuota
  /** Of what the patch brings: where there were as many before, nothing is refused. */
  readonly quotas?: Pick<ConnectionQuotas, 'withPeer' | 'pairs'>
  /** When given, whether the connection must be bound to a gateway. */
  readonly bound?: boolean
  /** What is to change of the connection as it stands, or why it may not. Pure. */
  patch(standing: StandingConnection): Result<ConnectionPatch, DomainError>
}

interface Current extends Omit<StandingConnection, 'connection'>, Surroundings {
  readonly connection: Resource<'connection'> | undefined
  /** What the router carries that carries the connection. */
  readonly carried: Carried
  /** Those that lead into the connection. */
  readonly routes: readonly Resource<'route'>[]
  /** What stands beside what the connection is routed by itself. */
  readonly alongside: AutomaticSurroundings
  readonly routed: Routed
  readonly counted: CountedBeside
  readonly joined: Joined
}

/** A refusal names the tunnel that is in the way, of its own account's alone by the id. */
const toldTo = (account: string | undefined, other: Resource<'connection'>): Resource<'connection'> => {
  if (other.account === account) return other
  const tunnels = other.spec.tunnels.map((tunnel) => ({ ...tunnel, id: 'of another account' }))
  return { ...other, spec: { ...other.spec, tunnels } }
}

/** Another peer is counted; the one that it has is not. */
const newPeers = (connection: Resource<'connection'> | undefined, named: readonly string[]): readonly string[] =>
  named.filter((id) => !connection?.spec.tunnels.some(({ customerGateway }) => customerGateway === id))

const noQuotas: NonNullable<ModifyConnection['quotas']> = {}

export const modifyConnection: Command<ModifyConnection, Current> = {
  name: 'modify-connection',
  async load(reader, input) {
    const { id, customerGateways = [], reroutes = false, routeRules, automaticQuota, quotas = noQuotas } = input
    const connection = await reader.get('connection', id)
    const named = customerGateways.map((customerGateway) => ({ customerGateway }))
    const tunnels = [...(connection?.spec.tunnels ?? []), ...named]
    const around = await loadSurroundings(reader, connection?.spec.gateway, tunnels)
    // One that is bound to a gateway is attached to no router.
    const isBound = connection === undefined || connection.spec.gateway !== undefined
    const attachments = isBound ? [] : await reader.unscoped.referencing(id, 'router-attachment')
    const attached = attachments.map((attachment) => attachment.id)
    const router = attachments.find(({ deleting }) => !deleting)?.spec.router
    const carried = router === undefined ? nothingCarried : await loadCarried(reader.unscoped, router)
    const ownAddresses = [...around.ownAddresses, ...attachments.flatMap(outerAddresses)]
    const isShared = around.gateway?.spec.sharesAddress ?? attachments.some(sharesAddress)
    return {
      ...around,
      connection,
      joined: await loadJoinedPeers(reader, id, { ...around, ownAddresses }, isShared),
      counted: await countConnections(reader, quotas, { peers: newPeers(connection, customerGateways) }),
      attachments,
      routes: named.length > 0 || reroutes ? await reader.referencing(id, 'route') : [],
      routed: reroutes ? await loadOwnRouted(reader, around, connection, automaticQuota) : {},
      applied: isBound || attached.length > 0 ? await reader.unscoped.applied([id, ...attached]) : new Map(),
      ownAddresses,
      beside: isBound ? around.beside : carried.connections.map((other) => toldTo(connection?.account, other)),
      carried,
      alongside:
        reroutes && routeRules !== undefined ? await loadAutomaticSurroundings(reader, around.gateway) : nothingBeside,
    }
  },
  decide(
    { connection, carried, counted, routes, routed, alongside, joined, ...around },
    {
      id,
      patch,
      bound,
      takesWhatFails,
      customerGateways = [],
      onePairWithIkeV1,
      peersOutsideRoutes = false,
      bgpBesideBgp = false,
      reroutes = false,
      routeRules,
      automaticQuota,
      showsDeleting = false,
      quotas = noQuotas,
      ...algorithmRules
    },
  ) {
    if (connection === undefined || (connection.deleting && !showsDeleting)) {
      return fail(domainError('connection-not-found', 'no such connection in this region', id))
    }
    if (connection.deleting) return fail(domainError('connection-leaving', 'is being deleted', id))
    const misplaced = checkBound(connection, bound)
    if (misplaced !== undefined) return fail(misplaced)
    const patched = patch({ ...around, connection })
    if (!patched.ok) return patched
    const { isPrivate = isPrivately(connection) } = patched.value
    if (isPrivate !== isPrivately(connection) && around.ownAddresses.length > 0) {
      return fail(domainError('addresses-fixed', 'the connection has its outer addresses already', id))
    }
    const { name = connection.name, extras = connection.extras } = patched.value
    const spec = patchSpec(connection, patched.value)
    if (!spec.ok) return spec
    if (onePairWithIkeV1 && hasUnwantedPairs(connection.spec, spec.value, onePairWithIkeV1)) {
      return fail(domainError('ikev1-several-selectors', 'use IKEv2, or one prefix on each side', id))
    }
    const automatic = peersOutsideRoutes ? automaticPrefixes(spec.value) : []
    // Only another peer can come to lie in what is routed to it already.
    const standing = customerGateways.length === 0 ? [] : routes.map((route) => route.spec.destination)
    const prefixes = [...automatic, ...standing]
    const refusal =
      (bgpBesideBgp && speaks(connection.spec) ? checkSilentBeside(spec.value, othersOf(id, around)) : undefined) ??
      checkAlgorithms(spec.value, around.gateway?.spec, algorithmRules, connection.spec) ??
      checkConnectionQuotas(spec.value, counted, quotas) ??
      checkConnection(id, spec.value, around, takesWhatFails) ??
      checkOneTunnel('connection-exists', spec.value, { ...around, joined }, connection.account) ??
      checkPairs(id, spec.value, around.siblings, quotas.pairs, connection.spec) ??
      checkPeerRoutes(prefixes, peersOf(spec.value, around)) ??
      checkRoutes(automaticPrefixes(spec.value), carried.networks, connection.account) ??
      (reroutes && routeRules !== undefined
        ? checkAutomaticRoutes({ id, spec: spec.value }, connection, alongside, routeRules)
        : undefined)
    if (refusal !== undefined) return fail(refusal)
    const modified = changed(connection, { name, extras, spec: spec.value })
    const gone = outlived(routes, modified)
    const exceeding = checkRouted(routed, modified, automaticQuota, gone)
    return exceeding === undefined ? ok(puttingWithout(modified, gone)) : fail(exceeding)
  },
}

/** A connection that no gateway has is alone with its routes. */
async function loadOwnRouted(
  reader: Reader,
  around: Surroundings,
  connection: Resource<'connection'> | undefined,
  quota: AutomaticQuota | undefined,
): Promise<Routed> {
  if (quota === undefined || connection === undefined) return {}
  if (around.gateway !== undefined) return loadRouted(reader, around, quota)
  const routes = await reader.referencing(connection.id, 'route')
  return { routes: { entries: routes.map(({ spec }) => spec), connections: [connection] } }
}

const othersOf = (id: string, { siblings }: Surroundings) => siblings.filter((other) => other.id !== id)

/** Entries that stand in for what the connection would not be routed by itself any more. */
function outlived(
  routes: readonly Resource<'route'>[],
  connection: Resource<'connection'>,
): readonly Resource<'route'>[] {
  const automatic = new Set(automaticRoutes(connection).map(identityOf))
  return routes.filter(({ spec }) => spec.standsIn === true && !automatic.has(identityOf(spec)))
}

const isPrivately = ({ spec }: Resource<'connection'>): boolean => spec.isPrivate === true

function patchSpec({ id, spec }: Resource<'connection'>, patch: ConnectionPatch): Result<Connection, DomainError> {
  const unknown = patch.tunnels?.find(({ index }) => !spec.tunnels.some((tunnel) => tunnel.index === index))
  if (unknown !== undefined) {
    return fail(domainError('tunnel-count-fixed', `the connection has ${spec.tunnels.length} tunnel(s)`, id))
  }
  return ok({
    ...spec,
    selectors: patch.selectors ?? spec.selectors,
    startAction: patch.startAction ?? spec.startAction,
    automaticRoutes: patch.automaticRoutes ?? spec.automaticRoutes,
    isPrivate: patch.isPrivate ?? spec.isPrivate,
    tunnels: spec.tunnels.map((tunnel) =>
      patchTunnel(
        tunnel,
        patch.tunnels?.find(({ index }) => index === tunnel.index),
      ),
    ),
  })
}

const hasSeveralPairs = ({ selectors }: Connection): boolean =>
  selectors.reduce((pairs, { local, remote }) => pairs + local.length * remote.length, 0) > 1

const usesIkeV1 = ({ tunnels }: Connection): boolean => tunnels.some(({ ike }) => ike.version === 1)

/** What was so before, as a connection can be made, is no reason to refuse a change of something else. */
function hasUnwantedPairs(
  before: Connection,
  after: Connection,
  rule: NonNullable<ModifyConnection['onePairWithIkeV1']>,
): boolean {
  if (!hasSeveralPairsWithIkeV1(after)) return false
  const isKept = rule === 'unless-several-before' || isDeepStrictEqual(before.selectors, after.selectors)
  return !(isKept && hasSeveralPairsWithIkeV1(before))
}

const hasSeveralPairsWithIkeV1 = (spec: Connection): boolean => usesIkeV1(spec) && hasSeveralPairs(spec)
