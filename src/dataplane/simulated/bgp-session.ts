import type { Ipv4Address, Ipv4Prefix } from '../../domain/address.ts'
import type { BgpFailure, BgpState, LearnedRoute } from '../../domain/bgp.ts'
import type { BgpSpec, NeighborSpec } from '../port.ts'

/** What a neighbor tells of a prefix. */
export type Announcement = Pick<LearnedRoute, 'prefix' | 'asPath' | 'communities'>

/** A speaker of another make, in the place of a gateway's own at one end of a tunnel. */
export interface ForeignSpeaker {
  readonly speaksBfd: boolean
  readonly announcements: readonly Announcement[]
}

export interface BgpSession {
  neighbor: NeighborSpec
  state: BgpState
  since: number
  failure?: BgpFailure
  /** What the last attempt came to: it is made again once that would be something else. */
  tried?: string
  /** Ends the attempt that is about to be made. */
  attempt?: () => void
  /** Ends the waiting for a neighbor that has fallen silent. */
  waiting?: () => void
  /** The session at the other end, while established. */
  far?: BgpSession
  /** What is taken of the neighbor. */
  taken: readonly Announcement[]
  limitReached: boolean
}

/** What dies with the daemon's process. */
export interface RoutingDaemon {
  spec: BgpSpec
  digest: string
  /** By tunnel. */
  readonly sessions: Map<string, BgpSession>
  /** Ends the time in which routes of the daemon before it are left alone (RFC 4724). */
  recovering?: () => void
}

/** A route of the kernel's that the routing daemon has written there; it outlives the daemon. */
export interface KernelRoute {
  readonly prefix: Ipv4Prefix
  readonly tunnels: readonly string[]
}

export interface GatewayBgp {
  /** Absent while none answers. */
  daemon?: RoutingDaemon
  /** Replaced, never changed. */
  learned: readonly KernelRoute[]
  /** Where the learned ones stand. */
  place: BgpSpec['learned']
  /** What listeners were told last. */
  told?: string
}

export const newSession = (neighbor: NeighborSpec, now: number): BgpSession => ({
  neighbor,
  state: 'active',
  since: now,
  taken: [],
  limitReached: false,
})

export const sharesAddresses = (
  one: { readonly localAddress: Ipv4Address; readonly neighborAddress: Ipv4Address },
  other: { readonly localAddress: Ipv4Address; readonly neighborAddress: Ipv4Address },
): boolean => one.localAddress === other.neighborAddress && one.neighborAddress === other.localAddress
