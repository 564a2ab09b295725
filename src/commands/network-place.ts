import { type DomainError, domainError } from '../domain/error.ts'
import type { Reader } from '../domain/reader.ts'
import type { Resource } from '../domain/resource.ts'
import { fail, ok, type Result } from '../domain/result.ts'

/** A network and some subnets of it, which something is to stand in. */
export interface NetworkPlace {
  readonly network: string
  readonly subnets: readonly string[]
}

export interface FoundPlace {
  readonly network: Resource<'network'> | undefined
  /** In the order in which they were named. */
  readonly subnets: readonly (Resource<'subnet'> | undefined)[]
}

export const findPlace = async (reader: Pick<Reader, 'get'>, place: NetworkPlace): Promise<FoundPlace> => ({
  network: await reader.get('network', place.network),
  subnets: await Promise.all(place.subnets.map((id) => reader.get('subnet', id))),
})

/** The network, when it and all the subnets are there and belong together. */
export function checkPlace(
  { network, subnets }: FoundPlace,
  place: NetworkPlace,
): Result<Resource<'network'>, DomainError> {
  if (network === undefined || network.deleting) {
    return fail(domainError('network-not-found', 'no such network in this region', place.network))
  }
  for (const [index, subnet] of subnets.entries()) {
    const id = place.subnets[index]
    if (subnet === undefined || subnet.deleting) return fail(domainError('subnet-not-found', 'no such subnet', id))
    if (subnet.spec.network !== network.id) {
      return fail(domainError('not-in-network', `is in ${subnet.spec.network}, not in ${network.id}`, subnet.id))
    }
  }
  return ok(network)
}
