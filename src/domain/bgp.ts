import type { Ipv4Address, Ipv4Prefix } from './address.ts'
import type { AsNumber } from './as-number.ts'

/** The states of a session (RFC 4271 section 8.2.2). */
export type BgpState = 'idle' | 'connect' | 'active' | 'open-sent' | 'open-confirm' | 'established'

/** Why a session is down, boiled down to what an operator can act on. */
export type BgpFailureReason =
  /** OPEN with another AS number than was expected (RFC 4271 section 6.2). */
  | 'bad-peer-as'
  /** Nothing came within the hold time (RFC 4271 section 6.5). */
  | 'hold-timer-expired'
  /** BFD said that the neighbor is gone (RFC 5882 section 4). */
  | 'bfd-down'
  /** Segments without the right digest are dropped, so that nothing ever answers (RFC 2385 section 4.1). */
  | 'authentication-failed'
  /** Something answers at the neighbor's address, and has no session with this one. */
  | 'no-configuration'
  /** Nothing listens at the neighbor's address, or nothing answers there. */
  | 'neighbor-unreachable'
  /** The neighbor ended the session (RFC 4486). */
  | 'cease'
  | 'other'

export interface BgpFailure {
  readonly reason: BgpFailureReason
  /** `local`: this end ended the session or refused it. `remote`: the neighbor did. */
  readonly refusedBy: 'local' | 'remote'
  /** The daemon's own words. */
  readonly detail: string
  /** What the neighbor's OPEN had, where it was refused for that. */
  readonly received?: { readonly asNumber: number }
}

export interface LearnedRoute {
  readonly prefix: Ipv4Prefix
  /** The neighbor's first. */
  readonly asPath: readonly number[]
  /** As "65535:65510" (RFC 1997). */
  readonly communities: readonly string[]
  /** Whether it is the best of those to its prefix, alone or beside others: packets take it where no route of the gateway's own comes first. */
  readonly selected: boolean
}

/** The session over one tunnel. */
export interface ObservedBgpSession {
  readonly tunnel: string
  readonly state: BgpState
  /** When it was established, or since when it is not, whatever it tries meanwhile; in milliseconds since the epoch. */
  readonly since: number
  readonly localAddress: Ipv4Address
  readonly neighborAddress: Ipv4Address
  readonly localAsNumber: AsNumber
  readonly neighborAsNumber: AsNumber
  /** The BFD session beside it (RFC 5880 section 6.8.1); absent where the neighbor speaks none. */
  readonly bfd?: 'down' | 'init' | 'up'
  /** The last one; absent while the session is established. */
  readonly failure?: BgpFailure
  /** Whether the neighbor has told more prefixes than are taken of it (`NeighborSpec.prefixLimit`). */
  readonly limitReached: boolean
  readonly received: readonly LearnedRoute[]
  readonly advertised: readonly Ipv4Prefix[]
}

/** The routing daemon of a gateway. */
export interface ObservedBgp {
  /** The digest of the configuration that it runs with (`digestBgp`); absent while it has none. */
  readonly digest?: string
  /** Whether the daemon answers. */
  readonly alive: boolean
  readonly sessions: readonly ObservedBgpSession[]
  /**
   * What packets are routed to by what was learned, in order. It outlives a daemon that died: its routes stay in the kernel
   * until the one in its place has been told everything again (RFC 4724).
   */
  readonly installed: readonly Ipv4Prefix[]
}

/** From one BFD packet to the next, where the operator says nothing else. */
export const usualBfdIntervalMilliseconds = 200
