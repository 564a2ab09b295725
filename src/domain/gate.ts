import { containsAddress, type Ipv4Address, type Ipv4Prefix, prefixLength } from './address.ts'

/** Where packets come into a gateway: over the link to a network, or out of a tunnel. */
export type Ingress = { readonly network: string } | { readonly tunnel: string }

/**
 * What packets that come in there may be routed to. Of the prefixes that hold a destination the longest decides; what none
 * holds is refused. Where there is no gate, everything is routed.
 */
export interface Gate {
  readonly from: Ingress
  readonly admitted: readonly Ipv4Prefix[]
  /** None of those that are admitted. */
  readonly refused: readonly Ipv4Prefix[]
}

export const nameOfIngress = (from: Ingress): string =>
  'network' in from ? `network ${from.network}` : `tunnel ${from.tunnel}`

/** In one spelling, each prefix once; one that is both is refused. */
export function gateOf(from: Ingress, admitted: readonly Ipv4Prefix[], refused: readonly Ipv4Prefix[]): Gate {
  const without = new Set(refused)
  const inOrder = (prefixes: readonly Ipv4Prefix[]) => [...new Set(prefixes)].sort()
  return { from, admitted: inOrder(admitted.filter((prefix) => !without.has(prefix))), refused: inOrder(refused) }
}

export function admits({ admitted, refused }: Gate, destination: Ipv4Address): boolean {
  const longest = (prefixes: readonly Ipv4Prefix[]): number =>
    Math.max(-1, ...prefixes.filter((one) => containsAddress(one, destination)).map(prefixLength))
  return longest(admitted) > longest(refused)
}
