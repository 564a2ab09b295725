import type { Ipv4Address } from '../domain/address.ts'
import { domainError } from '../domain/error.ts'
import type { HostPlace, Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { type Command, changed, type NewResource, newResource, putting } from './command.ts'
import { takenAddresses, whyNoAddress } from './subnet-address.ts'

export interface CreateHost extends NewResource {
  readonly place: HostPlace
  readonly address: Ipv4Address
}

interface HostSurroundings {
  readonly subnet: Resource<'subnet'> | undefined
  readonly taken: readonly Ipv4Address[]
}

export const createHost: Command<CreateHost, HostSurroundings> = {
  name: 'create-host',
  load: async (reader, { place }) =>
    place.kind === 'underlay'
      ? { subnet: undefined, taken: [] }
      : { subnet: await reader.get('subnet', place.id), taken: await takenAddresses(reader, place.id) },
  decide({ subnet, taken }, input) {
    if (input.place.kind === 'subnet') {
      if (subnet === undefined || subnet.deleting) {
        return fail(domainError('subnet-not-found', 'no such subnet', input.place.id))
      }
      const refusal = whyNoAddress(subnet, taken, input.address)
      if (refusal !== undefined) return fail(refusal)
    }
    return ok(putting({ kind: 'host', ...newResource(input), spec: { place: input.place, address: input.address } }))
  },
}

export const deleteHost: Command<{ readonly id: string }, Resource<'host'> | undefined> = {
  name: 'delete-host',
  load: (reader, { id }) => reader.get('host', id),
  decide(host, { id }) {
    if (host === undefined || host.deleting) return fail(domainError('host-not-found', 'no such host', id))
    return ok(putting(changed(host, { deleting: true })))
  },
}
