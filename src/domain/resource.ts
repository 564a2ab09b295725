import type { Ipv4Address, Ipv4Prefix } from './address.ts'
import type { AsNumber } from './as-number.ts'
import type { BgpPassword } from './bgp-password.ts'
import type { Ledger, Order, Suspension, Term } from './billing.ts'
import type { Brand } from './brand.ts'
import type { GatewayCertificate } from './gateway-certificates.ts'
import type { HealthCheck } from './health-check.ts'
import type { ChildParameters, DeadPeerDetection, IkeParameters, StartAction, TrafficSelectors } from './ike.ts'
import type { Policy, Role, User, UserGroup } from './principal.ts'
import type { RouteEntry } from './route-entry.ts'
import type { RoutingRules } from './routing-rules.ts'
import type { Workload } from './workload.ts'

/** An isolated private network with an address range of its own. */
export interface Network {
  readonly prefix: Ipv4Prefix
  /** More ranges that subnets may lie in; absent where there are none. */
  readonly secondary?: readonly Ipv4Prefix[]
  /** Whether it reaches what its gateways learn and what routers publish to it; it does when this is not given. */
  readonly takesDynamicRoutes?: boolean
  /** Whether a router that tells prefixes apart has its ranges, and not each of its subnets. */
  readonly offersRanges?: boolean
  /** When it was told to offer the one or the other, in milliseconds since the epoch; absent where it has from its beginning. */
  readonly offersSince?: number
  /** When each secondary range came, likewise; absent for one that came with it. */
  readonly rangesSince?: Readonly<Record<string, number>>
  /** It is its account's default in the region, where there is one at the most. */
  readonly isDefault?: true
}

/** A part of a network, in one zone. Its first address is the router's. */
export interface Subnet {
  readonly network: string
  readonly prefix: Ipv4Prefix
  readonly zone: string
  /** The route table that packets from there are routed by; the network's own where it is absent. */
  readonly table?: string
  /** It is the default network's default in the zone, where there is one at the most. */
  readonly isDefault?: true
}

/**
 * A route table of a network, beside the one that each has. It holds the network's subnets and entries that somebody makes;
 * what gateways publish, what BGP learns and what routers tell is the network's own table's alone.
 */
export interface NetworkTable {
  readonly network: string
}

/** What is known of the device at the far end of a connection. */
export interface CustomerGateway {
  readonly address: Ipv4Address
  readonly asNumber?: AsNumber
  /** Of BGP sessions with it (RFC 2385). Never logged: the logger redacts the name. */
  readonly authenticationKey?: BgpPassword
}

/** A VPN gateway: carries one network, or what its router does, and terminates connections on its outer addresses. */
export interface Gateway {
  /** Absent where a router attachment leads to what it carries. */
  readonly network?: string
  readonly subnets: readonly string[]
  /** One address, or two when every connection has two tunnels: tunnel N uses address N. */
  readonly addresses: readonly Ipv4Address[]
  /** They are all one, which other gateways have too. */
  readonly sharesAddress?: true
  /** Its outer addresses are its subnets' own, on an underlay that the Internet has no part in. */
  readonly isPrivate?: boolean
  /** Its connections have the ShangMi algorithms (RFC 8998), and no others. */
  readonly isShangMi?: boolean
  /** Of one for ShangMi, which carries nothing without one for each use. */
  readonly certificates?: readonly GatewayCertificate[]
  readonly bandwidthMbps: number
  /** Each of its tunnels has the bandwidth, and all together as much as that comes to. */
  readonly limitsTunnelsAlone?: true
  readonly asNumber?: AsNumber
  /** The zone that was asked for. */
  readonly zone?: string
  /** Which of its cloud's sorts it is, where there are several; absent for the usual one. Here it is opaque. */
  readonly variant?: string
  /** How it chooses among its routes, where its cloud says. */
  readonly routing?: RoutingRules
  /** False where its network does not reach what BGP learns, and neighbors are not told of the network. */
  readonly propagatesRoutes?: boolean
  /** Of one that is paid for in advance. */
  readonly term?: Term
  readonly suspended?: Suspension
}

export interface BgpParameters {
  readonly enabled: boolean
  /** The gateway's when it is not given. */
  readonly localAsNumber?: AsNumber
  /** A /30 inside 169.254.0.0/16 that holds both neighbors' addresses. */
  readonly prefix?: Ipv4Prefix
  readonly localAddress?: Ipv4Address
  /** The other host of the prefix when it is not given (`neighborsOf`). */
  readonly neighborAddress?: Ipv4Address
}

/** One tunnel: an IKE SA between one pair of outer addresses, and its Child SAs. */
export interface Tunnel {
  readonly id: string
  readonly index: 1 | 2
  readonly customerGateway: string
  readonly ike: IkeParameters
  readonly child: ChildParameters
  /** Absent when dead peers are not looked for. */
  readonly deadPeerDetection?: DeadPeerDetection
  /** False refuses UDP encapsulation behind a NAT device (RFC 3948). */
  readonly natTraversal: boolean
  readonly bgp?: BgpParameters
  /** Absent where nothing is probed. */
  readonly healthCheck?: HealthCheck
  /** How often somebody has had it negotiated anew; absent for never. */
  readonly resets?: number
}

/** A VPN connection: one or two tunnels that protect the same traffic. */
export interface Connection {
  /** The gateway that terminates it, which cannot be changed; absent when a router attachment gives it to a router. */
  readonly gateway?: string
  readonly selectors: readonly TrafficSelectors[]
  readonly tunnels: readonly Tunnel[]
  readonly startAction: StartAction
  /** Whether the gateway routes the remote prefixes into the connection by itself. */
  readonly automaticRoutes: boolean
  /** Of what it is routed by itself, the prefixes that are published; all of them where it is absent. */
  readonly publishes?: readonly Ipv4Prefix[]
  /**
   * Its outer addresses are taken from the blocks of the router that carries it, and not from the account's pool, and are on
   * the private underlay. Of one that is bound to a gateway, the gateway says so.
   */
  readonly isPrivate?: boolean
  /** Of each of its tunnels, of one that a router carries, in Mbit/s; absent where they are not limited. On a gateway they have the gateway's. */
  readonly tunnelMbps?: number
  /** Of one that a router carries: on a gateway it is suspended with that. */
  readonly suspended?: Suspension
}

/** A set of routers, one a region, that may be joined. */
export interface RouterGroup {
  /** Whether no network of its routers may have addresses of another’s. */
  readonly disjoint?: boolean
}

/** A regional router that carries networks, and connections or gateways, once these are attached to it. */
export interface Router {
  /** Absent where it is joined with no others. */
  readonly group?: string
  /**
   * Given where it tells prefixes apart: each is enabled or disabled, and one that clashes with an earlier one of another
   * attachment is disabled until somebody enables it (`router-prefixes.ts`). `distinct`: those that overlap do. `nested`: those
   * that are equal do.
   */
  readonly prefixes?: 'distinct' | 'nested'
  /** What the outer addresses of private connections are taken from, the first one first. */
  readonly blocks?: readonly AddressBlock[]
}

/** A range of addresses that a router has for the connections that it carries. */
export interface AddressBlock {
  readonly id: string
  readonly prefix: Ipv4Prefix
  readonly name: string
  readonly description?: string
}

export type AttachmentTarget =
  | { readonly kind: 'network'; readonly id: string; readonly subnets: readonly string[] }
  | {
      readonly kind: 'connection'
      readonly id: string
      readonly addresses: readonly Ipv4Address[]
      /** As a gateway does. */
      readonly sharesAddress?: true
    }
  | { readonly kind: 'gateway'; readonly id: string }

/** What somebody has said of a prefix that an attachment leads to. */
export interface PrefixChoice {
  readonly prefix: Ipv4Prefix
  readonly enabled: boolean
}

export interface RouterAttachment {
  readonly router: string
  readonly target: AttachmentTarget
  /** Whether the router publishes its routes to the attachment: to a network's own routes, or to a connection's neighbor. */
  readonly publishesRoutes: boolean
  /** The router's account where it is absent. */
  readonly payer?: Payer
  /** The table that packets from there are routed by: the router's own where it is absent, and none where it is null. */
  readonly table?: string | null
  /** The tables that hold what it leads to: the router's own where it is absent. */
  readonly propagates?: readonly string[]
  /** No prefix twice. */
  readonly choices?: readonly PrefixChoice[]
}

/** A route table of a router, beside the one that each has (`router-tables.ts`). */
export interface RouterTable {
  readonly router: string
}

/** An entry of a router's route table: it comes before what is propagated into the table for the same prefix. */
export interface RouterRoute {
  readonly router: string
  /** The router's id names the one that each router has. */
  readonly table: string
  readonly destination: Ipv4Prefix
  /** The router attachment that packets go to; absent where they are dropped. */
  readonly nextHop?: string
}

/** Who pays for a router attachment: the router's account, or that of what is attached. */
export type Payer = 'router' | 'target'

/** What a network's or connection's account allows another: to attach it to routers of a group. */
export interface Grant {
  readonly target: { readonly kind: Exclude<AttachmentTarget['kind'], 'gateway'>; readonly id: string }
  readonly group: string
  /** The account of the group. */
  readonly grantee: string
  readonly payer: Payer
}

/** That somebody has had a connection of a gateway looked at; what was found is told in the words of his cloud. */
export interface Diagnosis {
  readonly gateway: string
  readonly connection: string
}

/** Where a host of the lab is plugged in: a subnet, or the underlay that carries the gateways' outer addresses. */
export type HostPlace = { readonly kind: 'subnet'; readonly id: string } | { readonly kind: 'underlay' }

/** A host of the lab: something to ping from and to measure with. */
export interface Host {
  readonly place: HostPlace
  readonly address: Ipv4Address
}

/** A tag that is there whether a resource has it or not: the one among its own labels. */
export type AccountTag = Readonly<Record<never, never>>

interface Specs {
  network: Network
  subnet: Subnet
  'network-table': NetworkTable
  'customer-gateway': CustomerGateway
  gateway: Gateway
  connection: Connection
  'router-group': RouterGroup
  router: Router
  'router-attachment': RouterAttachment
  'router-table': RouterTable
  'router-route': RouterRoute
  grant: Grant
  diagnosis: Diagnosis
  host: Host
  workload: Workload
  route: RouteEntry
  user: User
  'user-group': UserGroup
  policy: Policy
  role: Role
  order: Order
  ledger: Ledger
  'account-tag': AccountTag
}

export type Kind = keyof Specs
export type SpecOf<K extends Kind> = Specs[K]

export interface Tag {
  readonly key: string
  readonly value: string
}

/** What people write on a resource to find it by. */
export interface Labels {
  readonly description?: string
  /** No key twice. */
  readonly tags: readonly Tag[]
  readonly resourceGroup?: string
}

export const noLabels: Labels = Object.freeze({ tags: Object.freeze([]) })

/** What only a dialect knows of a resource or an account (billing, texts to echo): carried, and never looked into. */
export type Extras = Brand<object, 'Extras'>

export const noExtras = Object.freeze({}) as Extras

interface Base<K extends Kind> {
  readonly kind: K
  /** Unique in the installation. The dialect that made the resource chose its form; here it is opaque. */
  readonly id: string
  readonly account: string
  readonly region: string
  readonly name: string
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  /** Counts up from 1 with every change of what is desired. */
  readonly generation: number
  /** Marked for deletion: it goes once the data plane has let go of it. */
  readonly deleting: boolean
  readonly spec: SpecOf<K>
  readonly labels: Labels
  readonly extras: Extras
}

export type Resource<K extends Kind = Kind> = { [P in K]: Base<P> }[K]

export interface ResourceRef {
  readonly kind: Kind
  readonly id: string
}

/** The ids of the resources that a resource cannot be without. */
export function references(resource: Resource): readonly string[] {
  switch (resource.kind) {
    case 'network':
    case 'customer-gateway':
    case 'router-group':
    case 'order':
    case 'ledger':
    case 'account-tag':
      return []
    case 'subnet': {
      const { network, table } = resource.spec
      return table === undefined ? [network] : [network, table]
    }
    case 'network-table':
      return [resource.spec.network]
    case 'gateway': {
      const { network, subnets } = resource.spec
      return [...(network === undefined ? [] : [network]), ...new Set(subnets)]
    }
    case 'connection': {
      const peers = resource.spec.tunnels.map((tunnel) => tunnel.customerGateway)
      return [...new Set(resource.spec.gateway === undefined ? peers : [resource.spec.gateway, ...peers])]
    }
    case 'router':
      return resource.spec.group === undefined ? [] : [resource.spec.group]
    case 'router-attachment': {
      const { router, target, table, propagates = [] } = resource.spec
      const subnets = target.kind === 'network' ? target.subnets : []
      return [...new Set([router, target.id, ...subnets, ...(table == null ? [] : [table]), ...propagates])]
    }
    case 'grant':
      return [resource.spec.target.id, resource.spec.group]
    case 'diagnosis':
      return [resource.spec.connection]
    case 'router-table':
      return [resource.spec.router]
    case 'router-route': {
      const { router, table, nextHop } = resource.spec
      return [...new Set([router, table, ...(nextHop === undefined ? [] : [nextHop])])]
    }
    case 'host':
      return resource.spec.place.kind === 'subnet' ? [resource.spec.place.id] : []
    case 'workload':
      return [resource.spec.subnet]
    case 'route':
      return [...new Set([resource.spec.place.id, resource.spec.nextHop])]
    case 'user':
      return [...resource.spec.groups.map(({ group }) => group), ...customPolicies(resource.spec)]
    case 'user-group':
    case 'role':
      return customPolicies(resource.spec)
    case 'policy':
      return []
  }
}

const customPolicies = ({ attachments }: Pick<User, 'attachments'>): readonly string[] => [
  ...new Set(attachments.flatMap(({ policy }) => (policy.kind === 'custom' ? [policy.id] : []))),
]

const bodiless: readonly Kind[] = [
  'customer-gateway',
  'router-group',
  'router-table',
  'network-table',
  'grant',
  'diagnosis',
  'user',
  'user-group',
  'policy',
  'role',
  'order',
  'ledger',
  'account-tag',
]

/** Kinds that nothing in the data plane stands for: they are as desired once they are stored, and gone once deleted. */
export const hasNoDataPlane = (kind: Kind): boolean => bodiless.includes(kind)
