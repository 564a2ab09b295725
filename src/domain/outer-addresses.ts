import type { Ipv4Address } from './address.ts'
import type { Resource } from './resource.ts'

/** Those of its outer addresses that nothing else in the installation has. */
export const heldAddresses = (resource: Resource): readonly Ipv4Address[] =>
  sharesAddress(resource) ? [] : outerAddresses(resource)

/** Whether its outer addresses are all one, which others have too. */
export function sharesAddress(resource: Resource): boolean {
  if (resource.kind === 'gateway') return resource.spec.sharesAddress === true
  if (resource.kind !== 'router-attachment' || resource.spec.target.kind !== 'connection') return false
  return resource.spec.target.sharesAddress === true
}

/** The outer addresses that a resource has. */
export function outerAddresses(resource: Resource): readonly Ipv4Address[] {
  if (resource.kind === 'gateway') return resource.spec.addresses
  if (resource.kind === 'router-attachment' && resource.spec.target.kind === 'connection') {
    return resource.spec.target.addresses
  }
  if (resource.kind === 'host' && resource.spec.place.kind === 'underlay') return [resource.spec.address]
  return []
}
