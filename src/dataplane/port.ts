import type { Ipv4Address, Ipv4Prefix } from '../domain/address.ts'
import type { AsNumber } from '../domain/as-number.ts'
import type { Impairment } from '../domain/fault.ts'
import type { Lacks } from '../domain/feature.ts'
import type { Gate, Ingress } from '../domain/gate.ts'
import type { HealthCheck } from '../domain/health-check.ts'
import type { IkeIdentity } from '../domain/identity.ts'
import type {
  ChildParameters,
  DeadPeerDetection,
  IkeProposal,
  PreSharedKey,
  StartAction,
  TrafficSelectors,
} from '../domain/ike.ts'
import type { ObservedGateway } from '../domain/observation.ts'
import type { Preflight } from '../domain/preflight.ts'
import type { Policy, Route } from '../domain/route.ts'
import type { TunnelDevice } from '../domain/tunnel-device.ts'
import type { Uplink } from '../domain/uplink.ts'
import type { AskedEnd, FoundEnd, ObservedWorkload, WorkloadSpec } from '../domain/workload.ts'

/** A private network: a namespace that routes between its subnets. */
export interface NetworkSpec {
  readonly id: string
  readonly prefix: Ipv4Prefix
  readonly subnets: readonly SubnetSpec[]
}

export interface SubnetSpec {
  readonly id: string
  readonly prefix: Ipv4Prefix
  readonly routerAddress: Ipv4Address
  /** What comes from there goes to the network's subnets and by this table of its links, and by nothing else. */
  readonly table?: string
}

/** The link between a gateway and a network that it carries. */
export interface LinkSpec {
  readonly network: string
  /** What the gateway reaches over the link: the network's range. */
  readonly prefix: Ipv4Prefix
  /** The network's other ranges; absent where there are none. */
  readonly secondary?: readonly Ipv4Prefix[]
  /** What the network reaches over the link: the tunnels' remote prefixes and the gateway's other networks. */
  readonly beyond: readonly Ipv4Prefix[]
  /** What subnets with another table than the network's own reach over the link; absent where that is nothing. */
  readonly tables?: readonly { readonly table: string; readonly beyond: readonly Ipv4Prefix[] }[]
  /** Of a router of the network: what the gateway has to say by ICMP comes from there; absent where there is no subnet. */
  readonly routerAddress?: Ipv4Address
  /** How much passes each way, in Mbit/s; absent where that is not limited. */
  readonly bandwidthMbps?: number
}

/** One tunnel, with nothing left to default: both daemons and simulation take it as it is. */
export interface TunnelSpec {
  readonly id: string
  /** Tunnel 1 carries what both could. */
  readonly index: 1 | 2
  readonly localAddress: Ipv4Address
  readonly remoteAddress: Ipv4Address
  /** Both outer addresses are on the private underlay, from which nothing of the other is reached. */
  readonly isPrivate?: true
  readonly version: 1 | 2
  readonly mode: 'main' | 'aggressive'
  readonly proposal: IkeProposal
  readonly lifetimeSeconds: number
  readonly localIdentity: IkeIdentity
  readonly remoteIdentity: IkeIdentity
  readonly preSharedKey: PreSharedKey
  /** As `IkeParameters` has it: then the key counts for nothing. */
  readonly certificateAuthority?: string
  readonly child: ChildParameters
  readonly selectors: readonly TrafficSelectors[]
  /** The device's own address and its length, where the tunnel has one. */
  readonly inside?: { readonly address: Ipv4Address; readonly prefixLength: number }
  readonly healthCheck?: HealthCheck
  readonly deadPeerDetection?: DeadPeerDetection
  readonly natTraversal: boolean
  readonly startAction: StartAction
  readonly device: TunnelDevice
  /** Counts up when SAs that are there are to be made anew; a daemon is told nothing of it. */
  readonly resets?: number
}

/** The session with the neighbor at the far end of one tunnel (RFC 4271). */
export interface NeighborSpec {
  readonly tunnel: string
  /** Both addresses are the hosts of one /30, which the tunnel's device has. */
  readonly localAddress: Ipv4Address
  readonly neighborAddress: Ipv4Address
  readonly localAsNumber: AsNumber
  readonly neighborAsNumber: AsNumber
  /** The key of TCP's MD5 signature (RFC 2385). */
  readonly password?: string
  /** LOCAL_PREF (RFC 4271 section 5.1.5) of all that is learned here: the highest carries. */
  readonly localPreference: number
  /** How many prefixes are taken from the neighbor; those beyond it are ignored, and the session goes on. */
  readonly prefixLimit: number
  /** The neighbor is told nothing of what is advertised, and listened to all the same. */
  readonly tellsNothing?: true
  /** Of what is advertised the neighbor is told these alone; absent for all. */
  readonly told?: readonly Ipv4Prefix[]
  /** Prefixes that are not taken, nor any part of them. */
  readonly refused: readonly Ipv4Prefix[]
}

/** What a gateway's routing daemon does. */
export interface BgpSpec {
  /** BGP Identifier (RFC 4271 section 1.1). */
  readonly routerId: Ipv4Address
  readonly neighbors: readonly NeighborSpec[]
  /** Told to every neighbor that is told anything. What is learned of one is told to no other. */
  readonly advertised: readonly Ipv4Prefix[]
  /**
   * `after`: a learned route is used where no route of the gateway's own table matches. `beside`: the longest prefix of both
   * decides, and of equal ones the gateway's own.
   */
  readonly learned: 'after' | 'beside'
  /** Whether equally good routes to one prefix share the traffic. */
  readonly shares: boolean
  readonly holdTimeSeconds: number
  readonly keepaliveSeconds: number
  /** Bidirectional Forwarding Detection (RFC 5880), which a neighbor may answer or not. */
  readonly bfd: { readonly intervalMilliseconds: number; readonly multiplier: number }
}

export interface GatewaySpec {
  readonly id: string
  readonly links: readonly LinkSpec[]
  readonly tunnels: readonly TunnelSpec[]
  /** Absent where packets are routed alike wherever they come in. */
  readonly gates?: readonly Gate[]
  readonly policies: readonly Policy[]
  readonly routes: readonly Route[]
  /** Absent where no tunnel has a neighbor. */
  readonly bgp?: BgpSpec
}

/** A host of the lab, with one address and a default route to its subnet's router (none on the underlay). */
export interface HostSpec {
  readonly id: string
  readonly place:
    | { readonly kind: 'subnet'; readonly network: string; readonly subnet: string }
    | { readonly kind: 'underlay' }
  readonly address: Ipv4Address
}

/**
 * The smallest changes that the data plane makes. Each may be repeated, and may find its work done, half done or undone:
 * it ends with the thing as described, or fails and says why.
 */
export type Step =
  | { readonly do: 'ensure-network'; readonly network: NetworkSpec }
  | { readonly do: 'remove-network'; readonly network: string }
  | { readonly do: 'create-gateway'; readonly gateway: string }
  /**
   * Has no TCP segment that goes into or comes out of any of the gateway's tunnels be larger, in bytes: the option of the SYN
   * that says how large they may be (RFC 9293 section 3.7.1) is lowered, and never raised.
   */
  | { readonly do: 'clamp-segments'; readonly gateway: string; readonly segmentSize: number }
  | { readonly do: 'link-network'; readonly gateway: string; readonly link: LinkSpec }
  | { readonly do: 'unlink-network'; readonly gateway: string; readonly network: string }
  /**
   * Makes the tunnel's namespace, device and daemon; the daemon has no connection yet. A tunnel that is there, and whose
   * daemon answers, is left as it is but for its device; one that is there with other outer addresses is made anew.
   */
  | { readonly do: 'create-tunnel'; readonly gateway: string; readonly tunnel: TunnelSpec }
  /** Makes the device of a tunnel that is there like this. SAs stay, and packets pass meanwhile. */
  | { readonly do: 'set-device'; readonly gateway: string; readonly tunnel: string; readonly device: TunnelDevice }
  /**
   * Gives the daemon the connection and the key. The SAs that were made with this same configuration (`digestTunnel`) stay.
   * Those that were made with another carry on until others have taken their place, for `replacingMilliseconds` at the most,
   * and end then, at the peer too: so long the step may take, and the digest that is observed is that of what carries.
   */
  | { readonly do: 'configure-tunnel'; readonly gateway: string; readonly tunnel: TunnelSpec }
  /** Starts to negotiate what SAs are missing, and does not wait for the end. A negotiation under way is left alone. */
  | { readonly do: 'initiate'; readonly gateway: string; readonly tunnel: string }
  /**
   * Sends these probes through the tunnel, and through no other, from now on; without a check, none. Probes that are sent
   * already go on as they are, with what they have shown. They need no SA to be sent, and outlive the daemon.
   */
  | { readonly do: 'check-tunnel'; readonly gateway: string; readonly tunnel: string; readonly check?: HealthCheck }
  /** Ends the tunnel's SAs, at the peer too, and takes the routes into it and its health check along. */
  | { readonly do: 'remove-tunnel'; readonly gateway: string; readonly tunnel: string }
  /** A table holds one route a prefix and metric: another of both gives way. */
  | { readonly do: 'add-route'; readonly gateway: string; readonly route: Route }
  /** Removes the route into these tunnels only. */
  | { readonly do: 'remove-route'; readonly gateway: string; readonly route: Route }
  /** What no route of the policy's table takes is refused, and asks no other table. */
  | { readonly do: 'add-policy'; readonly gateway: string; readonly policy: Policy }
  | { readonly do: 'remove-policy'; readonly gateway: string; readonly policy: Policy }
  /**
   * Takes the place of the gate that is there. The link or the tunnel may come later; what leads into one that is not there
   * leads nowhere, also once it is.
   */
  | { readonly do: 'set-gate'; readonly gateway: string; readonly gate: Gate }
  | { readonly do: 'remove-gate'; readonly gateway: string; readonly from: Ingress }
  /**
   * Makes the gateway's routing daemon run with this, and starts it where none answers. The sessions of neighbors that
   * stay as they are go on. What the daemon refuses changes nothing.
   */
  | { readonly do: 'configure-bgp'; readonly gateway: string; readonly bgp: BgpSpec }
  /** Ends the sessions, and tells the neighbors; what was learned goes. */
  | { readonly do: 'remove-bgp'; readonly gateway: string }
  /** Takes tunnels, links, routes and BGP along. */
  | { readonly do: 'remove-gateway'; readonly gateway: string }
  | { readonly do: 'ensure-host'; readonly host: HostSpec }
  | { readonly do: 'remove-host'; readonly host: string }
  /** Plugs it in, or what of it is missing. One of another description gives way. */
  | { readonly do: 'ensure-workload'; readonly workload: WorkloadSpec }
  /** Takes it out; a device goes back to the machine with what it had there. */
  | { readonly do: 'remove-workload'; readonly workload: string }
  /** Joins the underlay with the networks that this machine is on. One of another description gives way. */
  | { readonly do: 'ensure-uplink'; readonly uplink: Uplink }
  /** Leaves the machine as it was before. */
  | { readonly do: 'remove-uplink' }

/** Ids of all that is there, wanted or not. */
export interface Inventory {
  readonly networks: readonly string[]
  readonly gateways: readonly string[]
  readonly hosts: readonly string[]
  readonly workloads: readonly string[]
  /** Absent where there is nothing of an uplink. */
  readonly uplink?: true
}

export interface PingResult {
  readonly sent: number
  readonly received: number
  /** Of the answers; absent without one. */
  readonly averageMilliseconds?: number
  /** When each answer came, in milliseconds after the first. Given where an interval was asked for. */
  readonly answeredAt?: readonly number[]
}

export interface PingOptions {
  readonly count: number
  /** How long each answer may take. */
  readonly timeoutMs: number
  /** From one request to the next; some customary pause when not given. */
  readonly intervalMs?: number
}

export interface ThroughputResult {
  readonly bitsPerSecond: number
  readonly seconds: number
}

/** What becomes of the packets between the two outer addresses of a tunnel, for rehearsals. */
export interface PathFault {
  readonly gateway: string
  readonly tunnel: string
  /** Of what leaves by the tunnel, and of what comes in. */
  readonly out: Impairment
  readonly in: Impairment
  /** In milliseconds since the epoch. */
  readonly until: number
}

export interface PreflightOptions {
  /** Whether the peer lets a second IKE SA of the same identities stand beside the one that is there, or that does not matter. */
  readonly standsBeside: boolean
  /** Whether to rekey the Child SA that is there, where no other can be made beside it. */
  readonly rekey: boolean
}

/** Something about the tunnel, or anything about the gateway when none is named, has changed; look at it again. */
export type ChangeListener = (gateway: string, tunnel?: string) => void

export type NetworkListener = (network: string) => void

export type WorkloadListener = (workload: string) => void

/** Some tunnels of a gateway, and all its gates, routes, policies and BGP sessions. */
export type ObservedTunnels = Pick<ObservedGateway, 'tunnels' | 'gates' | 'routes' | 'policies' | 'bgp'>

/**
 * What makes desired state real. Level-triggered: it is told nothing but steps, remembers nothing of what is desired,
 * and answers `observe…` from the world. Every implementation passes `contract.ts`.
 */
export interface DataPlane {
  readonly kind: 'simulated' | 'linux'
  /** What it does not have, and why: what needs it is refused where it is asked for. */
  readonly lacks: Lacks
  perform(step: Step): Promise<void>
  observeGateway(id: string): Promise<ObservedGateway | undefined>
  /**
   * Looks at these tunnels alone, at no cost to the gateway's others; one that is not there is left out. Undefined when the
   * gateway is not there.
   */
  observeTunnels(gateway: string, tunnels: readonly string[]): Promise<ObservedTunnels | undefined>
  /** The digest of the network as it stands (`digestNetwork`), or undefined when it is not there or is half made. */
  observeNetwork(id: string): Promise<string | undefined>
  /** The digest of the host as it stands (`digestHost`), or undefined when it is not there or is half made. */
  observeHost(id: string): Promise<string | undefined>
  /** Looks at what of it is there, and at what would be in the way of it. */
  observeWorkload(workload: WorkloadSpec): Promise<ObservedWorkload>
  /** What is asked for as this machine has it. */
  findEnd(asked: AskedEnd): Promise<FoundEnd>
  /** The digest of the uplink as it stands (`digestUplink`), or undefined when it is not there or is half made. */
  observeUplink(): Promise<string | undefined>
  inventory(): Promise<Inventory>
  onChange(listener: ChangeListener): () => void
  /** Calls back with a network of which something was taken away. */
  onNetworkChange(listener: NetworkListener): () => void
  /** Calls back with a workload of which something was taken away. */
  onWorkloadChange(listener: WorkloadListener): () => void
  /** Calls back when something of the uplink was taken away. */
  onUplinkChange(listener: () => void): () => void
  /** Pings from a host of the lab. Waits no longer than `timeoutMs` for each answer. */
  ping(host: string, target: Ipv4Address, options: PingOptions): Promise<PingResult>
  /** A TCP stream from one host of the lab to another. */
  throughput(from: string, to: string, options: { seconds: number }): Promise<ThroughputResult>
  /**
   * Negotiates the tunnel with a pair of SAs that carries nothing and is ended at once, and tells what came of each part. What the
   * peer would end SAs that carry for is not tried. One preflight of a tunnel at a time; it takes no longer than
   * `preflightLimit`. Rejects with `PreflightImpossible`.
   */
  preflight(gateway: string, tunnel: TunnelSpec, options: PreflightOptions): Promise<Preflight>
  /** Ends a tunnel's daemon as a crash does, for rehearsals: without a word to the peer. False when none runs. */
  crash(gateway: string, tunnel: string): Promise<boolean>
  /** The same of a gateway's routing daemon. False when none runs. */
  crashRouting(gateway: string): Promise<boolean>
  /**
   * Has these faults on the paths of tunnels, and no others; one of a tunnel that is not there is left out. Lost packets pass
   * again at the end of `until` also where nobody is left to say so; delayed ones are in time again when whoever
   * opens this data plane next says what faults there are to be.
   */
  impair(faults: readonly PathFault[]): Promise<void>
  /** Why packets can not be delayed here; undefined where they can. */
  whyNoDelay(): Promise<string | undefined>
  /**
   * Loses all packets between the two outer addresses of a tunnel, for rehearsals. The answer lets them pass again; so does
   * whoever opens this data plane next.
   */
  cut(gateway: string, tunnel: string): Promise<() => Promise<void>>
  /** Lets go of the data plane and leaves packets flowing. */
  close(): Promise<void>
  /** Removes everything of this installation, wanted or not. */
  purge(): Promise<void>
}
