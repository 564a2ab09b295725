import { containsPrefix, type Ipv4Prefix, overlaps, prefixLength } from '../domain/address.ts'
import { domainError } from '../domain/error.ts'
import { rangesOf } from '../domain/network-ranges.ts'
import type { Reader } from '../domain/reader.ts'
import type { Extras, Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { type Command, changed, type NewResource, newResource, putting, puttingWithout } from './command.ts'
import { checkQuota } from './quota.ts'
import { endsIn } from './subnet-address.ts'

export interface CreateNetwork extends NewResource {
  readonly prefix: Ipv4Prefix
  readonly offersRanges?: boolean
  /** How many there may be in the region. */
  readonly quota?: number
}

export const createNetwork: Command<CreateNetwork, number> = {
  name: 'create-network',
  load: async (reader, { quota }) => (quota === undefined ? 0 : reader.count('network', 'region')),
  decide(used, input) {
    const exhausted = checkQuota(used, input.quota, 'networks in the region')
    if (exhausted !== undefined) return fail(exhausted)
    if (prefixLength(input.prefix) > 28) {
      return fail(domainError('network-prefix-invalid', 'a network needs a prefix of at most 28 bits', input.prefix))
    }
    const spec = { prefix: input.prefix, ...(input.offersRanges === true ? { offersRanges: true } : {}) }
    return ok(putting({ kind: 'network', ...newResource(input), spec }))
  },
}

export interface Dependents {
  readonly subnets: readonly Resource<'subnet'>[]
  readonly gateways: readonly Resource<'gateway'>[]
  readonly attachments: readonly Resource<'router-attachment'>[]
  readonly tables: readonly Resource<'network-table'>[]
}

const loadDependents = async (reader: Reader, network: string): Promise<Dependents> => ({
  subnets: await reader.referencing(network, 'subnet'),
  gateways: await reader.referencing(network, 'gateway'),
  attachments: await reader.unscoped.referencing(network, 'router-attachment'),
  tables: await reader.referencing(network, 'network-table'),
})

/** A subnet that is being deleted is gone for whoever deleted it: it goes with the network's next look, or with the network. */
const isStaying = (subnet: Resource<'subnet'>): boolean => !subnet.deleting

interface NetworkAndDependents extends Dependents {
  readonly network: Resource<'network'> | undefined
  readonly routes: readonly Resource<'route'>[]
  readonly grants: readonly Resource<'grant'>[]
}

/** Its own routes and grants go with it. */
export const deleteNetwork: Command<{ readonly id: string }, NetworkAndDependents> = {
  name: 'delete-network',
  load: async (reader, { id }) => ({
    network: await reader.get('network', id),
    routes: await reader.referencing(id, 'route'),
    grants: await reader.referencing(id, 'grant'),
    ...(await loadDependents(reader, id)),
  }),
  decide({ network, subnets, gateways, attachments, tables, routes, grants }, { id }) {
    if (network === undefined || network.deleting) {
      return fail(domainError('network-not-found', 'no such network in this region', id))
    }
    const dependent = [...gateways, ...attachments, ...subnets.filter(isStaying), ...tables][0]
    if (dependent !== undefined) {
      return fail(domainError('in-use', `delete ${dependent.kind} ${dependent.id} first`, id))
    }
    return ok(puttingWithout(changed(network, { deleting: true }), [...routes, ...grants]))
  },
}

/** What is to become of a network; what is not named stays. */
export interface NetworkPatch {
  readonly name?: string | undefined
  readonly takesDynamicRoutes?: boolean | undefined
  /** At a time in milliseconds since the epoch. */
  readonly offering?: { readonly ranges: boolean; readonly at: number } | undefined
  readonly extras?: Extras | undefined
}

export interface ModifyNetwork {
  readonly id: string
  patch(standing: Resource<'network'>): NetworkPatch
}

export const modifyNetwork: Command<ModifyNetwork, Resource<'network'> | undefined> = {
  name: 'modify-network',
  load: (reader, { id }) => reader.get('network', id),
  decide(network, { id, patch }) {
    if (network === undefined || network.deleting) {
      return fail(domainError('network-not-found', 'no such network in this region', id))
    }
    const patched = patch(network)
    const {
      takesDynamicRoutes = network.spec.takesDynamicRoutes,
      offering,
      extras = network.extras,
      name = network.name,
    } = patched
    const spec = {
      ...network.spec,
      ...(takesDynamicRoutes === undefined ? {} : { takesDynamicRoutes }),
      ...(offering === undefined || offering.ranges === (network.spec.offersRanges ?? false)
        ? {}
        : { offersRanges: offering.ranges, offersSince: offering.at }),
    }
    return ok(putting(changed(network, { name, spec, extras })))
  },
}

export interface CreateSubnet extends NewResource {
  readonly network: string
  readonly prefix: Ipv4Prefix
  readonly zone: string
  /** How many there may be in the network. */
  readonly quota?: number
}

interface NetworkAndSubnets {
  readonly network: Resource<'network'> | undefined
  readonly subnets: readonly Resource<'subnet'>[]
}

export const createSubnet: Command<CreateSubnet, NetworkAndSubnets> = {
  name: 'create-subnet',
  load: async (reader, { network }) => ({
    network: await reader.get('network', network),
    subnets: await reader.referencing(network, 'subnet'),
  }),
  decide({ network, subnets }, input) {
    if (network === undefined || network.deleting) {
      return fail(domainError('network-not-found', 'no such network in this region', input.network))
    }
    const ranges = rangesOf(network.spec)
    if (!ranges.some((range) => containsPrefix(range, input.prefix)) || prefixLength(input.prefix) > 29) {
      const detail = `must lie inside ${ranges.join(' or ')} and hold at least eight addresses`
      return fail(domainError('subnet-outside-network', detail, input.prefix))
    }
    const other = subnets.filter(isStaying).find((subnet) => overlaps(subnet.spec.prefix, input.prefix))
    if (other !== undefined) {
      return fail(domainError('subnet-overlaps', `overlaps ${other.spec.prefix} of ${other.id}`, input.prefix))
    }
    const exhausted = checkQuota(subnets.filter(isStaying).length, input.quota, 'subnets in the network')
    if (exhausted !== undefined) return fail(exhausted)
    const { network: of, prefix, zone } = input
    return ok(putting({ kind: 'subnet', ...newResource(input), spec: { network: of, prefix, zone } }))
  },
}

interface SubnetAndDependents {
  readonly subnet: Resource<'subnet'> | undefined
  readonly dependents: readonly Resource[]
}

export const deleteSubnet: Command<{ readonly id: string }, SubnetAndDependents> = {
  name: 'delete-subnet',
  load: async (reader, { id }) => ({
    subnet: await reader.get('subnet', id),
    dependents: [
      ...(await reader.referencing(id, 'gateway')),
      ...(await reader.unscoped.referencing(id, 'router-attachment')),
      ...(await endsIn(reader, id)),
    ],
  }),
  decide({ subnet, dependents }, { id }) {
    if (subnet === undefined || subnet.deleting) {
      return fail(domainError('subnet-not-found', 'no such subnet in this region', id))
    }
    const dependent = dependents[0]
    if (dependent !== undefined) {
      return fail(domainError('in-use', `delete ${dependent.kind} ${dependent.id} first`, id))
    }
    // It leaves its table, which may be deleted at once.
    const { table: _, ...spec } = subnet.spec
    return ok(putting(changed(subnet, { deleting: true, spec })))
  },
}
