import { containsAddress, containsPrefix, type Ipv4Address, type Ipv4Prefix, prefixLength } from './address.ts'

/** Where packets come into a gateway: over the link to a network, or out of a tunnel. */
export type Ingress = { readonly network: string } | { readonly tunnel: string }

/** Packets for the prefix go this way, whatever other routes there are. */
export type Lead =
  | { readonly prefix: Ipv4Prefix; readonly network: string }
  /** Into the first of these groups of tunnels whose devices are there; nowhere, where there is none. */
  | { readonly prefix: Ipv4Prefix; readonly tunnels: readonly (readonly string[])[] }

/**
 * What packets that come in there may be routed to. Of the prefixes that hold a destination the longest decides; what none
 * holds is refused. Where there is no gate, everything is routed.
 */
export interface Gate {
  readonly from: Ingress
  readonly admitted: readonly Ipv4Prefix[]
  /** None of those that are admitted. */
  readonly refused: readonly Ipv4Prefix[]
  /** Of prefixes that are neither; absent where there are none. */
  readonly leads?: readonly Lead[]
}

export const nameOfIngress = (from: Ingress): string =>
  'network' in from ? `network ${from.network}` : `tunnel ${from.tunnel}`

/** In one spelling, each prefix once; one that is both is refused, and one that is led somewhere neither. */
export function gateOf(
  from: Ingress,
  admitted: readonly Ipv4Prefix[],
  refused: readonly Ipv4Prefix[],
  leads: readonly Lead[] = [],
): Gate {
  const led = new Map(leads.map((lead) => [lead.prefix, lead]))
  const without = new Set(refused)
  const inOrder = (prefixes: readonly Ipv4Prefix[]) => [...new Set(prefixes)].filter((one) => !led.has(one)).sort()
  return {
    from,
    admitted: inOrder(admitted.filter((prefix) => !without.has(prefix))),
    refused: inOrder(refused),
    ...(led.size === 0 ? {} : { leads: [...led.values()].toSorted((a, b) => (a.prefix < b.prefix ? -1 : 1)) }),
  }
}

interface OfPrefix {
  readonly prefix: Ipv4Prefix
}

function longest<T extends OfPrefix>(all: readonly T[], isMeant: (prefix: Ipv4Prefix) => boolean): T | undefined {
  const meant = all.filter(({ prefix }) => isMeant(prefix))
  return meant.toSorted((a, b) => prefixLength(b.prefix) - prefixLength(a.prefix))[0]
}

/** Of these the longest that holds the prefix, which may be itself. */
export const longestAround = <T extends OfPrefix>(all: readonly T[], prefix: Ipv4Prefix): T | undefined =>
  longest(all, (one) => containsPrefix(one, prefix))

/** What becomes of a packet for the destination: a lead is the way that it goes. */
export function passage({ admitted, refused, leads = [] }: Gate, destination: Ipv4Address): 'any' | 'none' | Lead {
  const verdicts = [
    ...admitted.map((prefix) => ({ prefix, verdict: 'any' as const })),
    ...refused.map((prefix) => ({ prefix, verdict: 'none' as const })),
    ...leads.map((lead) => ({ prefix: lead.prefix, verdict: lead })),
  ]
  return longest(verdicts, (prefix) => containsAddress(prefix, destination))?.verdict ?? 'none'
}
