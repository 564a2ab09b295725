import { addressAt, containsAddress, type Ipv4Address, type Ipv4Prefix, prefixSize } from '../domain/address.ts'
import { domainError } from '../domain/error.ts'
import type { HostPlace, Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { type Command, changed, type NewResource, newResource, putting } from './command.ts'

export interface CreateHost extends NewResource {
  readonly place: HostPlace
  readonly address: Ipv4Address
}

interface HostSurroundings {
  readonly subnet: Resource<'subnet'> | undefined
  readonly neighbours: readonly Resource<'host'>[]
  readonly gateways: readonly Resource<'gateway'>[]
}

/** What a subnet has the address for itself; the first and the last are no host's (RFC 1122 section 3.2.1.3). */
function ownUse(prefix: Ipv4Prefix, address: Ipv4Address): string | undefined {
  if (address === addressAt(prefix, 0)) return 'the address of the subnet itself'
  if (address === addressAt(prefix, 1)) return "the subnet's router"
  return address === addressAt(prefix, prefixSize(prefix) - 1) ? "the subnet's broadcast address" : undefined
}

export const createHost: Command<CreateHost, HostSurroundings> = {
  name: 'create-host',
  load: async (reader, { place }) =>
    place.kind === 'underlay'
      ? { subnet: undefined, neighbours: [], gateways: [] }
      : {
          subnet: await reader.get('subnet', place.id),
          neighbours: await reader.referencing(place.id, 'host'),
          gateways: await reader.referencing(place.id, 'gateway'),
        },
  decide({ subnet, neighbours, gateways }, input) {
    if (input.place.kind === 'subnet') {
      if (subnet === undefined || subnet.deleting) {
        return fail(domainError('subnet-not-found', 'no such subnet', input.place.id))
      }
      if (!containsAddress(subnet.spec.prefix, input.address)) {
        return fail(domainError('not-in-network', `is not in ${subnet.spec.prefix}`, input.address))
      }
      const use = ownUse(subnet.spec.prefix, input.address)
      if (use !== undefined) return fail(domainError('address-in-use', `is ${use}`, input.address))
      const taken =
        neighbours.some((host) => host.spec.address === input.address) ||
        gateways.some(({ spec }) => spec.isPrivate === true && spec.addresses.includes(input.address))
      if (taken) return fail(domainError('address-in-use', 'is taken in this subnet', input.address))
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
