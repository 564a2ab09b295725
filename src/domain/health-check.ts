import { containsAddress, type Ipv4Address, type Ipv4Prefix } from './address.ts'

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
  /**
   * Given where the requests go past the tunnel, from one outer address to the other. Many a device answers none: it says
   * nothing before the first answer.
   */
  readonly way?: 'outside'
}

/** What tunnels of a pair are probed by where nobody has asked for anything that would notice a path which is cut. */
export const ownCheck = (source: Ipv4Address, destination: Ipv4Address): HealthCheck => ({
  source,
  destination,
  intervalMilliseconds: 500,
  timeoutMilliseconds: 1000,
  threshold: 3,
  onFailure: 'keep',
  way: 'outside',
})

const linkLocal = '169.254.0.0/16' as Ipv4Prefix

/**
 * Whether the address is one that no host behind the gateway has (RFC 3927): where probes come from one, this end of the
 * tunnel has it, and answers the probes of the other.
 */
export const isInside = (address: Ipv4Address): boolean => containsAddress(linkLocal, address)

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
