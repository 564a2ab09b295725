import type { Ipv4Address } from '../domain/address.ts'
import { domainError } from '../domain/error.ts'
import type { Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { isNamespaceEnd, nameOfEnd, type WorkloadEnd } from '../domain/workload.ts'
import { type Command, changed, claiming, type NewResource, newResource, putting } from './command.ts'
import { nextAddress, takenAddresses, whyNoAddress } from './subnet-address.ts'

export interface CreateWorkload extends NewResource {
  readonly subnet: string
  readonly end: WorkloadEnd
  /** The next free one of the subnet where it is not given. Not for a device or a bridge. */
  readonly address?: Ipv4Address
}

interface WorkloadSurroundings {
  readonly subnet: Resource<'subnet'> | undefined
  readonly taken: readonly Ipv4Address[]
}

export const createWorkload: Command<CreateWorkload, WorkloadSurroundings> = {
  name: 'create-workload',
  load: async (reader, { subnet }) => ({
    subnet: await reader.get('subnet', subnet),
    taken: await takenAddresses(reader, subnet),
  }),
  decide({ subnet, taken }, input) {
    if (subnet === undefined || subnet.deleting) {
      return fail(domainError('subnet-not-found', 'no such subnet', input.subnet))
    }
    const address = isNamespaceEnd(input.end) ? (input.address ?? nextAddress(subnet, taken)) : undefined
    if (address === undefined && isNamespaceEnd(input.end)) {
      return fail(domainError('subnet-exhausted', 'has no address left', subnet.id))
    }
    const refusal = address === undefined ? undefined : whyNoAddress(subnet, taken, address)
    if (refusal !== undefined) return fail(refusal)
    const spec = { subnet: subnet.id, end: input.end, ...(address === undefined ? {} : { address }) }
    const name = nameOfEnd(input.end)
    return ok(
      claiming(
        { kind: 'workload', ...newResource(input), spec },
        {
          scope: 'workload',
          value: name,
          refusal: (holder) => domainError('workload-exists', `is plugged in as ${holder} already`, name),
        },
      ),
    )
  },
}

export const deleteWorkload: Command<{ readonly id: string }, Resource<'workload'> | undefined> = {
  name: 'delete-workload',
  load: (reader, { id }) => reader.get('workload', id),
  decide(workload, { id }) {
    if (workload === undefined || workload.deleting) {
      return fail(domainError('workload-not-found', 'no such workload', id))
    }
    return ok(putting(changed(workload, { deleting: true })))
  },
}
