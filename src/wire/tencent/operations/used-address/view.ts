import { endsIn } from '../../../../commands/subnet-address.ts'
import type { Ipv4Address } from '../../../../domain/address.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { CallContext } from '../../../http/context.ts'

/** An address of a VPC that a host of the lab, or a workload, has. */
export interface UsedAddress {
  readonly subnet: Resource<'subnet'>
  readonly holder: Resource<'host'> | Resource<'workload'>
  readonly address: Ipv4Address
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
    (await endsIn(reader, subnet.id)).flatMap((holder): readonly UsedAddress[] => {
      const { address } = holder.spec
      return address === undefined ? [] : [{ subnet, holder, address }]
    }),
  )
  return (await Promise.all(used)).flat()
}
