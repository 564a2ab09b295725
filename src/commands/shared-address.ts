import { addressAt, type Ipv4Address, type Ipv4Prefix, prefixSize } from '../domain/address.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import { outerAddresses } from '../domain/outer-addresses.ts'
import type { Reader, Unscoped } from '../domain/reader.ts'
import type { Connection, Resource } from '../domain/resource.ts'
import { nameFor } from './router-routes.ts'

/** Of a pool of one address. */
export const isShared = (pool: Ipv4Prefix): boolean => prefixSize(pool) === 1

/** What is written with addresses of the pools that they may be from. */
export const sharing = (pools: readonly Ipv4Prefix[]): { readonly sharesAddress?: true } =>
  pools.some(isShared) ? { sharesAddress: true } : {}

/** The lowest of the pool that nothing holds; a pool of one address is shared by all. Fewer when it runs out. */
export async function takeOuterAddresses(
  reader: Pick<Reader, 'freeAddresses'>,
  pool: Ipv4Prefix,
  count: number,
): Promise<readonly Ipv4Address[]> {
  const only = isShared(pool) ? addressAt(pool, 0) : undefined
  return only === undefined ? reader.freeAddresses(pool, count) : Array.from({ length: count }, () => only)
}

/** More peers of one address, of as many accounts, than anybody has. */
const most = 1000

/** Those that the connection's tunnels end at on this side, by their indexes. */
export async function outerAddressesOf(
  reader: Pick<Unscoped, 'get' | 'referencing'>,
  { id, spec }: Resource<'connection'>,
): Promise<readonly Ipv4Address[]> {
  if (spec.gateway !== undefined) return (await reader.get('gateway', spec.gateway))?.spec.addresses ?? []
  return (await reader.referencing(id, 'router-attachment')).flatMap(outerAddresses)
}

/** Other connections, of any account, by the peer's address that they join with one of the own. */
export type Joined = ReadonlyMap<Ipv4Address, Resource<'connection'>>

/** Of these peers' addresses those that another connection joins with one of the own. */
export async function loadJoined(
  reader: Unscoped,
  id: string,
  own: readonly Ipv4Address[],
  peers: readonly Ipv4Address[],
): Promise<Joined> {
  const joined = new Map<Ipv4Address, Resource<'connection'>>()
  const where = [{ by: 'facet', facet: 'address', anyOf: peers }] as const
  const { items } = peers.length === 0 ? { items: [] } : await reader.page('customer-gateway', { where, limit: most })
  for (const peer of items) {
    for (const other of await reader.referencing(peer.id, 'connection')) {
      if (other.id === id) continue
      if ((await outerAddressesOf(reader, other)).some((address) => own.includes(address))) {
        joined.set(peer.spec.address, other)
      }
    }
  }
  return joined
}

export const nothingJoined: Joined = new Map()

interface Joining {
  /** By index of the tunnel. */
  readonly ownAddresses: readonly Ipv4Address[]
  readonly peers: ReadonlyMap<string, Resource<'customer-gateway'> | undefined>
  /** Looked for where addresses are shared. */
  readonly joined: Joined
}

/** Between two addresses there is one tunnel: packets that arrive could not be told apart. The account is told why. */
export function checkOneTunnel(
  code: 'connection-exists' | 'addresses-exhausted',
  { tunnels }: Pick<Connection, 'tunnels'>,
  { ownAddresses, peers, joined }: Joining,
  account: string,
): DomainError | undefined {
  const seen = new Set<string>()
  for (const { index, customerGateway } of tunnels) {
    const [own, peer] = [ownAddresses[index - 1], peers.get(customerGateway)?.spec.address]
    if (own === undefined || peer === undefined) continue
    const other = joined.get(peer)
    const detail = `from ${own}, which all gateways share, one tunnel can lead to ${peer}`
    if (other !== undefined) {
      const name = nameFor(account, other)
      const leaving = `is joined with ${own} by ${name}, which is being deleted: try again`
      if (code === 'connection-exists' && other.deleting) return domainError('connection-leaving', leaving, peer)
      return domainError(code, `${detail}, and one of ${name} does`, other.account === account ? other.id : peer)
    }
    if (seen.has(`${own} ${peer}`)) return domainError(code, detail, peer)
    seen.add(`${own} ${peer}`)
  }
  return undefined
}
