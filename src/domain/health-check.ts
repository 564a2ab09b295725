import type { Ipv4Address } from './address.ts'

/** ICMP echo requests (RFC 792) through one tunnel, which say whether it carries. */
export interface HealthCheck {
  /** An address on the near side of the tunnel. */
  readonly source: Ipv4Address
  /** An address beyond the tunnel. */
  readonly destination: Ipv4Address
  /** From one request to the next. */
  readonly intervalMilliseconds: number
  /** How long an answer may take. */
  readonly timeoutMilliseconds: number
  /** As many in a row without an answer make the tunnel fail, and as many with one make it pass again. */
  readonly threshold: number
  /** Whether routes into a tunnel that fails are withdrawn, or only passed over where there is another. */
  readonly onFailure: 'withdraw' | 'keep'
}

export interface HealthVerdict {
  readonly passes: boolean
  /** When it became so, in milliseconds since the epoch. */
  readonly since: number
}

/** What the checks of a tunnel have seen. */
export interface ObservedHealth {
  /** The digest of the check that runs (`digestHealthCheck`). */
  readonly digest: string
  /** Absent before the first. */
  readonly verdict?: HealthVerdict
  readonly sent: number
  readonly answered: number
  /** The newest verdicts before this one, newest first, no more than ten. */
  readonly history: readonly HealthVerdict[]
}
