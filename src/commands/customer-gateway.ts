import type { Ipv4Address } from '../domain/address.ts'
import type { AsNumber } from '../domain/as-number.ts'
import { domainError } from '../domain/error.ts'
import type { Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { type Command, type NewResource, newResource, putting, removing } from './command.ts'

export interface CreateCustomerGateway extends NewResource {
  readonly address: Ipv4Address
  readonly asNumber?: AsNumber
}

export const createCustomerGateway: Command<CreateCustomerGateway, readonly Resource<'customer-gateway'>[]> = {
  name: 'create-customer-gateway',
  load: (reader) => reader.list('customer-gateway'),
  decide(existing, input) {
    const same = existing.find((other) => other.spec.address === input.address)
    if (same !== undefined) {
      return fail(domainError('customer-gateway-exists', `${same.id} has this address already`, input.address))
    }
    const { address, asNumber } = input
    const spec = asNumber === undefined ? { address } : { address, asNumber }
    return ok(putting({ kind: 'customer-gateway', ...newResource(input), spec }))
  },
}

interface CustomerGatewayAndConnections {
  readonly customerGateway: Resource<'customer-gateway'> | undefined
  readonly connections: readonly Resource<'connection'>[]
}

export const deleteCustomerGateway: Command<{ readonly id: string }, CustomerGatewayAndConnections> = {
  name: 'delete-customer-gateway',
  load: async (reader, { id }) => ({
    customerGateway: await reader.get('customer-gateway', id),
    connections: await reader.referencing(id, 'connection'),
  }),
  decide({ customerGateway, connections }, { id }) {
    if (customerGateway === undefined) {
      return fail(domainError('customer-gateway-not-found', 'no such customer gateway in this region', id))
    }
    const connection = connections[0]
    if (connection !== undefined) {
      return fail(domainError('in-use', `delete connection ${connection.id} first`, id))
    }
    return ok(removing(customerGateway))
  },
}
