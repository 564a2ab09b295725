import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'

/** "ResetVpnGatewayInternetMaxBandwidth": a bandwidth changes within its range alone, and the largest not at all. */
const ranges = [
  [5, 100],
  [200, 1000],
] as const

/** Why a gateway may not have that bandwidth instead of its own. Terraform makes one smaller that is paid for by the hour. */
export function checkBandwidth(to: number, { id, spec }: Resource<'gateway'>): DomainError | undefined {
  const { bandwidthMbps: from, term } = spec
  if (from === to) return undefined
  const isWithin = ranges.some(([least, most]) => [from, to].every((each) => each >= least && each <= most))
  if (!isWithin) return domainError('bandwidth-fixed', `from ${from} to ${to} Mbps leaves its range`, id)
  if (term === undefined || to > from) return undefined
  return domainError('bandwidth-fixed', 'what is paid for in advance may not become smaller', id)
}
