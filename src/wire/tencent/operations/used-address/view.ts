import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { CallContext } from '../../../http/context.ts'

/** An address of a VPC that a host of the lab has. */
export interface UsedAddress {
  readonly subnet: Resource<'subnet'>
  readonly host: Resource<'host'>
}

export async function findVpc({ reader }: CallContext, id: string): Promise<Result<Resource<'network'>, DomainError>> {
  const vpc = await reader.get('network', id)
  if (vpc !== undefined && !vpc.deleting) return ok(vpc)
  return fail(domainError('network-not-found', 'no such network in this region', id))
}

export const subnetsOf = async ({ reader }: CallContext, vpc: string): Promise<readonly Resource<'subnet'>[]> =>
  (await reader.referencing(vpc, 'subnet')).filter(({ deleting }) => !deleting)

export async function usedIn(
  { reader }: CallContext,
  subnets: readonly Resource<'subnet'>[],
): Promise<readonly UsedAddress[]> {
  const used = subnets.map(async (subnet) =>
    (await reader.referencing(subnet.id, 'host')).map((host): UsedAddress => ({ subnet, host })),
  )
  return (await Promise.all(used)).flat()
}
