import type { Ipv4Address } from '../../domain/address.ts'
import type { Impairment } from '../../domain/fault.ts'
import type { Gate } from '../../domain/gate.ts'
import type { HealthCheck } from '../../domain/health-check.ts'
import type { TrafficSelectors } from '../../domain/ike.ts'
import type { NegotiationFailure } from '../../domain/negotiation-failure.ts'
import type { ObservedTraffic } from '../../domain/observation.ts'
import type { Policy, Route } from '../../domain/route.ts'
import type { TunnelDevice } from '../../domain/tunnel-device.ts'
import type { WorkloadSpec } from '../../domain/workload.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Random } from '../../runtime/random.ts'
import type { HealthRecord } from '../health.ts'
import type { ChangeListener, HostSpec, LinkSpec, NetworkSpec, TunnelSpec } from '../port.ts'
import type { ForeignSpeaker, GatewayBgp } from './bgp-session.ts'
import type { FaultPolicy } from './faults.ts'
import { createTimers, type Timers } from './timers.ts'

export interface ChildSa {
  /** The same at both ends, and through every rekeying: by it a packet finds the SA at the other end. */
  readonly lineage: string
  /** As this end sees them. */
  readonly selectors: TrafficSelectors
  spiIn: string
  spiOut: string
  proposal: string
  bytesIn: number
  bytesOut: number
  /** Drawn when this end starts to rekey; of two that start at once the lower goes on (RFC 7296 section 2.8.1). */
  rekeying?: number
  readonly timers: Timers
}

export interface IkeSa {
  /** The same at both ends, and through every rekeying. */
  readonly session: string
  readonly initiator: boolean
  readonly proposal: string
  establishedAt: number
  state: 'established' | 'rekeying'
  childSas: ChildSa[]
  /** Drawn when this end starts to create Child SAs; see `ChildSa.rekeying`. */
  creating?: number
  /** Exchanges under way and the liveness check. */
  readonly timers: Timers
  /** What is to happen at the end of its lifetime. */
  readonly lifetime: Timers
}

/** A negotiation that this end started and that has not ended. */
export interface Attempt {
  readonly session: string
  /** Drawn at the start; of two ends that start at once the lower goes on. */
  readonly nonce: number
  /** As configured when it started. */
  readonly spec: TunnelSpec
  readonly timers: Timers
  /** It has failed without this end being able to read that, and stands until it is given up. */
  lost?: true
}

export interface Configuration {
  readonly spec: TunnelSpec
  readonly digest: string
}

/** An SA that another is to take the place of, or has: until then it carries on. */
export interface FormerSa {
  readonly sa: IkeSa
  /** Of the configuration that it was made with; absent where it is the peer that has another. */
  readonly digest?: string
  readonly timers: Timers
  /** Called once it has ended. */
  readonly whenEnded: (() => void)[]
}

/** What dies with the daemon's process. */
export interface Daemon {
  configuration?: Configuration
  ikeSa?: IkeSa
  former?: FormerSa
  attempt?: Attempt
  failure?: NegotiationFailure
  /** Sessions that a peer has begun here and not authenticated, each with what stops the wait for it. */
  readonly halfOpen: Map<string, () => void>
}

export interface Tunnel {
  readonly id: string
  readonly gateway: string
  readonly localAddress: Ipv4Address
  readonly remoteAddress: Ipv4Address
  readonly isPrivate?: true
  daemon?: Daemon
  packetsOut: number
  device: TunnelDevice
  /** Of the device, which goes with the daemon. */
  traffic: Traffic
  /** Outlives the daemon, as what sends the probes is no part of it. */
  check?: RunningCheck
}

type Traffic = { -readonly [Count in keyof ObservedTraffic]: number }

export const noTraffic = (): Traffic => ({
  ...{ bytesIn: 0, packetsIn: 0, droppedIn: 0 },
  ...{ bytesOut: 0, packetsOut: 0, droppedOut: 0 },
})

/** Probes that are being sent through a tunnel. */
export interface RunningCheck {
  readonly digest: string
  readonly probes: HealthCheck
  record: HealthRecord
  stop(): void
}

/** What is plugged into a subnet, and what it is to packets. */
export interface PluggedWorkload {
  readonly spec: WorkloadSpec
  readonly digest: string
  readonly host: HostSpec
}

export interface Link {
  readonly spec: LinkSpec
  readonly digest: string
}

export interface Gateway {
  readonly id: string
  readonly links: Map<string, Link>
  readonly tunnels: Map<string, Tunnel>
  /** Both are replaced, never changed: observations share them. */
  policies: readonly Policy[]
  routes: readonly Route[]
  /** By the names of where they stand. */
  readonly gates: Map<string, Gate>
  bgp?: GatewayBgp
  segmentSize?: number
}

/** All that there is. Maps keep the order in which things were made, so that every walk over them is the same each time. */
export interface World {
  readonly clock: Clock
  readonly random: Random
  readonly networks: Map<string, { readonly spec: NetworkSpec; readonly digest: string }>
  readonly gateways: Map<string, Gateway>
  readonly hosts: Map<string, { readonly spec: HostSpec; readonly digest: string }>
  readonly workloads: Map<string, PluggedWorkload>
  /** The tunnels of each pair of outer addresses. */
  readonly pairs: Map<string, Tunnel[]>
  /** How many tunnels end at an outer address (`endKey`). */
  readonly ends: Map<string, number>
  /** Pairs of outer addresses between which everything is lost. */
  readonly cuts: Set<string>
  /** What becomes of packets from one outer address to another (`pairKey`). */
  readonly impairments: Map<string, readonly (Impairment & { readonly until: number })[]>
  /** Has looked again when one of them ends. */
  readonly impairmentTimers: Timers
  readonly listeners: Set<ChangeListener>
  /** Messages on their way, which outlive the daemon that sent them. */
  readonly messages: Timers
  /** Speakers of another make, by the tunnel at their end. */
  readonly foreignSpeakers: Map<string, ForeignSpeaker>
  /** All that BGP waits for. */
  readonly bgpTimers: Timers
  /** Has BGP looked at again; absent while nobody speaks it. */
  review?: () => void
  isReviewing: boolean
  faults: FaultPolicy
}

export function createWorld(clock: Clock, random: Random): World {
  return {
    clock,
    random,
    networks: new Map(),
    gateways: new Map(),
    hosts: new Map(),
    workloads: new Map(),
    pairs: new Map(),
    ends: new Map(),
    cuts: new Set(),
    impairments: new Map(),
    impairmentTimers: createTimers(clock),
    listeners: new Set(),
    messages: createTimers(clock),
    foreignSpeakers: new Map(),
    bgpTimers: createTimers(clock),
    isReviewing: false,
    faults: {},
  }
}

/** Tells who listens that the tunnel, or the whole gateway, should be looked at again. */
export function changed(world: World, gateway: string, tunnel?: string): void {
  world.review?.()
  if (world.faults.notify?.(gateway) === false) return
  for (const listener of world.listeners) listener(gateway, tunnel)
}

export const tunnelChanged = (world: World, { gateway, id }: Tunnel): void => changed(world, gateway, id)

export const pairKey = (local: Ipv4Address, remote: Ipv4Address): string => `${local} ${remote}`

export const cutKey = (one: Ipv4Address, other: Ipv4Address): string =>
  one < other ? pairKey(one, other) : pairKey(other, one)

/** What is to become of packets that go this way now. */
function impaired(world: World, from: Ipv4Address, to: Ipv4Address): readonly Impairment[] {
  if (world.impairments.size === 0) return []
  const now = world.clock.now()
  return (world.impairments.get(pairKey(from, to)) ?? []).filter(({ until }) => until > now)
}

/** Whether anything gets through this way. */
export const isPathUp = (world: World, from: Ipv4Address, to: Ipv4Address): boolean =>
  !world.cuts.has(cutKey(from, to)) && impaired(world, from, to).every(({ lossPercent }) => lossPercent < 100)

/** Whether this one packet gets through. */
export const passes = (world: World, from: Ipv4Address, to: Ipv4Address): boolean =>
  isPathUp(world, from, to) &&
  impaired(world, from, to).every(({ lossPercent }) => lossPercent === 0 || world.random.integer(100) >= lossPercent)

/** How much later than usual a packet is that goes this way. */
export const delayMilliseconds = (world: World, from: Ipv4Address, to: Ipv4Address): number =>
  impaired(world, from, to).reduce((sum, each) => sum + each.delayMilliseconds, 0)

/** One end of a tunnel, with the daemon that runs there. */
export interface End {
  readonly tunnel: Tunnel
  readonly daemon: Daemon
}

/**
 * The tunnel at the other end of the outer addresses, when a daemon runs there and a packet gets through to it; all but `passes`
 * ask whether one may.
 */
export function reachPeer(
  world: World,
  { localAddress, remoteAddress, isPrivate }: Tunnel,
  gets = isPathUp,
): End | undefined {
  if (!gets(world, localAddress, remoteAddress)) return undefined
  for (const tunnel of world.pairs.get(pairKey(remoteAddress, localAddress)) ?? []) {
    if (tunnel.daemon !== undefined && tunnel.isPrivate === isPrivate) return { tunnel, daemon: tunnel.daemon }
  }
  return undefined
}

/** Whether a route leads to the tunnel's remote address: somebody has it, whether he answers or not. */
export function isThere(world: World, { remoteAddress, isPrivate }: Tunnel): boolean {
  const isHost = ({ spec: { place, address } }: { readonly spec: HostSpec }): boolean =>
    place.kind === 'underlay' && address === remoteAddress && isPrivate === undefined
  return world.ends.has(endKey(remoteAddress, isPrivate)) || [...world.hosts.values()].some(isHost)
}

/** The same address may be on both underlays. */
const endKey = (address: Ipv4Address, isPrivate: true | undefined): string =>
  isPrivate ? `private ${address}` : address

function countEnd({ ends }: World, { localAddress, isPrivate }: Tunnel, change: 1 | -1): void {
  const key = endKey(localAddress, isPrivate)
  const count = (ends.get(key) ?? 0) + change
  if (count > 0) ends.set(key, count)
  else ends.delete(key)
}

export function addTunnel(world: World, gateway: Gateway, tunnel: Tunnel): void {
  gateway.tunnels.set(tunnel.id, tunnel)
  const key = pairKey(tunnel.localAddress, tunnel.remoteAddress)
  world.pairs.set(key, [...(world.pairs.get(key) ?? []), tunnel])
  countEnd(world, tunnel, 1)
}

export function dropTunnel(world: World, gateway: Gateway, tunnel: Tunnel): void {
  gateway.tunnels.delete(tunnel.id)
  const key = pairKey(tunnel.localAddress, tunnel.remoteAddress)
  const others = (world.pairs.get(key) ?? []).filter((other) => other !== tunnel)
  if (others.length > 0) world.pairs.set(key, others)
  else world.pairs.delete(key)
  countEnd(world, tunnel, -1)
}

/** A number that two ends compare when both start the same thing at once. */
export const drawNonce = (world: World): number => world.random.integer(2 ** 32)

/** 8 hexadecimal digits, as charon shows the SPI of a Child SA. */
export const drawSpi = (world: World): string => world.random.token(8, '0123456789abcdef')
