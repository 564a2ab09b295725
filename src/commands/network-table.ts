import { type DomainError, domainError } from '../domain/error.ts'
import type { Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { type Command, changed, type NewResource, newResource, putting, removing } from './command.ts'
import { checkQuota } from './quota.ts'

export interface CreateNetworkTable extends NewResource {
  readonly network: string
  /** How many there may be beside the network's own. */
  readonly quota?: number
}

interface NetworkAndTables {
  readonly network: Resource<'network'> | undefined
  readonly tables: readonly Resource<'network-table'>[]
}

export const createNetworkTable: Command<CreateNetworkTable, NetworkAndTables> = {
  name: 'create-network-table',
  load: async (reader, { network }) => ({
    network: await reader.get('network', network),
    tables: await reader.referencing(network, 'network-table'),
  }),
  decide({ network, tables }, input) {
    if (network === undefined || network.deleting) {
      return fail(domainError('network-not-found', 'no such network in this region', input.network))
    }
    const exhausted = checkQuota(tables.length, input.quota, 'route tables in the network')
    if (exhausted !== undefined) return fail(exhausted)
    return ok(putting({ kind: 'network-table', ...newResource(input), spec: { network: network.id } }))
  },
}

const noTable = (id: string): DomainError => domainError('network-table-not-found', 'no such table of a network', id)

interface TableAndUsers {
  readonly table: Resource<'network-table'> | undefined
  readonly subnets: readonly Resource<'subnet'>[]
  readonly routes: readonly Resource<'route'>[]
}

export interface DeleteNetworkTable {
  readonly id: string
  /** Whether its entries go with it; they are in its way when this is not given. */
  readonly withEntries?: boolean
}

export const deleteNetworkTable: Command<DeleteNetworkTable, TableAndUsers> = {
  name: 'delete-network-table',
  load: async (reader, { id }) => ({
    table: await reader.get('network-table', id),
    subnets: await reader.referencing(id, 'subnet'),
    routes: await reader.referencing(id, 'route'),
  }),
  decide({ table, subnets: [subnet], routes }, { id, withEntries = false }) {
    if (table === undefined) return fail(noTable(id))
    if (subnet !== undefined) return fail(domainError('in-use', `${subnet.id} is routed by it`, id))
    const [entry] = withEntries ? [] : routes
    if (entry !== undefined) return fail(domainError('in-use', `delete its entry ${entry.id} first`, id))
    return ok(removing(table, ...routes))
  },
}

export interface SubnetAndTable {
  readonly subnet: string
  readonly table: string
}

interface Standing {
  readonly subnet: Resource<'subnet'> | undefined
  readonly table: Resource<'network-table'> | undefined
}

const notIn = (network: string, subnet: Resource<'subnet'>): DomainError =>
  domainError('not-in-network', `is not one of ${network}`, subnet.id)

const noSubnet = (id: string): DomainError => domainError('subnet-not-found', 'no such subnet in this region', id)

const routedBy = (subnet: Resource<'subnet'>, change: { readonly table?: string }) => {
  const { table: _, ...spec } = subnet.spec
  return putting(changed(subnet, { spec: { ...spec, ...change } }))
}

/** A command that puts the subnet into the table, or takes it out: then it is routed by its network's own again. */
const routingAnew = (
  name: string,
  decide: (subnet: Resource<'subnet'>, table: string) => DomainError | { readonly table?: string },
): Command<SubnetAndTable, Standing> => ({
  name,
  load: async (reader, { subnet, table }) => ({
    subnet: await reader.get('subnet', subnet),
    table: await reader.get('network-table', table),
  }),
  decide({ subnet, table }, input) {
    if (table === undefined) return fail(noTable(input.table))
    if (subnet === undefined || subnet.deleting) return fail(noSubnet(input.subnet))
    if (subnet.spec.network !== table.spec.network) return fail(notIn(table.spec.network, subnet))
    const change = decide(subnet, table.id)
    return 'code' in change ? fail(change) : ok(routedBy(subnet, change))
  },
})

export const routeSubnetBy = routingAnew('route-subnet-by', ({ id, spec }, table) =>
  spec.table === undefined
    ? { table }
    : domainError('association-exists', `is associated with the route table ${spec.table} already`, id),
)

export const routeSubnetByOwn = routingAnew('route-subnet-by-own', ({ id, spec }, table) =>
  spec.table === table ? {} : domainError('association-not-found', 'is not associated with this route table', id),
)

export interface RerouteSubnet {
  readonly subnet: string
  /** A network stands for its own table. */
  readonly place: { readonly kind: 'network' | 'network-table'; readonly id: string }
}

interface SubnetAndPlace {
  readonly subnet: Resource<'subnet'> | undefined
  readonly place: Resource<'network'> | Resource<'network-table'> | undefined
}

/** The subnet is routed by the table, whichever it was routed by before. */
export const rerouteSubnet: Command<RerouteSubnet, SubnetAndPlace> = {
  name: 'reroute-subnet',
  load: async (reader, { subnet, place }) => ({
    subnet: await reader.get('subnet', subnet),
    place: await reader.get(place.kind, place.id),
  }),
  decide({ subnet, place }, input) {
    if (place === undefined) return fail(noTable(input.place.id))
    if (subnet === undefined || subnet.deleting) return fail(noSubnet(input.subnet))
    const network = place.kind === 'network' ? place.id : place.spec.network
    if (subnet.spec.network !== network) return fail(notIn(network, subnet))
    return ok(routedBy(subnet, place.kind === 'network' ? {} : { table: place.id }))
  },
}
