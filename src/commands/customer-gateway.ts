import type { Ipv4Address } from '../domain/address.ts'
import type { AsNumber } from '../domain/as-number.ts'
import type { BgpPassword } from '../domain/bgp-password.ts'
import { customerGatewayAddress } from '../domain/claims.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { CustomerGateway, Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { type Command, changed, claiming, type NewResource, newResource, putting, removing } from './command.ts'
import { type LabelChange, relabelled } from './labels.ts'

export interface CreateCustomerGateway extends NewResource {
  readonly address: Ipv4Address
  readonly asNumber?: AsNumber
  readonly authenticationKey?: BgpPassword
}

export const createCustomerGateway: Command<CreateCustomerGateway, null> = {
  name: 'create-customer-gateway',
  load: async () => null,
  decide(_, input) {
    const { address, asNumber, authenticationKey, account, region } = input
    const spec = {
      address,
      ...(asNumber === undefined ? {} : { asNumber }),
      ...(authenticationKey === undefined ? {} : { authenticationKey }),
    }
    const claim = {
      ...customerGatewayAddress({ account, region }, address),
      refusal: (holder: string) =>
        domainError('customer-gateway-exists', `${holder} has this address already`, address),
    }
    return ok(claiming({ kind: 'customer-gateway', ...newResource(input), spec }, claim))
  },
}

const notFound = (id: string): DomainError =>
  domainError('customer-gateway-not-found', 'no such customer gateway in this region', id)

/** What is named changes, and nothing else. */
export interface ModifyCustomerGateway
  extends Pick<LabelChange, 'name' | 'description'>,
    Pick<CustomerGateway, 'authenticationKey'> {
  readonly id: string
}

export const modifyCustomerGateway: Command<ModifyCustomerGateway, Resource<'customer-gateway'> | undefined> = {
  name: 'modify-customer-gateway',
  load: (reader, { id }) => reader.get('customer-gateway', id),
  decide(customerGateway, { id, name, description, authenticationKey }) {
    if (customerGateway === undefined) return fail(notFound(id))
    const labels = relabelled(customerGateway.labels, { description })
    if (!labels.ok) return labels
    const { spec } = customerGateway
    const change = {
      name: name ?? customerGateway.name,
      labels: labels.value,
      spec: authenticationKey === undefined ? spec : { ...spec, authenticationKey },
    }
    return ok(putting(changed(customerGateway, change)))
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
    if (customerGateway === undefined) return fail(notFound(id))
    const connection = connections[0]
    if (connection !== undefined) {
      return fail(domainError('in-use', `delete connection ${connection.id} first`, id))
    }
    return ok(removing(customerGateway))
  },
}
