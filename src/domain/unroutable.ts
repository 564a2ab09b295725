import { everything, type Ipv4Prefix, overlaps } from './address.ts'

/**
 * Ranges that no packet through a tunnel can have at either end (RFC 6890): "this" network, loopback, the neighbors of
 * one link, where BGP's live, multicast and what is reserved, and the protocols' own 192.0.0.0/24, out of which the
 * gateways' own links have their addresses.
 */
export const unroutable = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '224.0.0.0/3'].map(
  (text) => text as Ipv4Prefix,
)

/** The unroutable range that a prefix touches; undefined for one that packets can have. 0.0.0.0/0 stands for all that can. */
export const unroutablePart = (prefix: Ipv4Prefix): Ipv4Prefix | undefined =>
  prefix === everything ? undefined : unroutable.find((range) => overlaps(range, prefix))
