import { addressesOfEnds } from '../../../../commands/subnet-address.ts'
import type { Resource } from '../../../../domain/resource.ts'
import type { CallContext } from '../../../http/context.ts'

export type Subnet = Resource<'subnet'>

export interface SubnetView {
  readonly subnet: Subnet
  readonly hosts: number
}

export async function viewSubnet({ reader }: CallContext, subnet: Subnet): Promise<SubnetView> {
  return { subnet, hosts: (await addressesOfEnds(reader, subnet.id)).length }
}
