import type { TrafficSelectors } from './ike.ts'
import type { NegotiationFailure } from './negotiation-failure.ts'

/**
 * What is tried of a tunnel, in the order in which an initiator does it (RFC 7296 sections 1.2 and 1.3): the IKE SA's
 * proposal, who each end is, each Child SA, and a rekeying of one with a key exchange of its own.
 */
export type PreflightPart = 'ike' | 'authentication' | 'child' | 'rekeying'

/** Why a part was not tried, or what came of it tells nothing. */
export type NotTried =
  /** What it stands on failed, or was not tried. */
  | 'not-reached'
  /** A peer may keep one IKE SA of an identity alone, and then ends the one that carries. */
  | 'may-end-running'
  /** In IKEv1 the peer may take the Child SAs that carry into a second IKE SA, and they end with it. */
  | 'ikev1-running'
  /** There are no selectors inside those of the Child SA that carries, so that another would take its packets. */
  | 'no-narrower-selectors'
  /** The peer takes no selectors inside those of the Child SA that carries. */
  | 'narrower-refused'
  | 'out-of-time'
  /** The tunnel was changed, or its daemon ended, meanwhile. */
  | 'interrupted'

export type PreflightStep = {
  readonly part: PreflightPart
  /** Of a Child SA: as this end has them. Others inside of them are proposed where there is one that carries. */
  readonly selectors?: TrafficSelectors
} & (
  | {
      readonly outcome: 'ok'
      /** As negotiated, in swanctl's spelling. */
      readonly proposal?: string
    }
  | { readonly outcome: 'failed'; readonly failure: NegotiationFailure }
  | { readonly outcome: 'not-tried'; readonly why: NotTried }
)

/**
 * What has become of the SAs that were there before: none were, they are there still, a Child SA has taken another's place as was
 * asked for, or they have ended.
 */
export type RunningSas = 'none' | 'kept' | 'rekeyed' | 'ended'

/** What came of a negotiation that was ended at once. */
export interface Preflight {
  readonly steps: readonly PreflightStep[]
  readonly running: RunningSas
}

/** What is kept of one among the events. */
export interface PreflightNote {
  readonly tunnel: string
  /** The reasons of what failed. */
  readonly found: readonly string[]
  readonly running: RunningSas
}
