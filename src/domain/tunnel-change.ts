import type { NegotiationFailure } from './negotiation-failure.ts'

/** Who has shown what nobody has asked for. */
export const dataPlaneActor = 'data plane'

/** How far a tunnel's negotiation has come, as the daemon reports it (RFC 7296 section 1.2). */
export type NegotiationStatus = 'ike-down' | 'ike-up' | 'child-down' | 'child-up'

/** A tunnel that is not where it was, or that is down for another reason than before. */
export interface TunnelChange {
  readonly tunnel: string
  /** `unseen` before the data plane was looked at, or had the tunnel. */
  readonly from: NegotiationStatus | 'unseen'
  /** `gone` when the data plane has released it. */
  readonly to: NegotiationStatus | 'gone'
  /** Why it is not up; absent when it is, and where the daemon says nothing. */
  readonly failure?: NegotiationFailure | 'daemon-dead'
}

/** A change of a tunnel, and when it was seen: milliseconds since the epoch. */
export interface SeenChange extends TunnelChange {
  readonly at: number
}
