import { containsPrefix, type Ipv4Address, type Ipv4Prefix, overlapFinder } from './address.ts'

/**
 * Ranges that no packet through a tunnel can have at either end (RFC 6890): "this" network, loopback, link-local, out of
 * which BGP speakers have their addresses, 192.0.0.0/24 for protocols (RFC 7335), out of which the links between a
 * gateway's namespaces have theirs, multicast and reserved.
 */
export const unroutable = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '224.0.0.0/3'].map(
  (text) => text as Ipv4Prefix,
)

const find = overlapFinder(unroutable)

/**
 * The unroutable range that the prefix lies in; undefined for one that packets can have. A wider one, such as the halves of
 * 0.0.0.0/0 that stand in for a default route, is one that packets can have.
 */
export function unroutableRangeOf(prefix: Ipv4Prefix): Ipv4Prefix | undefined {
  const range = find(prefix)
  return range !== undefined && containsPrefix(range, prefix) ? range : undefined
}

/** Whether a host that others can reach may have the address, private or public. */
export const isHostAddress = (address: Ipv4Address): boolean => find(`${address}/32` as Ipv4Prefix) === undefined
