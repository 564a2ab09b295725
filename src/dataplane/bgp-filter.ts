import { containsPrefix, type Ipv4Prefix, parseIpv4PrefixWithHostBits } from '../domain/address.ts'
import { unroutable } from '../domain/unroutable.ts'
import type { BgpSpec, NeighborSpec } from './port.ts'

/** What a gateway learns of no neighbor. */
export interface RefusedRanges {
  /** These prefixes and all parts of them. */
  readonly within: readonly Ipv4Prefix[]
  /** These, all parts of them and all that hold them: the default route is one of those. */
  readonly around: readonly Ipv4Prefix[]
}

/** The range that the clouds keep for their own services, and which no neighbor may draw to itself (RFC 6598). */
const shared = '100.64.0.0/10' as Ipv4Prefix

/** The network that the two ends of a session have their addresses in. */
export function sessionPrefix({ localAddress }: NeighborSpec): Ipv4Prefix {
  const prefix = parseIpv4PrefixWithHostBits(`${localAddress}/30`)
  if (prefix === undefined) throw new TypeError(`not an address: ${localAddress}`)
  return prefix
}

export function refusedRanges({ neighbors }: BgpSpec, { refused }: NeighborSpec): RefusedRanges {
  const within = new Set([...unroutable, ...neighbors.map(sessionPrefix), ...refused])
  return { within: [...within].sort(), around: [shared] }
}

export const isRefused = ({ within, around }: RefusedRanges, prefix: Ipv4Prefix): boolean =>
  within.some((range) => containsPrefix(range, prefix)) ||
  around.some((range) => containsPrefix(range, prefix) || containsPrefix(prefix, range))

/** What the neighbor is told, in order, unless it is told nothing. */
export const toldTo = ({ advertised }: BgpSpec, { told }: NeighborSpec): readonly Ipv4Prefix[] =>
  advertised.filter((prefix) => told?.includes(prefix) !== false).toSorted()
