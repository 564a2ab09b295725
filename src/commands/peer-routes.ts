import { containsAddress, everything, type Ipv4Prefix } from '../domain/address.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { Resource } from '../domain/resource.ts'

/**
 * A tunnel's own packets to its peer would be routed into the tunnel. 0.0.0.0/0 leads everything else there: what is more
 * specific leads to the peer.
 */
export function checkPeerRoutes(
  destinations: readonly Ipv4Prefix[],
  peers: readonly Resource<'customer-gateway'>[],
): DomainError | undefined {
  for (const { id, spec } of peers) {
    const around = destinations.find((each) => each !== everything && containsAddress(each, spec.address))
    if (around === undefined) continue
    return domainError('peer-inside-route', `${spec.address} lies in ${around}, which is routed to it`, id)
  }
  return undefined
}
