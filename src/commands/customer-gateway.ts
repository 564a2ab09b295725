import type { Ipv4Address } from '../domain/address.ts'
import type { AsNumber } from '../domain/as-number.ts'
import type { BgpPassword } from '../domain/bgp-password.ts'
import { customerGatewayAddress } from '../domain/claims.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { Reader } from '../domain/reader.ts'
import type { CustomerGateway, Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { speaks } from './bgp.ts'
import { type Command, changed, claiming, type NewResource, newResource, putting, removing } from './command.ts'
import { type LabelChange, relabelled } from './labels.ts'
import { checkQuota } from './quota.ts'

export interface CreateCustomerGateway extends NewResource {
  readonly address: Ipv4Address
  readonly asNumber?: AsNumber
  readonly authenticationKey?: BgpPassword
  /** How many there may be in the region. */
  readonly quota?: number
}

export const createCustomerGateway: Command<CreateCustomerGateway, number> = {
  name: 'create-customer-gateway',
  load: async (reader, { quota }) => (quota === undefined ? 0 : reader.count('customer-gateway', 'region')),
  decide(used, input) {
    const exhausted = checkQuota(used, input.quota, 'customer gateways in the region')
    if (exhausted !== undefined) return fail(exhausted)
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

interface CustomerGatewayAndConnections {
  readonly customerGateway: Resource<'customer-gateway'> | undefined
  readonly connections: readonly Resource<'connection'>[]
}

const loadConnections = async (
  reader: Reader,
  { id }: { readonly id: string },
): Promise<CustomerGatewayAndConnections> => ({
  customerGateway: await reader.get('customer-gateway', id),
  connections: await reader.referencing(id, 'connection'),
})

const notFound = (id: string): DomainError =>
  domainError('customer-gateway-not-found', 'no such customer gateway in this region', id)

/** What is named changes, and nothing else. */
export interface ModifyCustomerGateway
  extends Pick<LabelChange, 'name' | 'description'>,
    Pick<CustomerGateway, 'authenticationKey'> {
  readonly id: string
  /** Null for none. */
  readonly asNumber?: AsNumber | null
}

/** Connections that hold sessions with it expect its number: it changes only while there are none. */
function checkAsNumber(
  asNumber: AsNumber | null | undefined,
  { spec }: Resource<'customer-gateway'>,
  connections: readonly Resource<'connection'>[],
): DomainError | undefined {
  if (asNumber === undefined || (asNumber ?? undefined) === spec.asNumber) return undefined
  const speaking = connections.find((connection) => speaks(connection.spec))
  return speaking && domainError('bgp-as-number-in-use', `${speaking.id} speaks BGP`, speaking.id)
}

export const modifyCustomerGateway: Command<ModifyCustomerGateway, CustomerGatewayAndConnections> = {
  name: 'modify-customer-gateway',
  load: loadConnections,
  decide({ customerGateway, connections }, { id, name, description, authenticationKey, asNumber: named }) {
    if (customerGateway === undefined) return fail(notFound(id))
    const refusal = checkAsNumber(named, customerGateway, connections)
    if (refusal !== undefined) return fail(refusal)
    const labels = relabelled(customerGateway.labels, { description })
    if (!labels.ok) return labels
    const { asNumber: before, ...spec } = customerGateway.spec
    const asNumber = named === undefined ? before : (named ?? undefined)
    const change = {
      name: name ?? customerGateway.name,
      labels: labels.value,
      spec: {
        ...spec,
        ...(asNumber === undefined ? {} : { asNumber }),
        ...(authenticationKey === undefined ? {} : { authenticationKey }),
      },
    }
    return ok(putting(changed(customerGateway, change)))
  },
}

export const deleteCustomerGateway: Command<{ readonly id: string }, CustomerGatewayAndConnections> = {
  name: 'delete-customer-gateway',
  load: loadConnections,
  decide({ customerGateway, connections }, { id }) {
    if (customerGateway === undefined) return fail(notFound(id))
    const connection = connections[0]
    if (connection !== undefined) {
      return fail(domainError('in-use', `delete connection ${connection.id} first`, id))
    }
    return ok(removing(customerGateway))
  },
}
