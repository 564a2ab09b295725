import type { Ipv4Address, Ipv4Prefix } from '../domain/address.ts'
import type { AsNumber } from '../domain/as-number.ts'
import { domainError } from '../domain/error.ts'
import type { Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import type { RoutingRules } from '../domain/routing-rules.ts'
import { type Command, changed, type NewResource, newResource, putting, puttingWithout } from './command.ts'
import { checkPlace, type FoundPlace, findPlace, type NetworkPlace } from './network-place.ts'

export interface CreateGateway extends NewResource, NetworkPlace {
  /** Two for a gateway whose connections have two tunnels. */
  readonly addressCount: 1 | 2
  /** Where the outer addresses are taken from. */
  readonly outerPool: Ipv4Prefix
  readonly bandwidthMbps: number
  readonly asNumber?: AsNumber
  readonly zone?: string
  /** How it chooses among its routes. */
  readonly routing?: RoutingRules
}

interface GatewaySurroundings extends FoundPlace {
  readonly addresses: readonly Ipv4Address[]
}

export const createGateway: Command<CreateGateway, GatewaySurroundings> = {
  name: 'create-gateway',
  load: async (reader, input) => ({
    ...(await findPlace(reader, input)),
    addresses: await reader.freeAddresses(input.outerPool, input.addressCount),
  }),
  decide({ addresses, ...found }, input) {
    const network = checkPlace(found, input)
    if (!network.ok) return network
    if (addresses.length < input.addressCount) {
      return fail(domainError('addresses-exhausted', `no outer address is left in ${input.outerPool}`))
    }
    const { bandwidthMbps, asNumber, zone, routing } = input
    const spec = {
      network: network.value.id,
      subnets: input.subnets,
      addresses,
      bandwidthMbps,
      ...(asNumber === undefined ? {} : { asNumber }),
      ...(zone === undefined ? {} : { zone }),
      ...(routing === undefined ? {} : { routing }),
    }
    return ok(putting({ kind: 'gateway', ...newResource(input), spec }))
  },
}

interface GatewayAndDependents {
  readonly gateway: Resource<'gateway'> | undefined
  readonly connections: readonly Resource<'connection'>[]
  readonly routes: readonly Resource<'route'>[]
}

/** The routes that lead its network into it go with it. */
export const deleteGateway: Command<{ readonly id: string }, GatewayAndDependents> = {
  name: 'delete-gateway',
  load: async (reader, { id }) => ({
    gateway: await reader.get('gateway', id),
    connections: await reader.referencing(id, 'connection'),
    routes: await reader.referencing(id, 'route'),
  }),
  decide({ gateway, connections, routes }, { id }) {
    if (gateway === undefined) return fail(domainError('gateway-not-found', 'no such gateway in this region', id))
    if (gateway.deleting) return fail(domainError('busy', 'is being deleted', id))
    const connection = connections[0]
    if (connection !== undefined) {
      return fail(domainError('in-use', `delete connection ${connection.id} first`, id))
    }
    return ok(puttingWithout(changed(gateway, { deleting: true }), routes))
  },
}
