import { containsAddress, type Ipv4Prefix, prefixLength } from '../domain/address.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { Resource } from '../domain/resource.ts'

/** 0.0.0.0/0, and the halves that it is written as where a default route is not to be replaced. */
const leadsAllElse = (destination: Ipv4Prefix): boolean => prefixLength(destination) <= 1

/**
 * A tunnel's own packets to its peer would be routed into the tunnel. What leads all else there does not: what is more
 * specific leads to the peer.
 */
export function checkPeerRoutes(
  destinations: readonly Ipv4Prefix[],
  peers: readonly Resource<'customer-gateway'>[],
): DomainError | undefined {
  for (const { id, spec } of peers) {
    const around = destinations.find((each) => !leadsAllElse(each) && containsAddress(each, spec.address))
    if (around === undefined) continue
    return domainError('peer-inside-route', `${spec.address} lies in ${around}, which is routed to it`, id)
  }
  return undefined
}
