import type { TrafficSelectors } from './ike.ts'

/** RFC 7296 section 2.21 and what charon reports, boiled down to what an operator can act on. */
export type FailureReason =
  /** The keys differ, or an identity does. */
  | 'authentication-failed'
  | 'no-proposal-chosen'
  | 'selectors-unacceptable'
  /** No configuration at that end for these two addresses or identities. */
  | 'no-configuration'
  /** Nothing came back. */
  | 'peer-silent'
  /** Nothing came back, and no route leads to the peer's address. */
  | 'peer-unreachable'
  /** The peer had answered before, and does so no more (RFC 7296 section 2.4, RFC 3706). */
  | 'peer-dead'
  /** The peer has ended the SAs (RFC 7296 section 1.4.1); it gives no reason. */
  | 'ended-by-peer'
  /** A Child SA came to the end of its lifetime before there was another in its place (RFC 7296 section 2.8). */
  | 'lifetime-ended'
  | 'installation-failed'
  | 'other'

/** What a peer has sent of what is refused. An end that is refused itself hears no more than that it is. */
export interface Received {
  /** IKEv1's mode is that of its first message (RFC 2409 section 5). */
  readonly version?: 1 | 2
  readonly mode?: 'main' | 'aggressive'
  /** In swanctl's spelling: "aes128-sha256-modp2048". */
  readonly proposals?: readonly string[]
  /** What the peer calls itself. */
  readonly identity?: string
  /** What it calls this end; IKEv1's initiator does not say. */
  readonly expected?: string
  /** As this end sees them: the peer's own are the remote ones. */
  readonly selectors?: TrafficSelectors
}

export interface NegotiationFailure {
  readonly reason: FailureReason
  /** `local`: this end refused the peer. `remote`: the peer refused this end. */
  readonly refusedBy: 'local' | 'remote'
  /** What was refused: the IKE SA (phase 1), or a Child SA inside it (phase 2). */
  readonly phase: 'ike' | 'child'
  /** The daemon's own words. */
  readonly detail: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Absent where the peer has sent nothing that was refused. */
  readonly received?: Received
  /** The Child SA that is there was to be replaced by another (RFC 7296 section 1.3.3): it goes at the end of its lifetime. */
  readonly rekeying?: true
}

/** How long a refusal stands against what says less, in milliseconds: whoever is refused tries again within seconds. */
const explanationPeriod = 60_000

/** What an end hears as the other side of what it has refused itself: a notification without a value (RFC 7296 section 3.10.1). */
const echoes: Readonly<Partial<Record<FailureReason, readonly FailureReason[]>>> = {
  'authentication-failed': ['authentication-failed', 'no-configuration'],
  'no-proposal-chosen': ['no-proposal-chosen', 'no-configuration'],
  'selectors-unacceptable': ['selectors-unacceptable'],
}

const isRefusal = ({ reason }: NegotiationFailure): boolean => reason === 'no-configuration' || reason in echoes

/**
 * Whether a failure says less than the one before it, and so does not take its place. A notification gives no reason: where
 * this end has refused the peer itself, with the values that did not fit, it is the other side of the same. Some peers do
 * not answer at all for a while to whom they have refused.
 */
export function saysLess(failure: NegotiationFailure, before: NegotiationFailure | undefined): boolean {
  if (before === undefined || failure.at - before.at >= explanationPeriod) return false
  if (failure.reason === 'peer-silent') return before.phase === 'ike' && isRefusal(before)
  const isEcho = before.refusedBy === 'local' && failure.refusedBy === 'remote' && failure.phase === before.phase
  return isEcho && (echoes[failure.reason] ?? []).includes(before.reason)
}
