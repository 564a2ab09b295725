import { containsAddress, overlaps, prefixLength } from '../domain/address.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { CustomerGateway, Tunnel } from '../domain/resource.ts'

/** What a tunnel's BGP parameters must be, whether BGP is enabled or not: they are kept either way. */
export function checkBgp(tunnel: Tunnel, peer: CustomerGateway, all: readonly Tunnel[]): DomainError | undefined {
  const { bgp } = tunnel
  if (bgp === undefined) return undefined
  const { prefix, localAddress } = bgp
  if (prefix !== undefined) {
    if (prefixLength(prefix) !== 30) return domainError('bgp-prefix-invalid', 'must be a /30', prefix)
    const rival = all.find((other) => other !== tunnel && other.bgp?.prefix && overlaps(other.bgp.prefix, prefix))
    if (rival !== undefined) return domainError('bgp-prefix-invalid', 'overlaps the other tunnel’s', prefix)
    if (localAddress !== undefined && !containsAddress(prefix, localAddress)) {
      return domainError('bgp-address-outside-prefix', `must lie in ${prefix}`, localAddress)
    }
  }
  if (!bgp.enabled) return undefined
  if (peer.asNumber === undefined) {
    return domainError('bgp-as-number-missing', 'the customer gateway has no AS number', tunnel.customerGateway)
  }
  if (prefix === undefined) return domainError('bgp-prefix-missing', 'BGP needs a /30 for the two neighbors')
  return domainError('bgp-unsupported', 'BGP is not carried yet: leave it disabled and use traffic selectors')
}
