import { everything, type Ipv4Prefix, overlaps } from '../../domain/address.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { Resource } from '../../domain/resource.ts'
import type { RouteEntry } from '../../domain/route-entry.ts'
import type { RouteRules } from '../../domain/route-rules.ts'
import { unroutableRangeOf } from '../../domain/unroutable.ts'
import { checkRoutes } from '../router-routes.ts'

function checkDestination(destination: Ipv4Prefix, rules: RouteRules): DomainError | undefined {
  const refused = (detail: string) => domainError('route-destination-invalid', detail, destination)
  if (destination === everything) return rules.defaultRoute ? undefined : refused('is every address')
  const range = unroutableRangeOf(destination)
  if (range !== undefined) return refused(`lies in ${range}, which no packet through a tunnel can have`)
  const apart = rules.apartFrom.find((other) => overlaps(other, destination))
  return apart === undefined ? undefined : refused(`has addresses of ${apart}`)
}

/** Whether packets from the source to the destination may be sent elsewhere at all. */
export function checkRoutePrefixes(
  { source, destination }: RouteEntry,
  rules: RouteRules,
  networks: readonly Resource<'network'>[],
  account: string,
): DomainError | undefined {
  const refusal = checkDestination(destination, rules)
  if (refusal !== undefined) return refusal
  const range = source === undefined ? undefined : unroutableRangeOf(source)
  if (range !== undefined) {
    return domainError('route-source-invalid', `lies in ${range}, which no packet through a tunnel can have`, source)
  }
  return checkRoutes([destination], networks, account)
}
