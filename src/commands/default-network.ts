import { addressAt, type Ipv4Prefix, overlaps, prefixLength, prefixSize } from '../domain/address.ts'
import { domainError } from '../domain/error.ts'
import type { Condition } from '../domain/page.ts'
import type { Reader } from '../domain/reader.ts'
import type { Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { type Command, type NewResource, newResource, putting } from './command.ts'

/** A region's default network, and what subnets it has. */
export interface DefaultNetwork {
  readonly network: Resource<'network'> | undefined
  readonly subnets: readonly Resource<'subnet'>[]
}

const isDefault: Condition = { by: 'facet', facet: 'default', anyOf: ['yes'] }

export async function loadDefaultNetwork(reader: Reader): Promise<DefaultNetwork> {
  const where: readonly Condition[] = [isDefault, { by: 'deleting', deleting: false }]
  const network = (await reader.page('network', { where, limit: 1 })).items[0]
  const subnets = network === undefined ? [] : await reader.referencing(network.id, 'subnet')
  return { network, subnets: subnets.filter(({ deleting }) => !deleting) }
}

export interface CreateDefaultNetwork extends NewResource {
  readonly prefix: Ipv4Prefix
}

/** It does not count among the networks of which there may only be so many. */
export const createDefaultNetwork: Command<CreateDefaultNetwork, DefaultNetwork> = {
  name: 'create-default-network',
  load: loadDefaultNetwork,
  decide({ network }, input) {
    if (network !== undefined) return fail(domainError('default-network-exists', 'is there already', network.id))
    return ok(putting({ kind: 'network', ...newResource(input), spec: { prefix: input.prefix, isDefault: true } }))
  },
}

/** The first part of the network's own range with so many bits that no subnet has anything of. */
export function freePrefix(
  { spec: { prefix } }: Resource<'network'>,
  subnets: readonly Resource<'subnet'>[],
  bits: number,
): Ipv4Prefix | undefined {
  const size = 2 ** (32 - bits)
  const count = bits < prefixLength(prefix) ? 0 : prefixSize(prefix) / size
  for (let index = 0; index < count; index += 1) {
    // The type is that of a parsed one: the address is the first of a part of a prefix.
    const part = `${addressAt(prefix, index * size)}/${bits}` as Ipv4Prefix
    if (!subnets.some(({ spec }) => overlaps(spec.prefix, part))) return part
  }
  return undefined
}

export const defaultSubnetIn = (
  zone: string,
  { subnets }: Pick<DefaultNetwork, 'subnets'>,
): Resource<'subnet'> | undefined => subnets.find(({ spec }) => spec.isDefault === true && spec.zone === zone)

export interface CreateDefaultSubnet extends NewResource {
  readonly zone: string
  /** Of its prefix. */
  readonly bits: number
}

export const createDefaultSubnet: Command<CreateDefaultSubnet, DefaultNetwork> = {
  name: 'create-default-subnet',
  load: loadDefaultNetwork,
  decide({ network, subnets }, input) {
    const { zone, bits } = input
    if (network === undefined) return fail(domainError('network-not-found', 'the region has no default network'))
    const standing = defaultSubnetIn(zone, { subnets })
    if (standing !== undefined) return fail(domainError('default-subnet-exists', `is that of ${zone}`, standing.id))
    const prefix = freePrefix(network, subnets, bits)
    if (prefix === undefined) return fail(domainError('network-full', `has no free range of ${bits} bits`, network.id))
    const spec = { network: network.id, prefix, zone, isDefault: true as const }
    return ok(putting({ kind: 'subnet', ...newResource(input), spec }))
  },
}
