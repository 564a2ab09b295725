import type { ChildParameters, DeadPeerDetection, IkeParameters } from '../domain/ike.ts'
import type { Connection, Resource, Tunnel } from '../domain/resource.ts'
import type { RouteEntry } from '../domain/route-entry.ts'
import { spellBgp } from './client/bgp.ts'
import { spellCheck } from './client/health.ts'
import type { Facts } from './client/intent.ts'
import { ofTunnel, type TunnelFacts } from './client/profiles.ts'

/** Members of a value, by name: one that is not listed does not compile, so that nothing is left uncompared. */
type Compared<T> = { readonly [N in keyof Required<T>]: Facts }

const merged = <T>(members: Compared<T>): Facts => Object.assign({}, ...Object.values<Facts>(members))

const ikeFacts = ({ proposal, ...ike }: IkeParameters): Facts =>
  merged<IkeParameters>({
    preSharedKey: { key: ike.preSharedKey },
    version: { version: String(ike.version) },
    mode: { mode: ike.mode },
    proposal: merged<IkeParameters['proposal']>({
      encryption: { 'ike encryption': proposal.encryption },
      integrity: { 'ike integrity': proposal.integrity },
      keyExchange: { 'ike group': proposal.keyExchange },
    }),
    lifetimeSeconds: { 'ike lifetime': String(ike.lifetimeSeconds) },
    localIdentity: { 'local identity': ike.localIdentity ?? '' },
    remoteIdentity: { 'remote identity': ike.remoteIdentity ?? '' },
    // No client of the simulation names one.
    certificateAuthority: ike.certificateAuthority === undefined ? {} : { authority: ike.certificateAuthority },
  })

const childFacts = ({ proposal, ...child }: ChildParameters): Facts =>
  merged<ChildParameters>({
    proposal: merged<ChildParameters['proposal']>({
      encryption: { 'child encryption': proposal.encryption },
      integrity: { 'child integrity': proposal.integrity },
      keyExchange: { 'child group': proposal.keyExchange ?? '' },
    }),
    lifetimeSeconds: { 'child lifetime': String(child.lifetimeSeconds) },
    lifetimeKilobytes: { 'child kilobytes': child.lifetimeKilobytes?.toString() ?? '' },
  })

const deadPeers = (detection: DeadPeerDetection | undefined): string =>
  detection === undefined ? '' : `${detection.timeoutSeconds} ${detection.action}`

/** The server chooses the id and the index; no client of the simulation asks for a reset. */
type NotCompared = 'id' | 'index' | 'resets'

const tunnelFacts = ({ customerGateway, ike, child, ...tunnel }: Tunnel): TunnelFacts & { readonly peer: string } =>
  merged<Omit<Tunnel, NotCompared>>({
    customerGateway: { peer: customerGateway },
    ike: ikeFacts(ike),
    child: childFacts(child),
    deadPeerDetection: { 'dead peers': deadPeers(tunnel.deadPeerDetection) },
    natTraversal: { 'nat traversal': String(tunnel.natTraversal) },
    bgp: { bgp: spellBgp(tunnel.bgp) },
    healthCheck: { 'health check': spellCheck(tunnel.healthCheck) },
    // The names are those of `TunnelFacts`, which the compiler does not see through the merging.
  }) as TunnelFacts & { readonly peer: string }

const connectionFacts = ({ spec }: Resource<'connection'>): Facts =>
  merged<Connection>({
    gateway: { gateway: spec.gateway ?? '' },
    startAction: { startAction: spec.startAction },
    selectors: {
      local: spec.selectors.map(({ local }) => local.join(',')).join(' '),
      remote: spec.selectors.map(({ remote }) => remote.join(',')).join(' '),
    },
    automaticRoutes: { automaticRoutes: String(spec.automaticRoutes) },
    isPrivate: { private: String(spec.isPrivate === true) },
    // Of gateways that a router carries, which no client of the simulation makes.
    publishes: {},
    // The operator's and the bills': no client of a cloud says it.
    suspended: {},
    // The usual one or none: no client of the simulation asks for another.
    tunnelMbps: {},
    tunnels: Object.assign({}, ...spec.tunnels.map((tunnel) => ofTunnel(tunnel.index, tunnelFacts(tunnel)))),
  })

const routeFacts = ({ place, ...route }: RouteEntry): Facts =>
  merged<RouteEntry>({
    place: { place: `${place.kind} ${place.id}` },
    source: { source: route.source ?? '' },
    destination: { destination: route.destination },
    nextHop: { 'next hop': route.nextHop },
    priority: { priority: String(route.priority) },
    preference: { preference: String(route.preference) },
    enabled: { enabled: String(route.enabled) },
    published: { published: String(route.published) },
    // The dialect's own: no client of the simulation makes one.
    standsIn: {},
  })

function ownFacts(resource: Resource): Facts {
  switch (resource.kind) {
    case 'network':
      return { prefix: resource.spec.prefix }
    case 'subnet':
      return { prefix: resource.spec.prefix, network: resource.spec.network }
    case 'customer-gateway':
      return { address: resource.spec.address, 'as number': String(resource.spec.asNumber ?? '') }
    case 'gateway':
      return {
        network: resource.spec.network ?? '',
        subnets: resource.spec.subnets.join(' '),
        'as number': String(resource.spec.asNumber ?? ''),
      }
    case 'connection':
      return connectionFacts(resource)
    case 'router':
      return { group: resource.spec.group ?? '' }
    case 'diagnosis':
      return { connection: resource.spec.connection }
    case 'grant':
      return { group: resource.spec.group, target: resource.spec.target.id }
    case 'router-attachment':
      return { router: resource.spec.router, target: resource.spec.target.id }
    case 'network-table':
      return { network: resource.spec.network }
    case 'router-table':
    case 'router-route':
      return { router: resource.spec.router }
    case 'route':
      return routeFacts(resource.spec)
    case 'router-group':
    case 'user':
    case 'user-group':
    case 'policy':
    case 'role':
    case 'order':
    case 'ledger':
    case 'account-tag':
    case 'host':
    case 'workload':
      return {}
  }
}

/** The resource in the words of intents. */
export const factsOf = (resource: Resource): Facts => ({ name: resource.name, ...ownFacts(resource) })
