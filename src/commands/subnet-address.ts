import { addressAt, containsAddress, type Ipv4Address, type Ipv4Prefix, prefixSize } from '../domain/address.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { Reader } from '../domain/reader.ts'
import type { Resource } from '../domain/resource.ts'

/** What a subnet has the address for itself; the first and the last are no host's (RFC 1122 section 3.2.1.3). */
function ownUse(prefix: Ipv4Prefix, address: Ipv4Address): string | undefined {
  if (address === addressAt(prefix, 0)) return 'the address of the subnet itself'
  if (address === addressAt(prefix, 1)) return "the subnet's router"
  return address === addressAt(prefix, prefixSize(prefix) - 1) ? "the subnet's broadcast address" : undefined
}

/** The hosts and workloads of a subnet, those that are going among them. */
export const endsIn = async (
  reader: Pick<Reader, 'referencing'>,
  subnet: string,
): Promise<readonly (Resource<'host'> | Resource<'workload'>)[]> => [
  ...(await reader.referencing(subnet, 'host')),
  ...(await reader.referencing(subnet, 'workload')),
]

/** The addresses that these have; what a workload without one brings along is not known. */
export const addressesOfEnds = async (
  reader: Pick<Reader, 'referencing'>,
  subnet: string,
): Promise<readonly Ipv4Address[]> => (await endsIn(reader, subnet)).flatMap(({ spec }) => spec.address ?? [])

/** The addresses of a subnet that a host, a workload or a private gateway has. */
export async function takenAddresses(reader: Reader, subnet: string): Promise<readonly Ipv4Address[]> {
  const gateways = await reader.referencing(subnet, 'gateway')
  return [
    ...(await addressesOfEnds(reader, subnet)),
    ...gateways.flatMap(({ spec }) => (spec.isPrivate === true ? spec.addresses : [])),
  ]
}

/** Why nothing new can have the address there; undefined where it can. */
export function whyNoAddress(
  { spec: { prefix } }: Resource<'subnet'>,
  taken: readonly Ipv4Address[],
  address: Ipv4Address,
): DomainError | undefined {
  if (!containsAddress(prefix, address)) return domainError('not-in-network', `is not in ${prefix}`, address)
  const use = ownUse(prefix, address)
  if (use !== undefined) return domainError('address-in-use', `is ${use}`, address)
  return taken.includes(address) ? domainError('address-in-use', 'is taken in this subnet', address) : undefined
}

/** The lowest that nothing has; undefined where all are taken. */
export function nextAddress(
  { spec: { prefix } }: Resource<'subnet'>,
  taken: readonly Ipv4Address[],
): Ipv4Address | undefined {
  const held = new Set(taken)
  for (let at = 2; at < prefixSize(prefix) - 1; at++) {
    const address = addressAt(prefix, at)
    if (address !== undefined && !held.has(address)) return address
  }
  return undefined
}
