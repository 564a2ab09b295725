import {
  addressAt,
  containsAddress,
  containsPrefix,
  type Ipv4Address,
  type Ipv4Prefix,
  prefixLength,
  prefixSize,
} from './address.ts'
import type { TrafficSelectors } from './ike.ts'
import type { BgpParameters } from './resource.ts'

/** Out of which both neighbors of a session have their addresses (RFC 3927). */
const linkLocal = '169.254.0.0/16' as Ipv4Prefix

/** Taken by clouds for their own services, 169.254.169.254 for instance metadata. */
const reserved: ReadonlySet<string> = new Set([
  ...[0, 1, 2, 3, 4, 5, 6].map((third) => `169.254.${third}.0/30`),
  '169.254.169.252/30',
])

/** Whether the prefix can hold the two neighbors of a session: a /30 in 169.254.0.0/16 that is not reserved. */
export const isNeighborPrefix = (prefix: Ipv4Prefix): boolean =>
  prefixLength(prefix) === 30 && containsPrefix(linkLocal, prefix) && !reserved.has(prefix)

/** Whether a tunnel with these selectors carries packets between the two neighbors: a session is in it as all else is. */
export function carriesSession(prefix: Ipv4Prefix, selectors: readonly TrafficSelectors[]): boolean {
  const holds = (prefixes: readonly Ipv4Prefix[]) => prefixes.some((each) => containsPrefix(each, prefix))
  return selectors.some(({ local, remote }) => holds(local) && holds(remote))
}

/** The two that are hosts of a /30. */
const hostsOf = (prefix: Ipv4Prefix): readonly (Ipv4Address | undefined)[] => [
  addressAt(prefix, 1),
  addressAt(prefix, 2),
]

export const isHostOf = (prefix: Ipv4Prefix, address: Ipv4Address): boolean =>
  containsAddress(prefix, address) &&
  ![addressAt(prefix, 0), addressAt(prefix, prefixSize(prefix) - 1)].includes(address)

export interface Neighbors {
  readonly local?: Ipv4Address
  readonly neighbor?: Ipv4Address
}

/** Both ends of a session: as they were given; else the other host of the prefix, of which ours is the first. */
export function neighborsOf({ prefix, localAddress, neighborAddress }: BgpParameters): Neighbors {
  const [first, second] = prefix === undefined ? [] : hostsOf(prefix)
  const other = (address: Ipv4Address | undefined) => (address === first ? second : first)
  const local = localAddress ?? (neighborAddress === undefined ? first : other(neighborAddress))
  const neighbor = neighborAddress ?? (local === undefined ? undefined : other(local))
  return { ...(local === undefined ? {} : { local }), ...(neighbor === undefined ? {} : { neighbor }) }
}
